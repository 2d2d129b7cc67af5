import type { PoolClient } from 'pg';
import type { Clock } from '../runtime/clock.js';
import { holdMonths, type ClosedMonthStore } from '../store/closed-months.store.js';
import { adjustmentsBookedAbout, bookAdjustments } from '../store/cost-adjustments.store.js';
import { addDifferences, type RerateDifference } from '../store/rerate-differences.store.js';
import type { RerateCheckpoint, RerateRunStore, TakenRun } from '../store/rerate-runs.store.js';
import type { RerateStore, SeriesIds } from '../store/rerate.store.js';
import { writePrices } from '../store/write-prices.js';
import type { OwnRules } from './judge.js';
import { readPages, type RatePage } from './rerate-pages.js';
import { reasonOf, type Change } from './rerate-reason.js';
import { adjustmentsOf, ChangeTally, differencesOf, type SeriesChanges } from './rerate-sums.js';
import { priceAgain } from './rerate.js';

/** What the days need. */
export interface DaysEngine {
  readonly usage: RerateStore;
  readonly runs: RerateRunStore;
  readonly months: ClosedMonthStore;
  readonly rules: OwnRules;
  readonly clock: Clock;
  /** Calls of a page. */
  readonly pageSize: number;
}

/** How far a run is. */
export interface RerateProgress {
  readonly daysDone: number;
  readonly daysTotal: number;
  readonly events: number;
  readonly changed: number;
}

export interface RerateWatch {
  readonly onProgress?: (progress: RerateProgress) => void;
  readonly signal: AbortSignal;
}

/**
 * Prices the days of a run again, newest first. New prices are written page by page, each page with its part of the report
 * and the checkpoint in one transaction. A preview, and a day of a closed month, only add up; what they come to is written
 * once, with the end of the day, so that a day that was broken off begins again from nothing.
 */
export async function workDays(run: TakenRun, engine: DaysEngine, { onProgress, signal }: RerateWatch): Promise<void> {
  const { usage, runs, months } = engine;
  const seriesIds = run.onlyModelIds === null ? null : await usage.seriesWith(run.onlyModelIds);
  const withUsage = await usage.daysWithUsage({ from: run.from, to: run.to }, seriesIds);
  const days = withUsage.filter((day) => run.doneTo === null || day < run.doneTo);
  const daysTotal = run.daysDone + days.length;
  await runs.setDays(run, daysTotal);

  const work = new DayWork(run, engine, seriesIds);
  const resume = { day: run.atDay, after: run.afterEventId };
  for await (const page of readPages(usage, { days, seriesIds, resume, limit: engine.pageSize })) {
    signal.throwIfAborted();
    const changes = changesOf(page, engine.rules);
    const mayWrite = run.kind === 'apply' && !(await months.isClosed(monthOf(page.day)));
    // A month may be closed between the question and the writing; then the page is added up.
    if (!(mayWrite && (await work.write(page, changes)))) await work.addUp(page, changes);
    const { daysDone, events, changed } = work.at;
    if (page.isLastOfDay) onProgress?.({ daysDone, daysTotal, events, changed });
  }
}

/** The days of one run as they get done. `at` is what the database holds. */
class DayWork {
  at: RerateCheckpoint;
  private readonly tally = new ChangeTally();
  /** Calls that were added up and are not in `at` yet. */
  private addedUp = 0;

  constructor(
    private readonly run: TakenRun,
    private readonly engine: DaysEngine,
    private readonly seriesIds: SeriesIds,
  ) {
    const { events, changed, daysDone, doneTo, atDay, afterEventId } = run;
    this.at = { events, changed, daysDone, doneTo, atDay, afterEventId };
  }

  /** Writes the new prices of a page; false, and nothing, when its month has been closed. */
  async write({ day, calls, isLastOfDay }: RatePage, changes: readonly Change[]): Promise<boolean> {
    const { usage } = this.engine;
    const image = changes.length === 0 ? null : await usage.imageOf(changes.map(({ again }) => again));
    return this.step(async (client) => {
      const { closed } = await holdMonths(client, monthOf(day));
      if (closed) return null;
      const written = image === null ? new Set<string>() : await writePrices(client, day, image);
      const tally = new ChangeTally();
      for (const change of changes) if (written.has(change.again.eventId)) tally.add(change);
      await addDifferences(client, this.run.id, differencesOf(day, tally.take()));
      const counts = { events: this.at.events + calls.length, changed: this.at.changed + written.size };
      if (isLastOfDay) return this.dayDone(day, counts);
      return { ...this.at, ...counts, atDay: day, afterEventId: calls.at(-1)?.eventId ?? null };
    });
  }

  /** Adds up what a page would change, and settles the day with its last page. */
  async addUp({ day, calls, isLastOfDay }: RatePage, changes: readonly Change[]): Promise<void> {
    for (const change of changes) this.tally.add(change);
    this.addedUp += calls.length;
    if (!isLastOfDay) return this.engine.runs.beat(this.run);
    const sums = this.tally.take();
    await this.step(async (client) => {
      const { closed } = await holdMonths(client, monthOf(day));
      const differences = closed ? await this.adjust(client, day, sums) : differencesOf(day, sums);
      await addDifferences(client, this.run.id, differences);
      const changed = differences.reduce((sum, { requests }) => sum + requests, this.at.changed);
      return this.dayDone(day, { events: this.at.events + this.addedUp, changed });
    });
    this.addedUp = 0;
  }

  /** A day of a closed month: what has not been booked about it yet is booked today, by an apply. */
  private async adjust(client: PoolClient, day: string, sums: readonly SeriesChanges[]): Promise<RerateDifference[]> {
    const booked = await adjustmentsBookedAbout(client, day, this.seriesIds);
    const { bookings, differences } = adjustmentsOf(day, sums, booked);
    // The month of today is open: only a month that has ended can be closed.
    const month = new Date(this.engine.clock.now()).toISOString().slice(0, 7);
    if (this.run.kind === 'apply') await bookAdjustments(client, this.run.id, { day, month }, bookings);
    return differences;
  }

  private dayDone(day: string, counts: Pick<RerateCheckpoint, 'events' | 'changed'>): RerateCheckpoint {
    return { ...counts, daysDone: this.at.daysDone + 1, doneTo: day, atDay: null, afterEventId: null };
  }

  private async step(work: (client: PoolClient) => Promise<RerateCheckpoint | null>): Promise<boolean> {
    const at = await this.engine.runs.step(this.run, work);
    if (at === null) return false;
    this.at = at;
    return true;
  }
}

function changesOf({ calls }: RatePage, rules: OwnRules): Change[] {
  return calls.flatMap((stored) => {
    const again = priceAgain(stored, rules);
    return again === null ? [] : [{ stored, again, reason: reasonOf(stored, again) }];
  });
}

const monthOf = (day: string) => day.slice(0, 7);
