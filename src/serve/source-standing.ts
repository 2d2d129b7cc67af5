import type { SourceProgress } from '../store/questions/source-progress.js';
import { DAY_MS, historyStart, MINUTE_MS, SECOND_MS, uncovered, type Window } from '../usage/window.js';
import { sizeText } from '../usage/scan.js';
import type { SourceState } from './answers/sources.js';

/** CloudWatch Logs delivers within minutes and a source is read every few: more than this is not normal. */
const LATE_AFTER_MS = 30 * MINUTE_MS;

export interface StandingQuestion {
  /** Days of history that the configuration asks for. */
  readonly historyDays: number;
  readonly progress: SourceProgress | undefined;
  readonly nextRunAt: Date | null;
  readonly now: number;
}

export interface Standing {
  readonly state: SourceState;
  /** What is so, what it means, what to do: one sentence, or two. */
  readonly words: string;
  readonly coveredFrom: number | null;
  readonly completeUpTo: number | null;
  readonly gaps: readonly Window[];
  readonly historyDoneDays: number;
  readonly lagSeconds: number | null;
}

/** How a source stands, decided from what it has read and how its last readings ended. */
export function sourceStanding({ historyDays, progress, nextRunAt, now }: StandingQuestion): Standing {
  const covered = progress?.covered ?? [];
  const first = covered[0];
  const completeUpTo = completeUpToOf(progress);
  if (first === undefined || completeUpTo === null) {
    return {
      ...untold(progress, nextRunAt),
      coveredFrom: null,
      completeUpTo: null,
      gaps: [],
      historyDoneDays: 0,
      lagSeconds: null,
    };
  }
  const historyDoneDays = historyDone(historyDays, covered, completeUpTo, now);
  const lagMs = Math.max(0, now - completeUpTo);
  const places = {
    coveredFrom: first.from,
    completeUpTo,
    gaps: uncovered({ from: first.from, to: completeUpTo }, covered),
    historyDoneDays,
    lagSeconds: Math.floor(lagMs / SECOND_MS),
  };
  const error = currentError(progress);
  if (error !== null) return { ...places, state: 'failing', words: failingWords(error, completeUpTo) };
  const postponed = postponedTo(progress, nextRunAt);
  if (postponed !== null) return { ...places, state: 'postponed', words: postponedWords(postponed, completeUpTo) };
  if (lagMs > LATE_AFTER_MS) {
    const words = `Nothing newer than ${atText(completeUpTo)} has been read, ${durationText(lagMs)} ago: later figures are missing. ${nextRunWords(nextRunAt)}`;
    return { ...places, state: 'late', words };
  }
  if (historyDoneDays < historyDays) {
    const words = `Collecting history, the newest day first: ${historyDoneDays} of ${historyDays} days are read; figures of earlier days are incomplete until it is done.`;
    return { ...places, state: 'collecting-history', words };
  }
  return {
    ...places,
    state: 'ok',
    words: `Everything up to ${atText(completeUpTo)} is read, ${durationText(lagMs)} ago; nothing to do.`,
  };
}

/** The end of the newest span that has been read. */
export function completeUpToOf(progress: SourceProgress | undefined): number | null {
  return progress?.covered.at(-1)?.to ?? null;
}

/** Up to when everything is there, over all sources: null when there are none, or one has never been read. */
export function completeUpToOfAll(
  sources: readonly { readonly sourceId: string }[],
  progress: ReadonlyMap<string, SourceProgress>,
): number | null {
  const ends = sources.map(({ sourceId }) => completeUpToOf(progress.get(sourceId)));
  return ends.reduce((least, end) => (least === null || end === null ? null : Math.min(least, end)), ends[0] ?? null);
}

type Scanned = NonNullable<SourceProgress['scan']>;

/** The reading that has to wait beyond the schedule, because it is billed for all there is. */
export function postponedTo(progress: SourceProgress | undefined, nextRunAt: Date | null): Scanned | null {
  const scan = progress?.scan ?? null;
  return scan !== null && nextRunAt !== null && scan.nextAt > nextRunAt ? scan : null;
}

function postponedWords({ bytes, bytesPerDay, nextAt }: Scanned, completeUpTo: number): string {
  return `Everything up to ${atText(completeUpTo)} is read, but for the gaps; what is newer waits for the next reading, at ${atText(nextAt.getTime())}. The table is not partitioned by logging_time, so that each reading is billed ${sizeText(bytes)}, and ${sizeText(bytesPerDay)} a day are allowed (maximumBytesBilledPerDay). Partition the table to have it read by its schedule.`;
}

/** Whole days before today that have been read, of those that the collectors read; parts of days to a tenth. */
function historyDone(historyDays: number, covered: readonly Window[], completeUpTo: number, now: number): number {
  const from = historyStart(now, historyDays);
  const missing = uncovered({ from, to: completeUpTo }, covered).reduce((sum, gap) => sum + gap.to - gap.from, 0);
  return missing === 0 ? historyDays : Math.max(0, Math.floor((historyDays - missing / DAY_MS) * 10) / 10);
}

/** The last error, unless a reading succeeded after it. */
function currentError(progress: SourceProgress | undefined): string | null {
  if (!progress?.lastError) return null;
  const { lastError, lastErrorAt, lastSuccessAt } = progress;
  return lastSuccessAt !== null && lastErrorAt !== null && lastSuccessAt > lastErrorAt ? null : lastError;
}

function untold(progress: SourceProgress | undefined, nextRunAt: Date | null): { state: SourceState; words: string } {
  const error = currentError(progress);
  if (error !== null) return { state: 'failing', words: failingWords(error, null) };
  return {
    state: 'never-ran',
    words: `Nothing has been read yet, so there are no figures. ${nextRunWords(nextRunAt)}`,
  };
}

function failingWords(error: string, completeUpTo: number | null): string {
  const since =
    completeUpTo === null ? 'nothing has been read yet' : `figures are complete up to ${atText(completeUpTo)} only`;
  return `The last reading failed and ${since}: ${error.replace(/[.\s]+$/, '')}. It is tried again by itself; "ledgerline doctor" checks access and settings.`;
}

function nextRunWords(nextRunAt: Date | null): string {
  return nextRunAt === null
    ? 'No run is planned: check that the service is running and the source is enabled.'
    : `The next run is planned for ${atText(nextRunAt.getTime())}; if it does not come, look at the log of the service.`;
}

function atText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function durationText(ms: number): string {
  const minutes = Math.floor(ms / MINUTE_MS);
  if (minutes < 120) return minutes === 1 ? '1 minute' : `${minutes} minutes`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.floor(hours / 24)} days`;
}
