import { setTimeout as sleep } from 'node:timers/promises';
import { SourceUnavailable, type LogSource } from '../collect/log-source.js';
import type { LeaseStore } from '../store/lease.store.js';
import { historyStart, MINUTE_MS } from '../usage/window.js';
import { ingestWindow, type Pipeline } from './ingest-window.js';
import {
  alignToAxis,
  hasBeenAway,
  OVERLAP_MS,
  planHistory,
  planRescan,
  type PlannedWindow,
  type Schedule,
} from './plan.js';
import { isStillThere, nextAtOnce, noteUnasked, type StepAtOnce, type WindowAtOnce } from './read-at-once.js';

/** Attempts at one window before the worker waits for its next schedule. */
const ATTEMPTS = 4;

export interface WorkerLog {
  warn(message: string): void;
}

/** A window that a tick of a schedule asks for, unless an instance has read it since; history has no tick. */
interface DueWindow extends PlannedWindow {
  readonly tick: number | null;
  /** Where the source is billed for all there is at each reading. */
  readonly atOnce?: WindowAtOnce;
}

/** One run of the worker: how far it reads, and whether the source is one whose windows are billed for themselves. */
interface Pass {
  readonly to: number;
  isEach: boolean;
}

/**
 * Reads one source, one window at a time: what a schedule asks for goes before history, so that back-filling months never
 * delays the newest minutes. Sleeps when nothing is due; `ask` wakes it.
 *
 * Instances that share a database share the source: each takes its lease for a window and gives it back, and finds out
 * under the lease what is still due, because another may just have read it.
 */
export class SourceWorker {
  /** Schedules that are due, and the newest tick that said so. */
  private readonly asked = new Map<Schedule, number>();
  private running: Promise<void> | null = null;

  constructor(
    readonly source: LogSource,
    private readonly historyDays: number,
    private readonly pipeline: Pipeline,
    private readonly leases: LeaseStore,
    private readonly log: WorkerLog,
    private readonly stop: AbortSignal,
  ) {}

  /** Marks a schedule as due since `tick` and starts working unless the worker works already. */
  ask(schedule: Schedule, tick: number): void {
    this.asked.set(schedule, tick);
    this.wake();
  }

  /** Resolves when the worker has nothing more to do (or has been stopped). */
  async idle(): Promise<void> {
    while (this.running !== null) await this.running;
  }

  private wake(): void {
    if (this.running !== null || this.stop.aborted) return;
    this.running = this.work().finally(() => {
      this.running = null;
      if (this.asked.size > 0) this.wake();
    });
  }

  /** Works until nothing is due. A window that cannot be read ends it: what is missing is due again at the next schedule. */
  private async work(): Promise<void> {
    const { runs, clock } = this.pipeline;
    try {
      if (hasBeenAway(await runs.covered(this.source.id), clock.now())) {
        // Instances that start together after a pause mean the same tick.
        const tick = wholeMinute(clock.now());
        this.asked.set('hourly', tick).set('daily', tick);
      }
      const pending: DueWindow[] = [];
      const to = Math.max(...(this.asked.size > 0 ? this.asked.values() : [wholeMinute(clock.now())]));
      const pass = { to, isEach: false };
      while (await this.readNext(pending, pass));
    } catch (error) {
      this.log.warn(`${this.source.id}: ${wordsOf(error)}; tried again at its next schedule`);
    }
  }

  /** Reads the next window that is due, under the lease; false when there is none, or it cannot be read. */
  private async readNext(pending: DueWindow[], pass: Pass): Promise<boolean> {
    const lease = await this.leases.waitFor(`source:${this.source.id}`, { purpose: 'plan' }, this.stop);
    if (lease === null) return false;
    try {
      // Whoever had the lease may have been killed with a window half read.
      await this.pipeline.runs.closeInterrupted(this.source.id);
      const atOnce = await this.nextAtOnce(pass);
      const next = atOnce === 'each' ? await this.nextDue(pending) : atOnce;
      if (next === null || this.stop.aborted) return false;
      lease.describe(inWords(next));
      const isRead = await this.read(next, AbortSignal.any([this.stop, lease.signal]));
      if (!lease.signal.aborted) return isRead;
      // Whoever has the lease now may be reading this window; what is due is found out anew.
      if (next.tick !== null) pending.unshift(next);
      return true;
    } finally {
      await lease.release();
    }
  }

  /** The next window of a source that is billed for all there is at each reading: a pass reads all that is missing up to `to`. */
  private async nextAtOnce(pass: Pass): Promise<DueWindow | null | 'each'> {
    if (pass.isEach) return 'each';
    const { source, pipeline, historyDays } = this;
    const { to } = pass;
    let step: StepAtOnce;
    try {
      step = await nextAtOnce(source, pipeline, { to, historyDays }, this.stop);
    } catch (error) {
      this.dropAsked(to);
      const span = { from: to - OVERLAP_MS.live, to };
      if (!this.stop.aborted) await noteUnasked(source, pipeline, span, wordsOf(error));
      throw error;
    }
    pass.isEach = step === 'each';
    if (step === 'each') return step;
    this.dropAsked(to);
    return step === null ? null : { ...step, tick: null, atOnce: step };
  }

  /** Whatever was asked for by then is in the pass that is under way. */
  private dropAsked(to: number): void {
    for (const [schedule, tick] of this.asked) if (tick <= to) this.asked.delete(schedule);
  }

  /** The first window of the schedules that are due which no instance has read since their tick, else history. */
  private async nextDue(pending: DueWindow[]): Promise<DueWindow | null> {
    for (;;) {
      if (pending.length === 0 || this.asked.has('live')) pending.unshift(...this.takeAsked());
      const next = pending.shift();
      if (next === undefined) return this.nextOfHistory();
      const { tick, purpose, window } = next;
      if (tick === null) return next;
      if (!(await this.pipeline.runs.wasReadSince(tick, this.source.id, purpose, window))) return next;
    }
  }

  /** The windows of the most frequent schedule that is due. */
  private takeAsked(): DueWindow[] {
    for (const schedule of ['live', 'hourly', 'daily'] as const) {
      const tick = this.asked.get(schedule);
      if (tick === undefined) continue;
      this.asked.delete(schedule);
      return planRescan(schedule, tick, historyStart(tick, this.historyDays)).map((planned) => this.due(planned, tick));
    }
    return [];
  }

  /** The newest piece of history that no instance has read. */
  private async nextOfHistory(): Promise<DueWindow | null> {
    const now = this.pipeline.clock.now();
    const covered = await this.pipeline.runs.covered(this.source.id);
    const planned = planHistory(covered, now - SETTLED_MS, historyStart(now, this.historyDays));
    return planned === null ? null : this.due(planned, null);
  }

  private due({ purpose, window }: PlannedWindow, tick: number | null): DueWindow {
    return { purpose, window: alignToAxis(window, this.source.axis), tick };
  }

  /** Reads a window, with a few attempts; true when it was read to its end. */
  private async read({ purpose, window, atOnce }: DueWindow, signal: AbortSignal): Promise<boolean> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await ingestWindow(this.source, window, purpose, this.pipeline, signal);
        return true;
      } catch (error) {
        if (this.stop.aborted) return false;
        const hopeless = error instanceof SourceUnavailable && NEEDS_A_PERSON.has(error.reason);
        this.log.warn(wordsOf(signal.aborted ? signal.reason : error));
        const isGone = atOnce !== undefined && !(await isStillThere(this.source, this.pipeline, atOnce, signal));
        if (isGone || hopeless || signal.aborted || attempt >= ATTEMPTS) return false;
        await sleep(backOffMs(attempt), undefined, { signal }).catch(() => {});
      }
    }
  }
}

/** The newest seconds belong to the live schedule; history does not chase them. */
const SETTLED_MS = 60_000;

const NEEDS_A_PERSON: ReadonlySet<SourceUnavailable['reason']> = new Set([
  'permission',
  'notFound',
  'credentials',
  'invalid',
]);

/** 1, 4, 16 seconds, each with full jitter, so that many workers do not come back at once. */
function backOffMs(attempt: number): number {
  return Math.random() * 1000 * 4 ** (attempt - 1) + 100;
}

const wholeMinute = (millis: number) => Math.floor(millis / MINUTE_MS) * MINUTE_MS;

const inWords = ({ purpose, window }: PlannedWindow) => ({
  purpose,
  from: new Date(window.from).toISOString(),
  to: new Date(window.to).toISOString(),
});

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
