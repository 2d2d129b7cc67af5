/** A half-open span of time: `from` belongs to it, `to` does not. Milliseconds since 1970, UTC. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** What a source's window means: the event's own time, the time it was received, or a listing of objects. */
export type Axis = 'event-time' | 'receive-time' | 'listing';

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** How far back any schedule reads again. What is remembered about the past need not reach further. */
export const LONGEST_OVERLAP_MS = 72 * HOUR_MS;

/** Where the history that a source is asked for begins: whole UTC days before today. */
export function historyStart(now: number, historyDays: number): number {
  return Math.floor(now / DAY_MS) * DAY_MS - historyDays * DAY_MS;
}

/** The parts of `whole` that no window of `covered` holds, in order of time. */
export function uncovered(whole: Window, covered: readonly Window[]): Window[] {
  const gaps: Window[] = [];
  let from = whole.from;
  for (const part of covered.toSorted((a, b) => a.from - b.from)) {
    if (part.from >= whole.to) break;
    if (part.from > from) gaps.push({ from, to: part.from });
    from = Math.max(from, part.to);
  }
  if (from < whole.to) gaps.push({ from, to: whole.to });
  return gaps;
}

/** A window cut at whole multiples of `stepMs` since 1970 (hours, UTC days), the newest part first. */
export function splitNewestFirst(window: Window, stepMs: number): Window[] {
  const parts: Window[] = [];
  for (let to = window.to; to > window.from;) {
    const from = Math.max(window.from, Math.ceil(to / stepMs) * stepMs - stepMs);
    parts.push({ from, to });
    to = from;
  }
  return parts;
}
