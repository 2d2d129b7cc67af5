import type { Pool } from 'pg';
import { quarantinedSince } from '../store/questions/quarantined-since.js';
import { sourceProgress } from '../store/questions/source-progress.js';
import { unpricedShare } from '../store/questions/unpriced-share.js';
import { DAY_MS, uncovered, type Window } from '../usage/window.js';
import { readPlaces } from './places.reader.js';
import type { PriceBook } from '../price/rates.js';
import { readUseFacts } from './use-facts.reader.js';
import type { Gateway } from './unusual/gateway.js';
import type { UnusualReader } from './unusual.reader.js';
import type { WatchFacts } from './watch-facts.js';
import type { JudgedPlace, WatchedSource } from './watched-places.js';

/** Calls without a price are looked for in the last days, so that one that is mended stops counting soon. */
const UNPRICED_DAYS = 7;

export interface FactsQuestion {
  readonly sources: readonly WatchedSource[];
  readonly requiredDays: number;
  readonly book: PriceBook;
  readonly gateway: Gateway;
  readonly unusual: UnusualReader;
  readonly now: number;
}

/** Everything that the checks look at, from what is stored. */
export async function readFacts(pool: Pool, question: FactsQuestion): Promise<WatchFacts> {
  const { sources, now, unusual } = question;
  const [{ judged }, progress, quarantined, unpriced, unusualFacts] = await Promise.all([
    readPlaces(pool, question),
    sourceProgress(pool),
    quarantinedSince(pool, now - DAY_MS),
    unpricedShare(pool, now - UNPRICED_DAYS * DAY_MS),
    unusual.read(now),
  ]);
  // A gateway's source is watched at each account behind it, and told of once.
  const read = [...new Map(sources.map((source) => [source.sourceId, source])).values()].map(
    ({ sourceId, resource }) => ({
      sourceId,
      completeUpTo: progress.get(sourceId)?.covered.at(-1)?.to ?? null,
      postponedTo: progress.get(sourceId)?.scan?.nextAt.getTime() ?? null,
      keptDays: keptDaysOf(judged, sourceId, resource),
      quarantined: quarantined.get(sourceId) ?? 0,
    }),
  );
  const isRead = (span: Window) =>
    read.every(({ sourceId }) => uncovered(span, progress.get(sourceId)?.covered ?? []).length === 0);
  return {
    now,
    places: judged,
    sources: read,
    unpriced,
    unusual: unusualFacts,
    ...(await readUseFacts(pool, { ...question, isRead })),
  };
}

/** How long the log that a source reads keeps its records. */
function keptDaysOf(places: readonly JudgedPlace[], sourceId: string, resource: string): number | null {
  const place = places.find(({ sourceIds }) => sourceIds.includes(sourceId));
  const store = place?.keeping.stores.find((store) => store.resource === resource);
  return store?.keeping?.days ?? null;
}
