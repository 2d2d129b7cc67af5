import { contextWindow, TOKENIZER_GROWTH_PERCENT, tokenizerOf } from '../normalise/model-catalogue-windows.js';
import type { EndpointScope } from '../usage/cloud.js';
import type { PicoUsd } from '../usage/money.js';
import type { Price, PriceableUsage, RateableUsage } from '../usage/priced.js';
import { promptTokens, TOKEN_CLASSES, tokensAreKnown, type TokenClass } from '../usage/tokens.js';
import { offered } from './availability.js';
import { linesOf, type CostLine } from './cost-lines.js';
import { divideHalfEven } from './decimal.js';
import { priceBook } from './price-book.js';
import { inForce, type PriceBook } from './rates.js';
import { priceSum, type SummedUsage } from './summed-usage.js';

/** What is imagined otherwise of calls that were made. */
export type WhatIf =
  | { readonly kind: 'scope'; readonly endpointScope: EndpointScope }
  | { readonly kind: 'model'; readonly model: string }
  | { readonly kind: 'withoutCaching' }
  | { readonly kind: 'oneHourCaching' };

/** Why an imagined cost is no promise, in words. */
export const WHAT_IF_CAVEATS = {
  tokenizerDiffers:
    'The two models count tokens differently: the counts were changed by about 30 %, which is what the maker says of the same text.',
  notReleasedThen: 'The model was not on sale at that time; the first price that it had was used.',
  contextWindowTooSmall: 'Some of these prompts do not fit into the context window of that model.',
  scopeNotOffered: 'No document says that the model could be called through that endpoint at that time.',
  speedNotOffered: 'That model has no fast mode there; the price is that of standard speed.',
  thresholdPerRequest:
    'The model has other rates above a length of prompt, which sums do not tell: the rates of short prompts were used.',
  sameAnswers: 'Another model answers at another length; the output that was counted is assumed.',
  provisionedByTheToken:
    'Some of these calls ran on provisioned throughput, which is paid by the hour: their cost by the token is 0, and what was paid for the hours is not in the difference.',
  longerLifeMoreHits:
    'Caches that live an hour are read more often: some of these writes would have been reads, so this is an upper bound.',
} as const;
export type WhatIfCaveat = keyof typeof WHAT_IF_CAVEATS;

export interface Imagined {
  readonly price: Price;
  /** The counts that were priced; scaled where the tokenizers differ. */
  readonly tokens: Readonly<Record<TokenClass, bigint>> | null;
  readonly lines: readonly CostLine[];
  /** The list cost with the counts as they were; `null` where it is not known. Differs from `price` with another tokenizer only. */
  readonly atSameTokens: PicoUsd | null;
  readonly caveats: readonly WhatIfCaveat[];
}

/** What one call would have cost otherwise. */
export function whatIf(usage: PriceableUsage, change: WhatIf, book: PriceBook = priceBook): Imagined {
  const { tokens, ...facts } = usage;
  const known = tokensAreKnown(tokens);
  const sum: SummedUsage = { usage: facts, requests: 1, tokens: known ? tokens : null, promptOver: null };
  return imagine(sum, change, book, known ? promptTokens(tokens) : null);
}

/** What a sum of calls would have cost otherwise. */
export function whatIfOfSum(sum: SummedUsage, change: WhatIf, book: PriceBook = priceBook): Imagined {
  return imagine(sum, change, book, null);
}

/** `prompt` is the length of the one prompt, `null` for a sum of several. */
function imagine(sum: SummedUsage, change: WhatIf, book: PriceBook, prompt: number | null): Imagined {
  const caveats = new Set<WhatIfCaveat>();
  const usage = changedFacts(sum.usage, change, book, caveats);
  const counts = sum.tokens === null ? null : changedTokens(sum.tokens, change);
  const growth = change.kind === 'model' ? growthPercent(sum.usage.model, change.model) : null;
  const tokens = counts === null || growth === null ? counts : scaledTokens(counts, growth);
  if (growth !== null) caveats.add('tokenizerDiffers');
  if (change.kind === 'model') caveats.add('sameAnswers');
  if (change.kind === 'oneHourCaching' && counts !== null && counts.cacheWrite1h > 0n)
    caveats.add('longerLifeMoreHits');

  const changed = { ...sum, usage, tokens };
  const over = (of: Readonly<Record<TokenClass, bigint>> | null): number | null =>
    prompt === null || of === null ? sum.promptOver : thresholdPassed(usage, promptOf(of), book);
  warnOfLength(changed, prompt === null || tokens === null ? null : promptOf(tokens), book, caveats);
  const price = priceSum({ ...changed, promptOver: over(tokens) }, book);
  const unscaled = growth === null ? price : priceSum({ ...changed, tokens: counts, promptOver: over(counts) }, book);
  return {
    price,
    tokens,
    lines:
      'priced' in price && tokens !== null
        ? linesOf(price.priced, { tokens, webSearchRequests: usage.webSearchRequests }, book)
        : [],
    atSameTokens: 'priced' in unscaled ? unscaled.priced.total : null,
    caveats: [...caveats],
  };
}

function changedFacts(
  usage: RateableUsage,
  change: WhatIf,
  book: PriceBook,
  caveats: Set<WhatIfCaveat>,
): RateableUsage {
  if (change.kind === 'scope') return atScope(usage, change.endpointScope, caveats);
  if (change.kind !== 'model') return usage;
  const rates = book.models.get(change.model);
  const launch = rates?.standard[0]?.from ?? '';
  const occurredAt = usage.occurredAt < launch ? `${launch}T00:00:00.000Z` : usage.occurredAt;
  if (occurredAt !== usage.occurredAt) caveats.add('notReleasedThen');
  const hasFast = rates !== undefined && inForce(rates.fast, occurredAt)?.clouds.includes(usage.cloud);
  if (usage.speed === 'fast' && !hasFast) caveats.add('speedNotOffered');
  const speed = hasFast ? usage.speed : 'standard';
  return { ...usage, model: change.model, vendor: 'anthropic', occurredAt, speed };
}

/** The model id goes with the scope that it names, and so does what the Claude API calls the scope. */
function atScope(usage: RateableUsage, endpointScope: EndpointScope, caveats: Set<WhatIfCaveat>): RateableUsage {
  const { model, cloud, occurredAt } = usage;
  const tableScope = endpointScope === 'global' || endpointScope === 'region' || endpointScope === 'data-zone';
  if (model !== null && tableScope && offered(model, cloud, endpointScope, occurredAt.slice(0, 10)) !== 'yes') {
    caveats.add('scopeNotOffered');
  }
  if (usage.endpointScope === 'provisioned') caveats.add('provisionedByTheToken');
  const inferenceGeo = endpointScope === 'global' ? 'global' : usage.inferenceGeo;
  return { ...usage, modelId: model ?? usage.modelId, endpointScope, inferenceGeo };
}

function changedTokens(
  tokens: Readonly<Record<TokenClass, number | bigint>>,
  { kind }: WhatIf,
): Record<TokenClass, bigint> {
  const [input, cacheRead] = [BigInt(tokens.input), BigInt(tokens.cacheRead)];
  const [cacheWrite5m, cacheWrite1h] = [BigInt(tokens.cacheWrite5m), BigInt(tokens.cacheWrite1h)];
  const output = BigInt(tokens.output);
  if (kind === 'withoutCaching') {
    return {
      input: input + cacheRead + cacheWrite5m + cacheWrite1h,
      cacheRead: 0n,
      cacheWrite5m: 0n,
      cacheWrite1h: 0n,
      output,
    };
  }
  if (kind === 'oneHourCaching') {
    return { input, cacheRead, cacheWrite5m: 0n, cacheWrite1h: cacheWrite5m + cacheWrite1h, output };
  }
  return { input, cacheRead, cacheWrite5m, cacheWrite1h, output };
}

interface Growth {
  readonly times: bigint;
  readonly by: bigint;
}

/** How counts change from one model's tokenizer to another's; `null` where it is the same. */
function growthPercent(from: string | null, to: string): Growth | null {
  if (from === null || tokenizerOf(from) === tokenizerOf(to)) return null;
  const grown = 100n + BigInt(TOKENIZER_GROWTH_PERCENT);
  return tokenizerOf(to) === 'since-4-7' ? { times: grown, by: 100n } : { times: 100n, by: grown };
}

function scaledTokens(tokens: Record<TokenClass, bigint>, { times, by }: Growth): Record<TokenClass, bigint> {
  const scaled = { ...tokens };
  for (const tokenClass of TOKEN_CLASSES) scaled[tokenClass] = divideHalfEven(tokens[tokenClass] * times, by);
  return scaled;
}

function promptOf({ input, cacheRead, cacheWrite5m, cacheWrite1h }: Readonly<Record<TokenClass, bigint>>): number {
  return Number(input + cacheRead + cacheWrite5m + cacheWrite1h);
}

/** The largest threshold of the model in force that a prompt passes, 0 for none. */
function thresholdPassed(usage: RateableUsage, prompt: number, book: PriceBook): number {
  return Math.max(0, ...thresholdsOf(usage, book).filter((threshold) => prompt > threshold));
}

/** The thresholds of prompts that are in force for such calls after a change. */
export function thresholdsAfter(usage: RateableUsage, change: WhatIf, book: PriceBook): number[] {
  return thresholdsOf(changedFacts(usage, change, book, new Set()), book);
}

function thresholdsOf({ model, occurredAt }: RateableUsage, book: PriceBook): number[] {
  const rates = model === null ? undefined : book.models.get(model);
  if (rates === undefined) return [];
  return [rates.longContext, rates.fastLongContext].flatMap((tiers) => inForce(tiers, occurredAt)?.overTokens ?? []);
}

function warnOfLength(
  { usage, promptOver }: SummedUsage,
  prompt: number | null,
  book: PriceBook,
  caveats: Set<WhatIfCaveat>,
): void {
  if (prompt === null && promptOver === null && thresholdsOf(usage, book).length > 0)
    caveats.add('thresholdPerRequest');
  if (usage.model === null) return;
  const window = contextWindow(usage.model, usage.cloud, usage.occurredAt.slice(0, 10));
  if (window === null) return;
  // Every prompt of a sum is longer than the threshold that it passed.
  const isTooLong = prompt === null ? (promptOver ?? 0) >= window : prompt > window;
  if (isTooLong) caveats.add('contextWindowTooSmall');
}
