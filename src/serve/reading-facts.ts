import type { MeteredModelHour } from '../price/unlogged.js';
import type { ReadingFacts } from '../price/unlogged-cause.js';
import type { SourceProgress } from '../store/questions/source-progress.js';
import { DAY_MS, HOUR_MS, uncovered } from '../usage/window.js';
import type { SourceStatus } from './serve.tokens.js';

type Place = Pick<MeteredModelHour, 'cloud' | 'accountId' | 'region'>;

/** Tells of a place and an hour whether the sources that read its tokens have read it. */
export function readingFactsOf(
  sources: readonly SourceStatus[],
  progress: ReadonlyMap<string, SourceProgress>,
  now: number,
): (place: Place, at: number) => ReadingFacts {
  // Audit entries tell who called, and no tokens.
  const telling = sources.filter(({ kind }) => kind !== 'vertex-audit');
  return (place, at) => {
    const here = telling.filter((source) => reads(source, place));
    if (here.length === 0) {
      return { state: 'never', words: `No source reads a log with tokens of ${place.accountId} in ${place.region}.` };
    }
    const deep = here.filter(({ historyDays }) => at >= now - historyDays * DAY_MS);
    const hour = { from: at, to: at + HOUR_MS };
    const lacking = deep.filter(({ sourceId }) => uncovered(hour, progress.get(sourceId)?.covered ?? []).length > 0);
    if (lacking.length > 0) {
      return { state: 'notYet', words: `${namesOf(lacking)} did not read the log of that time yet.` };
    }
    const hasRead = here.some(({ sourceId }) => uncovered(hour, progress.get(sourceId)?.covered ?? []).length === 0);
    if (hasRead) return { state: 'read', words: '' };
    const days = Math.max(...here.map(({ historyDays }) => historyDays));
    return { state: 'never', words: `${namesOf(here)} reads back ${days} days only (historyDays).` };
  };
}

function namesOf(sources: readonly SourceStatus[]): string {
  return sources.map(({ sourceId }) => sourceId).join(', ');
}

function reads({ cloud, accountId, region }: SourceStatus, place: Place): boolean {
  return cloud === place.cloud && accountId === place.accountId && (region === null || region === place.region);
}
