import type { Pool } from 'pg';
import type { PriceBook } from '../price/rates.js';
import { type UnloggedHour, unloggedUsage } from '../price/unlogged.js';
import { settingsHistory } from '../store/questions/settings-history.js';
import { sourceProgress } from '../store/questions/source-progress.js';
import { loggedByHour, meteredByHour } from '../store/questions/unlogged-usage.js';
import { DAY_MS, type Window } from '../usage/window.js';
import { loggingFactsOf } from '../watch/logging-facts-of.js';
import { readingFactsOf } from './reading-facts.js';
import type { SourcesStatus } from './serve.tokens.js';

interface KnownHere {
  readonly book: PriceBook;
  readonly now: number;
  readonly sources: SourcesStatus;
}

/** Usage of a window that a cloud metered and no log tells of, hour by hour, priced, with its likely cause. */
export async function unloggedHours(
  pool: Pool,
  window: Window,
  { book, now, sources }: KnownHere,
): Promise<UnloggedHour[]> {
  const [metered, logged, settings, progress] = await Promise.all([
    meteredByHour(pool, window),
    loggedByHour(pool, window),
    settingsHistory(pool, { since: window.from - DAY_MS }),
    sourceProgress(pool),
  ]);
  return unloggedUsage(metered, logged, {
    book,
    now,
    loggingAt: loggingFactsOf(settings, now),
    readingOf: readingFactsOf(sources.list(), progress, now),
  });
}
