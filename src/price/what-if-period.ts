import { TOKENIZER_GROWTH_PERCENT, tokenizerOf } from '../normalise/model-catalogue-windows.js';
import type { PicoUsd } from '../usage/money.js';
import type { PriceBasis, RateableUsage, UnpricedReason } from '../usage/priced.js';
import type { TokenClass } from '../usage/tokens.js';
import { offerChanges } from './availability.js';
import { rateChanges } from './rate-changes.js';
import { inForce, type PriceBook } from './rates.js';
import { unbilledBy } from './rules.js';
import { type SeriesFacts, usageOfSeries } from './series-facts.js';
import { thresholdsAfter, type WhatIf, type WhatIfCaveat, whatIfOfSum } from './what-if.js';

/** Priced calls of one series, between two changes of prices, added up. */
export interface SummedSeries {
  readonly series: SeriesFacts & { readonly basis: PriceBasis };
  /** An instant of them: no price begins or ends between it and any of the calls. */
  readonly at: number;
  readonly requests: number;
  /** Of these, free calls whose log does not tell how many tokens they used. */
  readonly unknownTokenRequests: number;
  readonly tokens: Readonly<Record<TokenClass, number>>;
  readonly webSearchRequests: number;
}

/** What such a sum would have cost otherwise. */
export interface ImaginedSum {
  readonly requests: number;
  readonly pico: PicoUsd;
  readonly caveats: readonly (WhatIfCaveat | 'otherBook')[];
  /** Calls of the sum that cannot be imagined, and why. */
  readonly without: readonly { readonly reason: UnpricedReason; readonly requests: number }[];
}

export const OTHER_BOOK_WORDS =
  'The list cost of some of these calls was found with an earlier price book; pricing the past again (rerate) makes the two comparable.';

/** The instants between which an imagined price is one: no rate begins or ends, no model comes to an endpoint. */
export function imaginedChanges(book: PriceBook): number[] {
  return [...rateChanges(book), ...offerChanges()];
}

/** Prices a sum otherwise, exactly: with the change to what it is already, it costs what it did. */
export function imagineSum(sum: SummedSeries, change: WhatIf, book: PriceBook): ImaginedSum {
  const { series, at, requests, unknownTokenRequests, tokens, webSearchRequests } = sum;
  const unbilled = unbilledBy(series.basis.rules);
  // Refused elsewhere too, as far as anybody can tell.
  if (unbilled === 'notBilled') return { requests, pico: 0n, caveats: [], without: [] };
  if (unbilled !== null)
    return { requests: 0, pico: 0n, caveats: [], without: [{ reason: 'tokensMissing', requests }] };
  const usage = { ...usageOfSeries(series, at), webSearchRequests };
  const promptOver = promptsOver(promptsOf(series, at, book), usage, change, book);
  const { price, caveats } = whatIfOfSum({ usage, requests, tokens, promptOver }, change, book);
  if ('unpriced' in price) {
    return { requests: 0, pico: 0n, caveats: [], without: [{ reason: price.unpriced, requests }] };
  }
  // Counts that are not known cost nothing only where all counts do.
  const isFree = price.priced.basis.rules.includes('provisionedThroughput');
  const uncounted = isFree ? 0 : unknownTokenRequests;
  return {
    requests: requests - uncounted,
    pico: price.priced.total,
    caveats: series.basis.book === book.version ? caveats : [...caveats, 'otherBook'],
    without: uncounted === 0 ? [] : [{ reason: 'tokensMissing', requests: uncounted }],
  };
}

/** What is known of the length of each prompt: longer than `over` tokens, and not longer than `upTo`. */
interface PromptLengths {
  readonly over: number;
  readonly upTo: number;
}

/** What the tier of their price tells of the prompts: on which side of the threshold of their own model they were. */
function promptsOf({ basis, model }: SummedSeries['series'], at: number, book: PriceBook): PromptLengths {
  const rates = model === null ? undefined : book.models.get(model);
  const isFree = basis.rules.includes('provisionedThroughput');
  if (rates === undefined || isFree) return { over: 0, upTo: Infinity };
  const isFast = basis.rules.includes('fastMode');
  const long = inForce(isFast ? rates.fastLongContext : rates.longContext, new Date(at).toISOString());
  if (long === null) return { over: 0, upTo: Infinity };
  return basis.rules.includes('longContext')
    ? { over: long.overTokens, upTo: Infinity }
    : { over: 0, upTo: long.overTokens };
}

/** The threshold that all prompts pass after the change, 0 for none; `null` where some of them may and others not. */
function promptsOver(known: PromptLengths, usage: RateableUsage, change: WhatIf, book: PriceBook): number | null {
  const { over, upTo } = change.kind === 'model' ? recounted(known, usage.model, change.model) : known;
  const isTold = (threshold: number) => over >= threshold || upTo <= threshold;
  return thresholdsAfter(usage, change, book).every(isTold) ? over : null;
}

/** Four classes of a prompt are rounded each by itself, so that a prompt may be off by two tokens. */
const ROUNDING = 2;

/** Lengths in the tokens of another model. */
function recounted({ over, upTo }: PromptLengths, from: string | null, to: string): PromptLengths {
  if (from === null || tokenizerOf(from) === tokenizerOf(to)) return { over, upTo };
  const grown = 1 + TOKENIZER_GROWTH_PERCENT / 100;
  const factor = tokenizerOf(to) === 'since-4-7' ? grown : 1 / grown;
  return {
    over: Math.max(0, Math.floor(over * factor) - ROUNDING),
    upTo: Math.ceil(upTo * factor) + ROUNDING,
  };
}
