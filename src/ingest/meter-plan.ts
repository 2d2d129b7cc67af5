import { DAY_MS, HOUR_MS, MINUTE_MS, splitNewestFirst, uncovered, type Window } from '../usage/window.js';

/** CloudWatch keeps hours for 455 days: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const KEPT_DAYS = 455;
/** The newest bins go on changing for a while. A day again costs no more than an hour: what is paid for is the metric. */
const AGAIN_MS = DAY_MS;
/** A bin is asked for first when its hour has been over for so long. */
const SETTLED_MS = 10 * MINUTE_MS;
const HISTORY_STEP_MS = 7 * DAY_MS;

/**
 * What is to be read of a meter now, newest first: the last day again, and every hour that was never read. What lies before
 * `rereadBefore` counts as never read.
 */
export function planMeter(
  covered: readonly Window[],
  now: number,
  historyDays: number,
  rereadBefore = Number.NEGATIVE_INFINITY,
): Window[] {
  const to = Math.floor((now - SETTLED_MS) / HOUR_MS) * HOUR_MS;
  const from = Math.floor(now / DAY_MS) * DAY_MS - Math.min(historyDays, KEPT_DAYS) * DAY_MS;
  const again = { from: Math.max(from, to - AGAIN_MS), to };
  if (again.from >= again.to) return [];
  const stillCovered = covered.filter((span) => span.to > rereadBefore);
  const history = uncovered(
    { from, to: again.from },
    stillCovered.map((span) => ({ from: Math.max(span.from, rereadBefore), to: span.to })),
  );
  return [again, ...history.toReversed().flatMap((gap) => splitNewestFirst(gap, HISTORY_STEP_MS))];
}
