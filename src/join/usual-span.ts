/** Where differences between two logs usually lie. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** So many calls without any doubt tell how closely two logs agree; fewer tell nothing. */
const LEAST_VALUES = 20;
/** Clocks and rounding to milliseconds: a narrower middle than this is not believed. */
const LEAST_WIDTH_MS = 10;

/** The middle four fifths and half as much on either side; null where there are too few to tell. */
export function usualSpan(values: readonly number[]): Span | null {
  if (values.length < LEAST_VALUES) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const margin = Math.max(LEAST_WIDTH_MS, at(0.9) - at(0.1)) / 2;
  return { from: at(0.1) - margin, to: at(0.9) + margin };
}

export const isIn = ({ from, to }: Span, value: number): boolean => value >= from && value <= to;
