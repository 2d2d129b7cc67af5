import { FEMTO_PER_PICO, type FemtoUsd, type PicoUsd } from '../usage/money.js';
import type { CostClass } from '../usage/priced.js';
import { TOKEN_CLASSES } from '../usage/tokens.js';
import { divideHalfEven, scaled } from './decimal.js';
import type { PriceTerm } from './terms-schema.js';

/** What multiplied the list rates of a call, and multiplies rates of its own unless they include it. */
export interface Multipliers {
  readonly batch: boolean;
  readonly tenths: bigint;
}

/** One class of one call. */
export interface ClassUse {
  readonly quantity: bigint;
  readonly list: PicoUsd;
  readonly premium: PicoUsd;
}

/** What one class costs by one term. Every amount is rounded half-even by itself. */
export function amountByTerm(
  term: PriceTerm,
  costClass: CostClass,
  { quantity, list, premium }: ClassUse,
  { batch, tenths }: Multipliers,
): { readonly amount: FemtoUsd; readonly premium: FemtoUsd } {
  const { kept, rates, included } = numbersOf(term);
  if (kept !== null) return { amount: discounted(list, kept), premium: discounted(premium, kept) };
  const full = quantity * (rates.get(costClass) ?? 0n);
  if (included || costClass === 'webSearch') return { amount: full, premium: 0n };
  const halves = batch ? 2n : 1n;
  return { amount: divideHalfEven(full, halves), premium: divideHalfEven(full * tenths, halves * 10n) };
}

/** Whether a term says anything about a class. */
export function covers(term: PriceTerm, costClass: CostClass): boolean {
  const { kept, rates } = numbersOf(term);
  if (kept !== null) return term.classes === undefined || term.classes.includes(costClass);
  return rates.has(costClass);
}

const HUNDRED_PERCENT = 100_000_000n;

function discounted(pico: PicoUsd, kept: bigint): FemtoUsd {
  return pico === 0n ? 0n : divideHalfEven(pico * FEMTO_PER_PICO * kept, HUNDRED_PERCENT);
}

/** A term as whole numbers. */
interface TermNumbers {
  /** What a discount leaves, in millionths of a percent; `null` for a term with rates. */
  readonly kept: bigint | null;
  /** Femto-dollars per token, or per search. */
  readonly rates: ReadonlyMap<CostClass, FemtoUsd>;
  readonly included: boolean;
}

/** Decimal texts are read once per term, not once per call. */
const NUMBERS = new WeakMap<PriceTerm, TermNumbers>();

function numbersOf(term: PriceTerm): TermNumbers {
  const known = NUMBERS.get(term);
  if (known !== undefined) return known;
  const { discountPercent, usdPerMillion, usdPerWebSearch, multipliers } = term;
  const rates = new Map<CostClass, FemtoUsd>();
  for (const tokenClass of TOKEN_CLASSES) {
    const usd = usdPerMillion?.[tokenClass];
    if (usd !== undefined) rates.set(tokenClass, scaled(usd, 9));
  }
  if (usdPerWebSearch !== undefined) rates.set('webSearch', scaled(usdPerWebSearch, 15));
  const kept = discountPercent === undefined ? null : HUNDRED_PERCENT - scaled(discountPercent, 6);
  const numbers = { kept, rates, included: multipliers === 'included' };
  NUMBERS.set(term, numbers);
  return numbers;
}
