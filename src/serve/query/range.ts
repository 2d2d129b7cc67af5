import type { Window } from '../../usage/window.js';
import { addDays, localDate, startOfLocalDay } from '../../usage/time-zone.js';

export interface RangeText {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Ten years and a few days: far beyond any retention, and a bound on what one question may cost. */
const MOST_DAYS = 3_660;

/**
 * The half-open range that a query means. Dates are midnight in the time zone; month to date when nothing is said: from the
 * start of the month that the end lies in, to the end of today.
 */
export function parseRange(
  text: RangeText,
  timeZone: string,
  now: number,
): { range: Window } | { error: string; field: 'from' | 'to' } {
  const at = (value: string) => (value.length === 10 ? startOfLocalDay(timeZone, value) : Date.parse(value));
  const to = text.to === undefined ? startOfLocalDay(timeZone, addDays(localDate(timeZone, now), 1)) : at(text.to);
  const from =
    text.from === undefined
      ? startOfLocalDay(timeZone, `${localDate(timeZone, to - 1).slice(0, 7)}-01`)
      : at(text.from);
  if (from >= to) {
    const words = `${new Date(from).toISOString()} is not before to ${new Date(to).toISOString()}`;
    return { error: `from ${words}. Ranges are half-open: to is the first instant that is outside.`, field: 'from' };
  }
  if (to - from > MOST_DAYS * 86_400_000) {
    return {
      error: `The range from ${text.from ?? ''} to ${text.to ?? ''} is longer than ${MOST_DAYS} days.`,
      field: 'from',
    };
  }
  return { range: { from, to } };
}
