import type { Pool } from 'pg';
import { callsMetered } from '../store/questions/calls-metered.js';
import { placesUsed } from '../store/questions/places-used.js';
import { settingsHistory } from '../store/questions/settings-history.js';
import { sourceProgress } from '../store/questions/source-progress.js';
import { DAY_MS, HOUR_MS } from '../usage/window.js';
import { beginningOfYesterday } from './arrivals.js';
import { judgePlaces, type PlacesQuestion, type WatchedSource } from './watched-places.js';

/** Settings that changed so long before the needed time have left nothing in it. */
const BEFORE_MS = 7 * DAY_MS;

/** A meter that is further behind is not asked: calls of which it knows nothing yet would be missing. */
const METER_LAG_MS = 6 * HOUR_MS;

/** What the verdicts are made from, as far as it is stored. */
export type StoredPlaces = Pick<PlacesQuestion, 'settings' | 'usage' | 'metered' | 'covered'>;

/** The settings, calls and progress that matter for the last days. */
export async function readStoredPlaces(pool: Pool, requiredDays: number, now: number): Promise<StoredPlaces> {
  const from = now - requiredDays * DAY_MS;
  const [settings, usage, metered, progress] = await Promise.all([
    settingsHistory(pool, { since: from - BEFORE_MS }),
    placesUsed(pool, from),
    callsMetered(pool, { from: beginningOfYesterday(now), to: now - METER_LAG_MS }),
    sourceProgress(pool),
  ]);
  return {
    settings,
    usage,
    metered,
    covered: new Map([...progress].map(([sourceId, { covered }]) => [sourceId, covered])),
  };
}

/** The verdict on every account and region, from what is stored. */
export async function readPlaces(
  pool: Pool,
  { sources, requiredDays, now }: { sources: readonly WatchedSource[]; requiredDays: number; now: number },
) {
  return judgePlaces({ ...(await readStoredPlaces(pool, requiredDays, now)), sources, requiredDays, now });
}
