import type { PicoUsd } from './money.js';
import type { TokenClass } from './tokens.js';
import type { UsageEvent } from './usage-event.js';

export type CostClass = TokenClass | 'webSearch';

/** The basis of a price: enough, with the amounts, to print every cost line again. */
export interface PriceBasis {
  /** Version of the price book that priced it. */
  readonly book: string;
  /** Entry of the book: model and the day it came into force, `claude-opus-5@2026-07-24`. */
  readonly entry: string;
  readonly tier: 'standard' | 'long-context' | 'fast' | 'fast-long-context';
  /** Rules that fired, e.g. `regionalPremium`, `batchDiscount`. */
  readonly rules: readonly string[];
}

/** List amounts per class before the premium; the premium of all classes together is its own amount. */
export interface Priced {
  readonly basis: PriceBasis;
  readonly amounts: Readonly<Record<CostClass, PicoUsd>>;
  readonly premium: PicoUsd;
  /** Sum of all amounts and the premium. */
  readonly total: PicoUsd;
  /** What the same tokens would have cost with every prompt token at the uncached input rate, premium included. */
  readonly withoutCaching: PicoUsd;
}

/** Why there is no cost. `outsideClaude`: another maker's model, not ours to price and not an alert. */
export const UNPRICED_REASONS = [
  'modelUnknown',
  'noRateAtThatTime',
  'tokensMissing',
  'scopeUnknown',
  'speedNotOffered',
  'batchNotOffered',
  'outsideClaude',
] as const;
export type UnpricedReason = (typeof UNPRICED_REASONS)[number];

/** Known, or not known and why. Never a zero that means "do not know". */
export type Price = { readonly priced: Priced } | { readonly unpriced: UnpricedReason };

/** What a price depends on: a usage event is one, and so is a line that somebody hands to `ledgerline price`. */
export type PriceableUsage = Pick<
  UsageEvent,
  | 'cloud'
  | 'region'
  | 'modelId'
  | 'model'
  | 'vendor'
  | 'endpointScope'
  | 'occurredAt'
  | 'speed'
  | 'batch'
  | 'inferenceGeo'
  | 'tokens'
  | 'webSearchRequests'
> &
  Partial<Pick<UsageEvent, 'stopReason' | 'flags' | 'outcome' | 'errorCode' | 'streamed'>>;

/** The same without the counts, for what is decided before they are multiplied. */
export type RateableUsage = Omit<PriceableUsage, 'tokens'>;
