import type { PicoUsd } from '../usage/money.js';
import type { CostClass, Price, PriceableUsage, PriceBasis, Priced, RateableUsage } from '../usage/priced.js';
import type { TokenClass } from '../usage/tokens.js';
import { countedOf } from './counted.js';
import { priceBook } from './price-book.js';
import { hidesThreshold, isOutsideClaude, rate, type Rating } from './rating.js';
import { inForce, type PriceBook } from './rates.js';
import { unbilledRating, unbilledRule } from './unbilled.js';

const NOTHING: Readonly<Record<CostClass, PicoUsd>> = {
  input: 0n,
  cacheRead: 0n,
  cacheWrite5m: 0n,
  cacheWrite1h: 0n,
  output: 0n,
  webSearch: 0n,
};

/**
 * What a call cost at list price, exactly, or why that is not known: its rating, times what was counted. Nothing, where it is
 * known that nothing is charged for the call itself.
 */
export function price(usage: PriceableUsage, book: PriceBook = priceBook): Price {
  const unbilled = isOutsideClaude(usage) ? null : unbilledRule(usage);
  if (unbilled !== null) return { priced: freePrice(unbilledRating(unbilled), book) };
  const counted = countedOf(usage);
  const rating = rate(usage, counted?.prompt ?? null, book);
  if ('unpriced' in rating) return rating;
  if (counted === null || rating.free) return { priced: freePrice(rating, book) };
  const rules = [...rating.rules, ...counted.rules];
  if (counted.hidesThreshold && hidesThreshold(rating, usage, book)) rules.push('thresholdHidden');
  return { priced: costAt({ ...rating, rules }, counted.tokens, usage, book) };
}

/**
 * The cost of what was counted, of one call or of many with the same rating. All of it is a sum of products, so that the
 * cost of a sum is the sum of the costs.
 */
export function costAt(
  rating: Rating,
  tokens: Readonly<Record<TokenClass, number | bigint>>,
  usage: RateableUsage,
  book: PriceBook,
): Priced {
  const webSearch = webSearchCost(usage.webSearchRequests, usage.occurredAt, book);
  if (isUnbilledRefusal(usage, tokens.output)) return refused(rating, webSearch, book);
  const { batch, tenths } = rating;
  const rates = rating.entry.picoPerToken;
  const [input, cacheRead] = [BigInt(tokens.input), BigInt(tokens.cacheRead)];
  const [cacheWrite5m, cacheWrite1h] = [BigInt(tokens.cacheWrite5m), BigInt(tokens.cacheWrite1h)];
  const amounts = {
    input: atBatch(input * rates.input, batch),
    cacheRead: atBatch(cacheRead * rates.cacheRead, batch),
    cacheWrite5m: atBatch(cacheWrite5m * rates.cacheWrite5m, batch),
    cacheWrite1h: atBatch(cacheWrite1h * rates.cacheWrite1h, batch),
    output: atBatch(BigInt(tokens.output) * rates.output, batch),
    webSearch,
  };
  const ofTokens = amounts.input + amounts.cacheRead + amounts.cacheWrite5m + amounts.cacheWrite1h + amounts.output;
  const uncached = atBatch((input + cacheRead + cacheWrite5m + cacheWrite1h) * rates.input, batch) + amounts.output;
  const premium = tenths === 0n ? 0n : (ofTokens * tenths) / 10n;
  return {
    basis: basisOf(rating, book),
    amounts,
    premium,
    total: ofTokens + premium + webSearch,
    withoutCaching: uncached + (tenths === 0n ? 0n : (uncached * tenths) / 10n) + webSearch,
  };
}

/** A price that is known to be zero. */
export function freePrice(rating: Rating, book: PriceBook): Priced {
  return { basis: basisOf(rating, book), amounts: NOTHING, premium: 0n, total: 0n, withoutCaching: 0n };
}

function basisOf({ entry, tier, rules }: Rating, { version }: PriceBook): PriceBasis {
  return { book: version, entry: entry.id, tier, rules };
}

function atBatch(amount: PicoUsd, batch: boolean): PicoUsd {
  return batch ? amount / 2n : amount;
}

/** What that many searches cost at that time; no premium and no discount applies to them. */
export function webSearchCost(requests: number, occurredAt: string, { webSearch }: PriceBook): PicoUsd {
  return requests === 0 ? 0n : BigInt(requests) * (inForce(webSearch, occurredAt)?.picoEach ?? 0n);
}

/** https://platform.claude.com/docs/en/release-notes/overview, 2026-06-02; on Foundry the billing page of Claude models. */
export const REFUSALS_FREE_SINCE = '2026-06-02';

/** A refusal without output is not billed where the maker bills. Bedrock and Vertex AI have published nothing of the kind. */
function isUnbilledRefusal({ stopReason, cloud, occurredAt }: RateableUsage, output: number | bigint): boolean {
  if (stopReason !== 'refusal' || BigInt(output) !== 0n || occurredAt < REFUSALS_FREE_SINCE) return false;
  return cloud === 'anthropic' || cloud === 'foundry';
}

/** Its tokens cost nothing; a search that it made is charged all the same. */
function refused(rating: Rating, webSearch: PicoUsd, book: PriceBook): Priced {
  const rules = webSearch > 0n ? ['refusalNotBilled', 'webSearch'] : ['refusalNotBilled'];
  return {
    basis: { ...basisOf(rating, book), rules },
    amounts: { ...NOTHING, webSearch },
    premium: 0n,
    total: webSearch,
    withoutCaching: webSearch,
  };
}
