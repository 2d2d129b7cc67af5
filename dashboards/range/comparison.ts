import { isoOf, localDateOf, shiftInstant, startOfDay, addDays, daysBetween } from '../format/zone.js';
import type { DateRange } from './range.js';

/** `weeks`: the same weekdays, whole weeks earlier. `previous`: the days just before. */
export const COMPARISONS = ['weeks', 'previous', 'none'] as const;
export type Comparison = (typeof COMPARISONS)[number];

export interface ComparedRange {
  readonly from: string;
  readonly to: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** How many days earlier than the range it lies, so that bucket meets bucket. */
  readonly shiftDays: number;
  /** The moment of the clock up to which both are counted, while the range is still running. */
  readonly cutAtMs: number | null;
}

/**
 * The range to compare with. A running range is cut at the moment up to which everything is known, and the earlier one at
 * the same time of the clock, so that like is compared with like.
 */
export function comparedRange(
  range: DateRange,
  comparison: Comparison,
  knownUpToMs: number,
  timeZone: string,
): ComparedRange | null {
  if (comparison === 'none') return null;
  const days = Math.max(1, daysBetween(localDateOf(range.fromMs, timeZone), localDateOf(range.toMs - 1, timeZone)) + 1);
  const shiftDays = comparison === 'weeks' ? wholeWeeks(days) : days;
  const running = range.toMs > knownUpToMs && range.fromMs < knownUpToMs;
  const cutAtMs = running ? Math.floor(knownUpToMs / 60_000) * 60_000 : null;
  const fromMs = shiftInstant(range.fromMs, -shiftDays, timeZone);
  const toMs = shiftInstant(cutAtMs ?? range.toMs, -shiftDays, timeZone);
  if (toMs <= fromMs) return null;
  return { from: endOf(fromMs, timeZone), to: endOf(toMs, timeZone), fromMs, toMs, shiftDays, cutAtMs };
}

/** Four weeks for anything up to a month; for longer ranges as many as keep the two apart. */
function wholeWeeks(days: number): number {
  return days <= 31 ? 28 : Math.ceil(days / 7) * 7;
}

/** A midnight as its day, anything else as an instant. */
function endOf(instant: number, timeZone: string): string {
  const date = localDateOf(instant, timeZone);
  return startOfDay(date, timeZone) === instant ? date : isoOf(instant);
}

/** The bucket of the earlier range that stands for one of the later. */
export function comparedBucket(bucket: string, shiftDays: number, timeZone: string): string {
  if (!bucket.includes('T')) return addDays(bucket, -shiftDays);
  return isoOf(shiftInstant(Date.parse(bucket), -shiftDays, timeZone));
}
