import { addDays, localDate, startOfLocalDay } from '../usage/time-zone.js';
import { uncovered, type Window } from '../usage/window.js';
import type { COVERAGE_STATES } from './answers/sources.js';

export interface LocalDay extends Window {
  readonly date: string;
}

/** The local days that a range touches, each whole. */
export function localDays(timeZone: string, range: Window): LocalDay[] {
  const days: LocalDay[] = [];
  let date = localDate(timeZone, range.from);
  let from = startOfLocalDay(timeZone, date);
  while (from < range.to) {
    const next = addDays(date, 1);
    const to = startOfLocalDay(timeZone, next);
    days.push({ date, from, to });
    [date, from] = [next, to];
  }
  return days;
}

/** How much of a day has been read. Rounded down, so that only a complete day is 1. */
export function coverageOf(
  day: Window,
  covered: readonly Window[],
  now: number,
): { collected: number; state: (typeof COVERAGE_STATES)[number] } {
  if (day.from >= now) return { collected: 0, state: 'future' };
  const missing = uncovered(day, covered).reduce((sum, gap) => sum + gap.to - gap.from, 0);
  const length = day.to - day.from;
  const collected = Math.floor((1 - missing / length) * 10_000) / 10_000;
  if (missing === 0) return { collected: 1, state: 'complete' };
  return { collected, state: missing === length ? 'missing' : 'partial' };
}
