import { DAY_MS, HOUR_MS, MINUTE_MS, splitNewestFirst, uncovered, type Window } from '../usage/window.js';

/** The newest bins go on changing for a while. A day again costs no more than an hour: what is paid for is the metric. */
const AGAIN_MS = DAY_MS;
/** A bin is asked for first when its hour has been over for so long. */
const SETTLED_MS = 10 * MINUTE_MS;
const HISTORY_STEP_MS = 7 * DAY_MS;

/** How far back a meter is read. */
interface MeterReach {
  readonly historyDays: number;
  /** The cloud keeps what it counted for so long: older hours are not asked for. */
  readonly keptDays: number;
}

/**
 * What is to be read of a meter now, newest first: the last day again, every hour of the history that was never read, and
 * what is missing between older hours that were, for as long as the cloud keeps it. What lies before `rereadBefore` counts
 * as never read within the history.
 */
export function planMeter(
  covered: readonly Window[],
  now: number,
  { historyDays, keptDays }: MeterReach,
  rereadBefore = Number.NEGATIVE_INFINITY,
): Window[] {
  const to = Math.floor((now - SETTLED_MS) / HOUR_MS) * HOUR_MS;
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  const keptFrom = today - keptDays * DAY_MS;
  const from = Math.max(keptFrom, today - historyDays * DAY_MS);
  const again = { from: Math.max(from, to - AGAIN_MS), to };
  if (again.from >= again.to) return [];
  const stillCovered = covered.filter((span) => span.to > rereadBefore);
  const history = uncovered(
    { from, to: again.from },
    stillCovered.map((span) => ({ from: Math.max(span.from, rereadBefore), to: span.to })),
  );
  const firstRead = covered.reduce((first, span) => Math.min(first, span.from), from);
  const older = uncovered({ from: Math.max(keptFrom, firstRead), to: from }, covered);
  return [again, ...[...older, ...history].toReversed().flatMap((gap) => splitNewestFirst(gap, HISTORY_STEP_MS))];
}
