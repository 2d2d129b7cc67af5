import type { CausedDifference } from './causes.js';

/** One class of tokens in one place: what the bill says and what was computed. Money in femto-dollars. */
export interface Cell {
  /** For words: `cacheRead`, `input (batch)`. */
  readonly name: string;
  readonly billedCount: bigint;
  readonly billedFemto: bigint;
  /** Rows of the bill that are summed in it. */
  readonly rows: number;
  readonly computedCount: bigint;
  readonly computedFemto: bigint;
  readonly unpricedCount: bigint;
  readonly unloggedCount: bigint;
  readonly unloggedFemto: bigint;
}

/** A cell's difference, apart: what comes of other quantities, with its causes, and what is left for the price. */
export interface ComparedCell {
  readonly cell: Cell;
  readonly quantity: readonly CausedDifference[];
  readonly priceFemto: bigint;
  /** Billed rate over computed rate, in billionths; `null` where one side has no tokens. */
  readonly ratio: bigint | null;
}

export const RATIO_ONE = 1_000_000_000n;

/**
 * Tokens that are billed and not computed are unpriced or unlogged ones as far as there are any; what is left differs. Each
 * is worth what its like was computed at. The rest of the difference is the price's: the parts add up to it exactly.
 */
export function compareCell(cell: Cell, unsettled: string | null): ComparedCell {
  const { billedCount, billedFemto, computedCount, computedFemto } = cell;
  const more = billedCount - computedCount;
  const quantity = more > 0n ? billedMore(cell, more) : more < 0n ? billedLess(cell, more, unsettled) : [];
  const ofQuantity = quantity.reduce((sum, { femto }) => sum + femto, 0n);
  const expectedFemto = computedFemto + cell.unloggedFemto;
  const expectedCount = computedCount + cell.unloggedCount;
  const hasRates = billedCount > 0n && expectedCount > 0n && expectedFemto > 0n;
  return {
    cell,
    quantity,
    priceFemto: billedFemto - computedFemto - ofQuantity,
    ratio: hasRates ? (billedFemto * expectedCount * RATIO_ONE) / (expectedFemto * billedCount) : null,
  };
}

function billedMore(cell: Cell, more: bigint): CausedDifference[] {
  const { name, billedCount, billedFemto, computedCount, computedFemto, unpricedCount, unloggedCount } = cell;
  const unlogged = least(more, unloggedCount);
  const unpriced = least(more - unlogged, unpricedCount);
  const other = more - unlogged - unpriced;
  const atBilledRate = (count: bigint) => (billedCount === 0n ? 0n : (billedFemto * count) / billedCount);
  const parts: CausedDifference[] = [];
  if (unlogged > 0n) {
    const evidence = `${name}: ${unlogged} of ${billedCount} billed were metered and are in no log`;
    const femto = cell.unloggedFemto > 0n ? (cell.unloggedFemto * unlogged) / unloggedCount : atBilledRate(unlogged);
    parts.push({ cause: 'unlogged', femto, evidence });
  }
  if (unpriced > 0n) {
    const evidence = `${name}: ${unpriced} of ${billedCount} billed are logged, and their price is not known`;
    parts.push({ cause: 'unpriced', femto: atBilledRate(unpriced), evidence });
  }
  if (other > 0n) {
    const evidence = `${name}: ${billedCount} billed, ${computedCount + unlogged + unpriced} known${hintOf(billedCount, computedCount)}`;
    const femto = computedCount > 0n ? (computedFemto * other) / computedCount : atBilledRate(other);
    parts.push({ cause: 'quantityDiffers', femto, evidence });
  }
  return parts;
}

function billedLess(cell: Cell, more: bigint, unsettled: string | null): CausedDifference[] {
  const { name, billedCount, computedCount, computedFemto } = cell;
  const words = `${name}: ${billedCount} billed, ${computedCount} computed`;
  return [
    {
      cause: unsettled === null ? 'quantityDiffers' : 'notYetBilled',
      femto: (computedFemto * more) / computedCount,
      evidence: unsettled === null ? `${words}${hintOf(billedCount, computedCount)}` : `${words}; ${unsettled}`,
    },
  ];
}

/** A factor of a thousand is a unit read wrongly, not usage. */
function hintOf(billed: bigint, computed: bigint): string {
  if (billed === 0n || computed === 0n) return '';
  const factor = billed > computed ? (billed * 1_000n) / computed : (computed * 1_000n) / billed;
  return factor > 999_000n && factor < 1_001_000n ? ', a factor of a thousand: compare the unit of the meter' : '';
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
