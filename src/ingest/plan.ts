import type { Purpose } from '../store/runs.store.js';
import {
  type Axis,
  DAY_MS,
  HOUR_MS,
  LONGEST_OVERLAP_MS,
  MINUTE_MS,
  splitNewestFirst,
  uncovered,
  type Window,
} from '../usage/window.js';

export interface PlannedWindow {
  readonly purpose: Purpose;
  readonly window: Window;
}

/**
 * How far back each schedule reads again. Bedrock's records arrive 3 to 15 seconds late as a rule, but a long stream is
 * logged when it ends and CloudWatch accepts entries up to 14 days old; five requests a second cannot re-read two hours
 * every five minutes. So: often and short, hourly and longer, daily and long.
 */
export const OVERLAP_MS = { live: 15 * MINUTE_MS, hourly: 2 * HOUR_MS, daily: LONGEST_OVERLAP_MS } as const;
export type Schedule = keyof typeof OVERLAP_MS;

/** The windows of one run of a schedule at `now`: at most an hour each, newest first. */
export function planRescan(schedule: Schedule, now: number, historyFrom: number): PlannedWindow[] {
  const from = Math.max(now - OVERLAP_MS[schedule], historyFrom);
  return splitNewestFirst({ from, to: now }, HOUR_MS).map((window) => ({ purpose: schedule, window }));
}

/**
 * The next piece of what has never been read to its end: history, or what was missed while the service was down. Newest
 * first, so that the newest day is there soonest; at most a UTC day each, so that a kill repeats little.
 */
export function planHistory(covered: readonly Window[], now: number, historyFrom: number): PlannedWindow | null {
  const newestGap = uncovered({ from: historyFrom, to: now }, covered).at(-1);
  if (newestGap === undefined) return null;
  const window = splitNewestFirst(newestGap, DAY_MS)[0];
  if (window === undefined) return null;
  // Where reading stopped (the service was down), records of the last minutes before may have arrived since then.
  const isWhereItStopped = window.from === newestGap.from && window.from > historyFrom;
  const from = isWhereItStopped ? Math.max(historyFrom, window.from - OVERLAP_MS.hourly) : window.from;
  return { purpose: 'history', window: { from, to: window.to } };
}

/** Whether reading stopped for so long that the longer overlaps are due at once, without waiting for their schedules. */
export function hasBeenAway(covered: readonly Window[], now: number): boolean {
  const newest = covered.at(-1);
  return newest !== undefined && newest.to < now - HOUR_MS;
}

/** A range that somebody asked for, in windows of at most a day, newest first. */
export function planBackfill(range: Window): PlannedWindow[] {
  return splitNewestFirst(range, DAY_MS).map((window) => ({ purpose: 'backfill', window }));
}

/**
 * The window as a source of that axis has to read it. A listing holds whole hour folders, each of which belongs to the
 * window that its first instant lies in: from an hour's middle, the folder of that hour would be missed.
 */
export function alignToAxis(window: Window, axis: Axis): Window {
  if (axis !== 'listing') return window;
  return { from: Math.floor(window.from / HOUR_MS) * HOUR_MS, to: window.to };
}

/** Covered spans with one more, merged and in order. */
export function cover(covered: readonly Window[], added: Window): Window[] {
  const merged: Window[] = [];
  for (const span of [...covered, added].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last !== undefined && span.from <= last.to)
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    else merged.push(span);
  }
  return merged;
}
