import type { Pool } from 'pg';
import { quarantinedSince } from '../store/questions/quarantined-since.js';
import { sourceProgress } from '../store/questions/source-progress.js';
import { unpricedShare } from '../store/questions/unpriced-share.js';
import { DAY_MS } from '../usage/window.js';
import { readPlaces } from './places.reader.js';
import type { WatchFacts } from './watch-facts.js';
import type { JudgedPlace, WatchedSource } from './watched-places.js';

/** Calls without a price are looked for in the last days, so that one that is mended stops counting soon. */
const UNPRICED_DAYS = 7;

/** Everything that the checks look at, from what is stored. */
export async function readFacts(
  pool: Pool,
  { sources, requiredDays, now }: { sources: readonly WatchedSource[]; requiredDays: number; now: number },
): Promise<WatchFacts> {
  const [{ judged }, progress, quarantined, unpriced] = await Promise.all([
    readPlaces(pool, { sources, requiredDays, now }),
    sourceProgress(pool),
    quarantinedSince(pool, now - DAY_MS),
    unpricedShare(pool, now - UNPRICED_DAYS * DAY_MS),
  ]);
  return {
    now,
    places: judged,
    // A gateway's source is watched at each account behind it, and told of once.
    sources: [...new Map(sources.map((source) => [source.sourceId, source])).values()].map(
      ({ sourceId, resource }) => ({
        sourceId,
        completeUpTo: progress.get(sourceId)?.covered.at(-1)?.to ?? null,
        keptDays: keptDaysOf(judged, sourceId, resource),
        quarantined: quarantined.get(sourceId) ?? 0,
      }),
    ),
    unpriced,
  };
}

/** How long the log that a source reads keeps its records. */
function keptDaysOf(places: readonly JudgedPlace[], sourceId: string, resource: string): number | null {
  const place = places.find(({ sourceIds }) => sourceIds.includes(sourceId));
  const store = place?.keeping.stores.find((store) => store.resource === resource);
  return store?.keeping?.days ?? null;
}
