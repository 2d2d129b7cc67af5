import { linesFromAmounts, type CostLine } from '../price/cost-lines.js';
import type { PriceBook } from '../price/rates.js';
import { PREMIUM_TENTHS, RULES } from '../price/rules.js';
import type { PriceBasis } from '../usage/priced.js';

/** Amounts and counts of one call, or the sums of calls priced in one way, as the database keeps them. */
export interface PricedFigures {
  readonly inputTokens: number | null;
  readonly cacheReadTokens: number | null;
  readonly cacheWrite5mTokens: number | null;
  readonly cacheWrite1hTokens: number | null;
  readonly outputTokens: number | null;
  readonly webSearchRequests: number;
  readonly inputPico: bigint | null;
  readonly cacheReadPico: bigint | null;
  readonly cacheWrite5mPico: bigint | null;
  readonly cacheWrite1hPico: bigint | null;
  readonly outputPico: bigint | null;
  readonly webSearchPico: bigint | null;
  readonly premiumPico: bigint | null;
}

/** The lines that such figures are made of. */
export function costLinesOf(basis: PriceBasis, figures: PricedFigures): CostLine[] {
  return linesFromAmounts({
    basis,
    tokens: {
      input: figures.inputTokens,
      cacheRead: figures.cacheReadTokens,
      cacheWrite5m: figures.cacheWrite5mTokens,
      cacheWrite1h: figures.cacheWrite1hTokens,
      output: figures.outputTokens,
    },
    webSearchRequests: figures.webSearchRequests,
    amounts: {
      input: figures.inputPico ?? 0n,
      cacheRead: figures.cacheReadPico ?? 0n,
      cacheWrite5m: figures.cacheWrite5mPico ?? 0n,
      cacheWrite1h: figures.cacheWrite1hPico ?? 0n,
      output: figures.outputPico ?? 0n,
      webSearch: figures.webSearchPico ?? 0n,
    },
    premium: figures.premiumPico ?? 0n,
  });
}

/** Where the figure of a line is published: the rate of a class, the rule of everything else. */
export function sourceOfLine({ rule }: CostLine, { entry, tier }: PriceBasis, book: PriceBook): string | null {
  const isRate = rule !== 'webSearch' && rule !== 'provisionedThroughput' && !Object.hasOwn(PREMIUM_TENTHS, rule);
  return isRate ? (book.sourceOf(entry, tier)?.url ?? null) : RULES[rule].source;
}
