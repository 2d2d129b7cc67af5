import type { Price, RateableUsage } from '../usage/priced.js';
import type { TokenClass } from '../usage/tokens.js';
import { costAt, freePrice } from './price.js';
import { rate } from './rating.js';
import type { PriceBook } from './rates.js';

/**
 * Calls that are priced alike, summed: they agree on every fact below, no rate or rule begins or ends between their times,
 * and their prompts passed the same thresholds. The price of the sum is then the sum of the prices.
 */
export interface SummedUsage {
  /**
   * The facts of all of them; `occurredAt` is the time of any one. `webSearchRequests` is their sum. A `stopReason` of
   * `refusal` means that none of them had any output.
   */
  readonly usage: RateableUsage;
  readonly requests: number;
  /** `null` where the log does not tell. */
  readonly tokens: Readonly<Record<TokenClass, number | bigint>> | null;
  /** The largest threshold that each prompt passed, 0 for none; `null` where prompts of all lengths are in the sum. */
  readonly promptOver: number | null;
}

/** The list price of a sum of calls, exactly. With prompts of all lengths in it, at the rates of short ones: a lower bound. */
export function priceSum({ usage, tokens, promptOver }: SummedUsage, book: PriceBook): Price {
  const prompt = tokens === null ? null : promptOver === null || promptOver === 0 ? 0 : promptOver + 1;
  const rating = rate(usage, prompt, book);
  if ('unpriced' in rating) return rating;
  if (tokens === null || rating.free) return { priced: freePrice(rating, book) };
  return { priced: costAt(rating, tokens, usage, book) };
}
