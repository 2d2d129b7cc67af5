/** A range of differences between two logs, in milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where differences between two logs lie: most in the core, hardly any outside the whole. */
export interface Usual {
  readonly core: Span;
  readonly whole: Span;
}

/** In the core, around it, or outside the whole. */
export type Zone = 'core' | 'rim' | 'outside';
export const ZONES: readonly Zone[] = ['core', 'rim', 'outside'];

/** Fewer calls without any doubt than this do not tell where. */
const LEAST_VALUES = 12;
/** Clocks and rounding to milliseconds: a narrower middle than this is not believed. */
const LEAST_WIDTH_MS = 10;

/**
 * The core is the middle four fifths and an eighth of their width on either side, which is all of them where they are spread
 * evenly; the whole has half of it on either side. Null where there are too few to tell.
 */
export function usual(values: readonly number[]): Usual | null {
  if (values.length < LEAST_VALUES) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const width = Math.max(LEAST_WIDTH_MS, at(0.9) - at(0.1));
  const around = (marginMs: number): Span => ({ from: at(0.1) - marginMs, to: at(0.9) + marginMs });
  return { core: around(width / 8), whole: around(width / 2) };
}

export function zoneOf({ core, whole }: Usual, value: number): Zone {
  if (isIn(core, value)) return 'core';
  return isIn(whole, value) ? 'rim' : 'outside';
}

const isIn = ({ from, to }: Span, value: number): boolean => value >= from && value <= to;
