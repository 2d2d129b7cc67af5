import type { MoveToGlobal, ResidencyPolicies } from '../price/availability.js';
import type { CurrencyTable } from '../price/currency.js';
import { movesOfSeries } from '../price/premium-paid.js';
import type { PricedSeries } from '../store/questions/priced-series.js';
import type { Labelled, LabelledUsage } from '../store/questions/usage-by-label.js';
import type { PriceSums } from '../store/questions/usage-sums.js';
import { ENDPOINT_SCOPES, type EndpointScope } from '../usage/cloud.js';
import { formatUsd } from '../usage/money.js';
import { convertParts, datedParts, dayOf } from './convert-usage.js';
import type { PremiumAnswer, PremiumFigures } from './answers/premium.js';
import { byBucketAndGroup } from './rows-of-groups.js';
import { costUsdOf, sumPrices, tokensOf } from './shape-usage.js';

/** What decides where a series stands in the split of the premium. */
export interface PremiumLabel {
  readonly endpointScope: EndpointScope;
  readonly move: MoveToGlobal | null;
  /** A UTC day from which one rate of a currency holds; the same for all where no currency was asked for. */
  readonly day: string;
}

/** The label of a series from an instant on. */
export function premiumLabel(
  series: PricedSeries,
  at: number,
  policies: ResidencyPolicies,
  table: CurrencyTable | null,
): Labelled<PremiumLabel> {
  const day = table === null ? '' : dayOf(at);
  const label = { endpointScope: series.endpointScope, move: movesOfSeries(series, at, policies), day };
  return { key: JSON.stringify(label), label };
}

export type PremiumUsage = LabelledUsage<PremiumLabel>;

/** Rows by bucket, then the largest premium first; `totals` is their sum. */
export function shapePremium(
  usage: readonly PremiumUsage[],
  policies: ResidencyPolicies,
  table: CurrencyTable | null,
): Pick<PremiumAnswer, 'totals' | 'rows'> {
  return {
    totals: shapeFigures(usage, policies, table),
    rows: byBucketAndGroup(usage, ({ premiumPico }) => premiumPico).map(({ bucket, group, parts }) => ({
      bucket,
      group,
      ...shapeFigures(parts, policies, table),
    })),
  };
}

function shapeFigures(
  usage: readonly PremiumUsage[],
  policies: ResidencyPolicies,
  table: CurrencyTable | null,
): PremiumFigures {
  const partOf = (keep: (label: PremiumLabel) => boolean) => shapePart(usage.filter(({ label }) => keep(label)));
  const answered = (answer: MoveToGlobal['answer']) => partOf(({ move }) => move?.answer === answer);
  const blockedBy = (policy: string) =>
    partOf(({ move }) => move?.answer === 'blockedByPolicy' && move.policy === policy);
  const whole = shapePart(usage);
  const possible = answered('possible');
  return {
    ...whole,
    savingUsd: whole.premiumUsd === null ? null : possible.premiumUsd,
    ...(table === null
      ? {}
      : {
          converted: convertParts(
            datedParts(usage, ({ day }) => day),
            table,
          ),
        }),
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
  const sums: PriceSums = sumPrices(usage);
  const costUsd = costUsdOf(sums);
  return {
    requests: sums.requests,
    tokens: tokensOf(sums),
    costUsd,
    premiumUsd: costUsd === null ? null : formatUsd(sums.premiumPico),
  };
}
