import type { LogSource } from '../collect/log-source.js';
import { NO_RECORDS } from '../store/runs.store.js';
import { nextScanAt } from '../usage/scan.js';
import { historyStart, uncovered, type Window } from '../usage/window.js';
import type { Pipeline } from './ingest-window.js';
import { OVERLAP_MS, planHistory, type PlannedWindow } from './plan.js';

/** A window of a source that is billed for all there is at each reading. */
export interface WindowAtOnce extends PlannedWindow {
  /** What is read with it, from one answer. */
  readonly range: Window;
  /** Number of the note that it is billed; null where an answer is read that was billed before. */
  readonly scanId: string | null;
}

/** What is to be read of such a source: a window, or nothing for now. `'each'`: its windows are billed for themselves. */
export type StepAtOnce = WindowAtOnce | null | 'each';

/**
 * The next window of a source whose every reading is billed for all there is. A long window costs no more than a short one,
 * so that everything which was not read yet, with what may have arrived late before it, is asked for at once, and no oftener
 * than the ceiling of a day allows. What has to wait is said in the source's standing.
 */
export async function nextAtOnce(
  source: LogSource,
  { runs, clock }: Pick<Pipeline, 'runs' | 'clock'>,
  { to, historyDays }: { readonly to: number; readonly historyDays: number },
  signal: AbortSignal,
): Promise<StepAtOnce> {
  if (source.measureWhole === undefined) return 'each';
  const covered = await runs.covered(source.id);
  const historyFrom = historyStart(to, historyDays);
  const gaps = uncovered({ from: historyFrom, to }, covered);
  const from = Math.max(historyFrom, (gaps[0]?.from ?? to) - OVERLAP_MS.hourly);
  const range = { from, to: gaps.at(-1)?.to ?? to };
  const whole = await source.measureWhole(range, signal);
  if (whole === null) {
    await runs.scans.plan(source.id, null);
    return 'each';
  }
  const planned = planHistory(covered, to, historyFrom);
  if (planned === null) return null;
  const purpose = planned.window.to === to ? 'live' : planned.purpose;
  if (whole.bytes === 0) return { ...planned, purpose, range, scanId: null };

  const scans = await runs.scans.of(source.id);
  const nextAt = nextScanAt(scans, whole);
  const isDue = nextAt <= clock.now();
  const scan = { at: to, bytes: whole.bytes };
  const scanId = isDue ? await runs.scans.note(source.id, scan) : null;
  await runs.scans.plan(source.id, { ...whole, nextAt: isDue ? nextScanAt([...scans, scan], whole) : nextAt });
  return isDue ? { ...planned, purpose, range, scanId } : null;
}

/** After a reading that failed: whether its answer is still there. Where it is not, nothing was billed, and the note of it goes. */
export async function isStillThere(
  source: LogSource,
  { runs }: Pick<Pipeline, 'runs'>,
  { range, scanId }: WindowAtOnce,
  signal: AbortSignal,
): Promise<boolean> {
  if (signal.aborted) return false;
  const whole = await source.measureWhole?.(range, signal).catch(() => null);
  const isKept = whole?.bytes === 0;
  if (!isKept && scanId !== null) await runs.scans.forget(scanId);
  return isKept;
}

/** Notes that a source could not even be asked what its reading would be billed, like a window that could not be read. */
export async function noteUnasked(
  source: LogSource,
  { runs }: Pick<Pipeline, 'runs'>,
  window: Window,
  message: string,
): Promise<void> {
  const runId = await runs.begin(source.id, 'live', window);
  await runs.fail(runId, source.id, { ...NO_RECORDS }, message);
}
