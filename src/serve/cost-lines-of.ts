import { linesFromAmounts, type CostLine } from '../price/cost-lines.js';
import type { PriceBook } from '../price/rates.js';
import { PREMIUM_TENTHS, RULES } from '../price/rules.js';
import type { PriceBasis } from '../usage/priced.js';
import { amountsByClass, tokensByClass, type AmountColumns, type TokenColumns } from './by-class.js';

/** Amounts and counts of one call, or the sums of calls priced in one way, as the database keeps them. */
interface PricedFigures extends TokenColumns<number | null>, AmountColumns {
  readonly webSearchRequests: number;
  readonly premiumPico: bigint | null;
}

/** The lines that such figures are made of. */
export function costLinesOf(basis: PriceBasis, figures: PricedFigures): CostLine[] {
  return linesFromAmounts({
    basis,
    tokens: tokensByClass(figures),
    webSearchRequests: figures.webSearchRequests,
    amounts: amountsByClass(figures),
    premium: figures.premiumPico ?? 0n,
  });
}

/** Where the figure of a line is published: the rate of a class, the rule of everything else. */
export function sourceOfLine({ rule }: CostLine, { entry, tier }: PriceBasis, book: PriceBook): string | null {
  const isRate = rule !== 'webSearch' && rule !== 'provisionedThroughput' && !Object.hasOwn(PREMIUM_TENTHS, rule);
  return isRate ? (book.sourceOf(entry, tier)?.url ?? null) : RULES[rule].source;
}
