import type { Pool } from 'pg';
import type { ActivityStore } from '../store/activity.store.js';
import { activity } from '../store/questions/activity.js';
import { firstSights } from '../store/questions/first-sights.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../usage/window.js';
import { activityOf } from './unusual/activity.js';
import type { UnusualFacts } from './watch-facts.js';

/** Eight weeks to compare with, and what is judged. */
const SPAN_MS = 63 * DAY_MS;
/** What was done is read so often: minutes later is soon enough, and a look at everything is not free. */
const EVERY_MS = 10 * MINUTE_MS;
/** Hours that are read at one look, so that a first collection holds up no other check. */
const MOST_HOURS = 240;
/** The hour that is not over yet, and the one before it, change all the time. */
const LIVELY_HOURS = 2;

/** Keeps what was done by hour up to date, and reads it. */
export class UnusualReader {
  private last: { readonly at: number; readonly facts: UnusualFacts } | null = null;

  constructor(
    private readonly pool: Pool,
    private readonly store: ActivityStore,
  ) {}

  /** Null while the past is still being read: what was usual is not known then. */
  async read(now: number): Promise<UnusualFacts | null> {
    if (this.last !== null && now - this.last.at < EVERY_MS) return this.last.facts;
    const window = { from: hourOf(now) - SPAN_MS, to: hourOf(now) + HOUR_MS };
    const hours = await this.store.hoursToRead(window);
    await this.store.read(hours.slice(0, MOST_HOURS), now);
    if (hours.length > MOST_HOURS + LIVELY_HOURS || (await this.store.isBackfilling(now))) {
      this.last = null;
      return null;
    }
    await this.store.forget(window.from, now);
    const [rows, sights] = await Promise.all([activity(this.pool, window), firstSights(this.pool, now - DAY_MS)]);
    this.last = { at: now, facts: { activity: activityOf(rows, window), firstSights: sights } };
    return this.last.facts;
  }
}

function hourOf(at: number): number {
  return Math.floor(at / HOUR_MS) * HOUR_MS;
}
