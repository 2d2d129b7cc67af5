import { isCatalogued } from '../normalise/model-catalogue.js';
import type { PriceBasis, RateableUsage, UnpricedReason } from '../usage/priced.js';
import { premiumOf } from './premium.js';
import { inForce, type DatedRates, type ModelRates, type PriceBook } from './rates.js';
import { premiumTenths, type RuleId } from './rules.js';

/** How a call is priced, whatever its counts: which rates, and everything that multiplies them. */
export interface Rating {
  readonly entry: DatedRates;
  readonly tier: PriceBasis['tier'];
  readonly rules: readonly RuleId[];
  readonly batch: boolean;
  /** Tenths of the token costs that come on top. */
  readonly tenths: bigint;
  /** Nothing is charged for its tokens, and that is known. */
  readonly free: boolean;
}

/**
 * The rating of a call whose prompt has that many tokens; `null` where the log does not tell all counts. In this order:
 * the model, its entry in force at the time of the call, the tier by speed and length of the prompt, the batch discount,
 * the premium.
 */
export function rate(
  usage: RateableUsage,
  prompt: number | null,
  book: PriceBook,
): Rating | { readonly unpriced: UnpricedReason } {
  if (isOutsideClaude(usage)) return { unpriced: 'outsideClaude' };
  if (usage.endpointScope === 'provisioned') return PROVISIONED;
  const { model } = usage;
  if (model === null) return { unpriced: 'modelUnknown' };
  const rates = book.models.get(model);
  if (rates === undefined) return { unpriced: isCatalogued(model) ? 'noRateAtThatTime' : 'modelUnknown' };
  const standard = inForce(rates.standard, usage.occurredAt);
  if (standard === null) return { unpriced: 'noRateAtThatTime' };
  if (prompt === null) return { unpriced: 'tokensMissing' };
  const tier = tierOf(usage, rates, standard, prompt);
  if ('unpriced' in tier) return tier;
  if (usage.batch && !offersBatch(usage, book)) return { unpriced: 'batchNotOffered' };
  const premium = premiumOf(usage, model);
  if (premium === 'scopeUnknown') return { unpriced: 'scopeUnknown' };

  const rules: RuleId[] = [...tier.rules];
  if (usage.batch) rules.push('batchDiscount');
  const tenths = premium === null ? 0n : premiumTenths(premium, book.govCloudTenths);
  if (premium !== null && tenths > 0n) rules.push(premium);
  if (usage.webSearchRequests > 0) rules.push('webSearch');
  return { entry: tier.entry, tier: tier.tier, rules, batch: usage.batch, tenths, free: false };
}

/** Another maker's model, whose cost is not ours to know. An opaque id may be Claude's. */
export const isOutsideClaude = ({ vendor }: Pick<RateableUsage, 'vendor'>) =>
  vendor !== 'anthropic' && vendor !== 'unknown';

/** Paid by the hour: a cost that is known to be zero, whatever the model and the tokens. */
const PROVISIONED: Rating = {
  entry: {
    id: 'provisioned',
    from: '',
    until: null,
    picoPerToken: { input: 0n, cacheRead: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, output: 0n },
    overTokens: 0,
  },
  tier: 'standard',
  rules: ['provisionedThroughput'],
  batch: false,
  tenths: 0n,
  free: true,
};

interface Tier {
  readonly entry: DatedRates;
  readonly tier: PriceBasis['tier'];
  readonly rules: readonly RuleId[];
}

/** The rates of the call's tier. Thresholds are strict, of one request, and count cached tokens. */
function tierOf(
  usage: RateableUsage,
  rates: ModelRates,
  standard: DatedRates,
  prompt: number,
): Tier | { readonly unpriced: UnpricedReason } {
  const isLong = (tier: DatedRates | null): tier is DatedRates => tier !== null && prompt > tier.overTokens;
  if (usage.speed === 'fast') {
    if (usage.batch) return { unpriced: 'speedNotOffered' };
    const fast = inForce(rates.fast, usage.occurredAt);
    if (fast !== null) {
      if (!fast.clouds.includes(usage.cloud)) return { unpriced: 'speedNotOffered' };
      const long = inForce(rates.fastLongContext, usage.occurredAt);
      return isLong(long)
        ? { entry: long, tier: 'fast-long-context', rules: ['fastMode', 'longContext'] }
        : { entry: fast, tier: 'fast', rules: ['fastMode'] };
    }
    if (!fellBackToStandard(rates, usage)) return { unpriced: 'speedNotOffered' };
  }
  if (rates.extendedAccess.length > 0) {
    const extended = inForce(rates.extendedAccess, usage.occurredAt);
    if (extended?.clouds.includes(usage.cloud)) {
      return { entry: extended, tier: 'standard', rules: ['extendedAccess'] };
    }
  }
  const long = inForce(rates.longContext, usage.occurredAt);
  return isLong(long)
    ? { entry: long, tier: 'long-context', rules: ['longContext'] }
    : { entry: standard, tier: 'standard', rules: ['listPrice'] };
}

/** Whether prompts over a threshold would have cost more than this rating, at that time. */
export function hidesThreshold({ tier }: Rating, { model, occurredAt }: RateableUsage, book: PriceBook): boolean {
  const rates = model === null ? undefined : book.models.get(model);
  if (rates === undefined || tier === 'long-context' || tier === 'fast-long-context') return false;
  return inForce(tier === 'fast' ? rates.fastLongContext : rates.longContext, occurredAt) !== null;
}

/** Some models run and bill fast requests at standard speed after fast mode has ended; others refuse them. */
function fellBackToStandard({ fast }: ModelRates, { cloud, occurredAt }: RateableUsage): boolean {
  const last = fast.at(-1);
  return (
    last?.afterwards === 'standard' && last.clouds.includes(cloud) && last.until !== null && occurredAt >= last.until
  );
}

function offersBatch({ cloud, occurredAt }: RateableUsage, { batch }: PriceBook): boolean {
  return inForce(batch, occurredAt)?.clouds.includes(cloud) ?? false;
}
