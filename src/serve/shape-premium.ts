import type { MoveToGlobal, ResidencyPolicies } from '../price/availability.js';
import { movesOfSeries } from '../price/premium-paid.js';
import type { PricedSeries } from '../store/questions/priced-series.js';
import type { Labelled, LabelledUsage } from '../store/questions/usage-by-label.js';
import type { UsageSums } from '../store/questions/usage-sums.js';
import { ENDPOINT_SCOPES, type EndpointScope } from '../usage/cloud.js';
import { formatUsd } from '../usage/money.js';
import type { PremiumAnswer, PremiumFigures } from './answers/premium.js';
import { byBucketAndGroup } from './rows-of-groups.js';
import { costUsdOf, sumUsage, tokensOf } from './shape-usage.js';

/** What decides where a series stands in the split of the premium. */
export interface PremiumLabel {
  readonly endpointScope: EndpointScope;
  readonly move: MoveToGlobal | null;
}

/** The label of a series from an instant on. */
export function premiumLabel(series: PricedSeries, at: number, policies: ResidencyPolicies): Labelled<PremiumLabel> {
  const label = { endpointScope: series.endpointScope, move: movesOfSeries(series, at, policies) };
  return { key: JSON.stringify(label), label };
}

export type PremiumUsage = LabelledUsage<PremiumLabel>;

/** Rows by bucket, then the largest premium first; `totals` is their sum. */
export function shapePremium(
  usage: readonly PremiumUsage[],
  policies: ResidencyPolicies,
): Pick<PremiumAnswer, 'totals' | 'rows'> {
  return {
    totals: shapeFigures(usage, policies),
    rows: byBucketAndGroup(usage, ({ premiumPico }) => premiumPico).map(({ bucket, group, parts }) => ({
      bucket,
      group,
      ...shapeFigures(parts, policies),
    })),
  };
}

function shapeFigures(usage: readonly PremiumUsage[], policies: ResidencyPolicies): PremiumFigures {
  const partOf = (keep: (label: PremiumLabel) => boolean) => shapePart(usage.filter(({ label }) => keep(label)));
  const answered = (answer: MoveToGlobal['answer']) => partOf(({ move }) => move?.answer === answer);
  const blockedBy = (policy: string) =>
    partOf(({ move }) => move?.answer === 'blockedByPolicy' && move.policy === policy);
  const whole = shapePart(usage);
  const possible = answered('possible');
  return {
    ...whole,
    savingUsd: whole.premiumUsd === null ? null : possible.premiumUsd,
    scopes: ENDPOINT_SCOPES.map((endpointScope) => ({
      endpointScope,
      ...partOf((label) => label.endpointScope === endpointScope),
    })).filter(({ requests }) => requests > 0),
    split: {
      possible,
      blockedByPolicy: {
        ...answered('blockedByPolicy'),
        policies: policies
          .map(({ name, reason = null }) => ({ policy: name, reason, ...blockedBy(name) }))
          .filter(({ requests }) => requests > 0),
      },
      notOffered: answered('notOffered'),
      provisioned: answered('provisioned'),
    },
  };
}

function shapePart(usage: readonly PremiumUsage[]) {
  const sums: UsageSums = sumUsage(usage);
  const costUsd = costUsdOf(sums);
  return {
    requests: sums.requests,
    tokens: tokensOf(sums),
    costUsd,
    premiumUsd: costUsd === null ? null : formatUsd(sums.premiumPico),
  };
}
