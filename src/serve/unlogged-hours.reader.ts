import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Pricing } from '../price/pricing.js';
import { type UnloggedHour, unloggedUsage } from '../price/unlogged.js';
import type { Clock } from '../runtime/clock.js';
import { settingsHistory } from '../store/questions/settings-history.js';
import { sourceProgress } from '../store/questions/source-progress.js';
import { loggedByHour, meteredByHour } from '../store/questions/unlogged-usage.js';
import { DAY_MS, type Window } from '../usage/window.js';
import { loggingFactsOf } from '../watch/logging-facts-of.js';
import { readingFactsOf } from './reading-facts.js';
import { CLOCK, DATABASE_POOL, PRICING, SOURCES_STATUS, type SourcesStatus } from './serve.tokens.js';

/** Reads usage of a window that a cloud metered and no log tells of: hour by hour, priced, with its likely cause. */
@Injectable()
export class UnloggedHoursReader {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(PRICING) private readonly pricing: Pricing,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SOURCES_STATUS) private readonly sources: SourcesStatus,
  ) {}

  async read(window: Window): Promise<UnloggedHour[]> {
    const now = this.clock.now();
    const [metered, logged, settings, progress] = await Promise.all([
      meteredByHour(this.pool, window),
      loggedByHour(this.pool, window),
      settingsHistory(this.pool, { since: window.from - DAY_MS }),
      sourceProgress(this.pool),
    ]);
    return unloggedUsage(metered, logged, {
      book: this.pricing.book,
      now,
      loggingAt: loggingFactsOf(settings, now),
      readingOf: readingFactsOf(this.sources.list(), progress, now),
    });
  }
}
