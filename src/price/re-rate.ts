import { readModelId } from '../normalise/model-id.js';
import type { FemtoUsd, PicoUsd } from '../usage/money.js';
import type { Price, PriceBasis, RateableUsage, UnpricedReason } from '../usage/priced.js';
import type { Provenance, UsageEvent } from '../usage/usage-event.js';
import { mapped, mappingOf, type MappedFacts, type ModelMappings } from './model-mapping.js';
import type { PriceBook } from './rates.js';
import { isPremiumRule } from './rules.js';
import { priceSum, type SummedUsage } from './summed-usage.js';
import type { PriceTerms } from './terms-schema.js';
import { effectiveOf } from './terms.js';

/** Stored calls that are priced alike and were priced alike, summed. See SummedUsage for what they must agree on. */
export interface StoredSum extends SummedUsage {
  readonly usage: RateableUsage & Pick<UsageEvent, 'accountId'>;
  /** `YYYY-MM`, in whichever time zone the reader counts. */
  readonly month: string;
  readonly team: string | null;
  /** Whether a mapping gave the scope or the model (flag `mapped`), so that the id is read again. */
  readonly mapped: boolean;
  /** Where the model came from (`provenance.model`): one that an answer named is kept. */
  readonly modelFrom: Provenance['model'];
  readonly old: OldPrice;
}

/** What is stored of their price. */
export interface OldPrice {
  readonly basis: PriceBasis | null;
  /** List cost; `null` where it is not known. */
  readonly pico: PicoUsd | null;
  readonly femto: FemtoUsd | null;
  readonly terms: readonly string[];
  readonly unpriced: UnpricedReason | null;
}

/** By what calls are priced again. */
export interface RatingRules {
  readonly book: PriceBook;
  readonly mappings: ModelMappings;
  readonly terms: PriceTerms;
}

/** The one reason why a price is another one now; the first of these that holds. */
export const RE_RATE_REASONS = {
  nowPriced: 'It had no price; the model, its rate or its endpoint is known now.',
  nowUnpriced: 'It had a price; the model, its rate or its endpoint is not known any more.',
  unpricedReason: 'It still has no price, for another reason.',
  model: 'A mapping names another model.',
  provisioned: 'It is provisioned throughput now, or is none any more.',
  premium: 'Another premium applies, or none.',
  tier: 'Another tier applies (standard, long-context, fast), or another discount.',
  rate: 'The rates are other ones.',
  terms: 'The list price is the same; the customer’s own terms are other ones.',
  unchanged: 'It costs the same.',
} as const;
export type ReRateReason = keyof typeof RE_RATE_REASONS;

/** One sum, priced again. */
export interface ReRated {
  readonly stored: StoredSum;
  /** The facts by the mappings of now. */
  readonly usage: RateableUsage;
  readonly price: Price;
  readonly effective: ReturnType<typeof effectiveOf>;
  readonly reason: ReRateReason;
}

/**
 * Stored calls priced again: model and scope by the mappings of now, list cost by the book, effective cost by the terms.
 * The list cost of a sum is exact. Its effective cost may lie off the sum of the calls' by half a femto-dollar a line.
 */
export function reRate(stored: StoredSum, { book, mappings, terms }: RatingRules): ReRated {
  const usage = { ...stored.usage, ...factsNow(stored, mappings) };
  const price = priceSum({ ...stored, usage }, book);
  const tokens = stored.tokens ?? {
    input: null,
    cacheRead: null,
    cacheWrite5m: null,
    cacheWrite1h: null,
    output: null,
  };
  const effective = effectiveOf(price, { ...usage, tokens }, terms);
  return { stored, usage, price, effective, reason: reRateReason(stored, usage, price, effective) };
}

/** What the record says by itself, then what the mappings of now make of it. */
function factsNow({ usage, mapped: wasMapped, modelFrom }: StoredSum, mappings: ModelMappings): MappedFacts {
  const { cloud, modelId, region, model, vendor, endpointScope, speed } = usage;
  const read = wasMapped ? readModelId(cloud, modelId, region) : null;
  const named = modelFrom === 'mapping' && read !== null ? read : { model, vendor };
  const own = {
    model: named.model,
    vendor: named.vendor,
    endpointScope: read?.endpointScope ?? endpointScope,
    speed,
  };
  const mapping = mappingOf(usage, mappings);
  return mapping === null ? own : mapped(own, mapping);
}

/** Why a price is another one than the stored one. Also for one call at a time: a sum of one. */
export function reRateReason(
  { usage: before, old, requests }: StoredSum,
  after: RateableUsage,
  now: Price,
  effective: ReRated['effective'],
): ReRateReason {
  if ('unpriced' in now) {
    if (old.unpriced === null) return 'nowUnpriced';
    return old.unpriced === now.unpriced ? 'unchanged' : 'unpricedReason';
  }
  const { basis, total } = now.priced;
  if (old.basis === null || old.pico === null) return 'nowPriced';
  if (after.model !== before.model) return 'model';
  if (total === old.pico) return isSameEffective(old, effective, requests) ? 'unchanged' : 'terms';
  if (isProvisioned(basis) !== isProvisioned(old.basis)) return 'provisioned';
  if (premiumIn(basis) !== premiumIn(old.basis)) return 'premium';
  if (basis.tier !== old.basis.tier || discountsIn(basis) !== discountsIn(old.basis)) return 'tier';
  return 'rate';
}

/** Each line of a call may be rounded by half a femto-dollar: up to eleven lines a call, and eleven of the sum. */
function isSameEffective(old: OldPrice, effective: ReRated['effective'], requests: number): boolean {
  if (effective === null || old.femto === null) return effective?.femto === old.femto;
  const difference = effective.femto - old.femto;
  const dust = 6n * BigInt(requests + 1);
  return effective.terms.join() === old.terms.join() && difference <= dust && -difference <= dust;
}

function isProvisioned({ rules }: PriceBasis): boolean {
  return rules.includes('provisionedThroughput');
}

function premiumIn({ rules }: PriceBasis): string {
  return rules.filter(isPremiumRule).join();
}

function discountsIn({ rules }: PriceBasis): string {
  return ['batchDiscount', 'refusalNotBilled', 'extendedAccess'].filter((rule) => rules.includes(rule)).join();
}
