import { SourceUnavailable } from '../collect/log-source.js';
import type { MeterSource } from '../collect/meter-source.js';
import type { Clock } from '../runtime/clock.js';
import type { PerformanceStore } from '../store/performance.store.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, splitNewestFirst, uncovered, type Window } from '../usage/window.js';

/** The newest minutes may still grow for a while after their hour. */
const SETTLED_MS = 10 * MINUTE_MS;
/** A minute is sixty times the points of an hour: no more is read again than may have changed. */
const AGAIN_MS = 3 * HOUR_MS;

/** What is to be read now, newest first: the last hours again, and every hour that was never read, a day at a time. */
export function planPerformance(covered: readonly Window[], now: number, days: number): Window[] {
  const to = Math.floor((now - SETTLED_MS) / HOUR_MS) * HOUR_MS;
  const from = Math.floor(now / DAY_MS) * DAY_MS - days * DAY_MS;
  const again = { from: Math.max(from, to - AGAIN_MS), to };
  if (days === 0 || again.from >= again.to) return [];
  const gaps = uncovered({ from, to: again.from }, covered);
  return [again, ...gaps.toReversed().flatMap((gap) => splitNewestFirst(gap, DAY_MS))];
}

/**
 * Reads busiest minutes and latency of a meter that tells them. A meter that cannot be read says so and is tried again at the
 * next run; no count waits for it. Answers how many windows were read.
 */
export async function readPerformance(
  { source, store, clock }: { readonly source: MeterSource; readonly store: PerformanceStore; readonly clock: Clock },
  signal: AbortSignal,
): Promise<number> {
  const { performance } = source;
  if (performance === undefined) return 0;
  const windows = planPerformance(await store.covered(source.id), clock.now(), performance.days);
  for (const [index, window] of windows.entries()) {
    try {
      await store.save(source, window, await performance.read(window, signal));
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof SourceUnavailable)) throw error;
      await store.fail(source, error.message);
      return index;
    }
  }
  return windows.length;
}
