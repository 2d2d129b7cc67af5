import { setTimeout as sleep } from 'node:timers/promises';
import { SourceUnavailable, type LogSource } from '../collect/log-source.js';
import type { Window } from '../usage/window.js';
import { ingestWindow, type Pipeline } from './ingest-window.js';
import {
  alignToAxis,
  cover,
  hasBeenAway,
  historyStart,
  planHistory,
  planRescan,
  type PlannedWindow,
  type Schedule,
} from './plan.js';

/** Attempts at one window before the worker waits for its next schedule. */
const ATTEMPTS = 4;

export interface WorkerLog {
  warn(message: string): void;
}

/**
 * Reads one source, one window at a time: what a schedule asks for goes before history, so that back-filling months never
 * delays the newest minutes. Sleeps when nothing is due; `ask` wakes it.
 */
export class SourceWorker {
  private readonly asked = new Set<Schedule>();
  private covered: Window[] = [];
  private running: Promise<void> | null = null;

  constructor(
    readonly source: LogSource,
    private readonly historyDays: number,
    private readonly pipeline: Pipeline,
    private readonly log: WorkerLog,
    private readonly stop: AbortSignal,
  ) {}

  /** Marks a schedule as due and starts working unless the worker works already. */
  ask(schedule: Schedule): void {
    this.asked.add(schedule);
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
    try {
      this.covered = await this.pipeline.runs.covered(this.source.id);
      if (hasBeenAway(this.covered, this.pipeline.clock.now())) this.asked.add('hourly').add('daily');
      const pending: PlannedWindow[] = [];
      for (;;) {
        if (pending.length === 0 || this.asked.has('live')) pending.unshift(...this.takeDue(pending.length > 0));
        const next = pending.shift();
        if (next === undefined || this.stop.aborted || !(await this.read(next))) return;
      }
    } catch (error) {
      this.log.warn(`${this.source.id}: ${wordsOf(error)}; tried again at its next schedule`);
    }
  }

  /** The windows of the most frequent schedule that is due, else (when nothing else waits) the newest piece of history. */
  private takeDue(othersWait: boolean): PlannedWindow[] {
    const now = this.pipeline.clock.now();
    const historyFrom = historyStart(now, this.historyDays);
    for (const schedule of ['live', 'hourly', 'daily'] as const) {
      if (this.asked.delete(schedule)) return planRescan(schedule, now, historyFrom);
    }
    const history = othersWait ? null : planHistory(this.covered, now - SETTLED_MS, historyFrom);
    return history === null ? [] : [history];
  }

  /** Reads a window, with a few attempts; true when it was read to its end. */
  private async read({ purpose, window: planned }: PlannedWindow): Promise<boolean> {
    const window = alignToAxis(planned, this.source.axis);
    for (let attempt = 1; ; attempt += 1) {
      try {
        await ingestWindow(this.source, window, purpose, this.pipeline, this.stop);
        this.covered = cover(this.covered, window);
        return true;
      } catch (error) {
        if (this.stop.aborted) return false;
        const hopeless = error instanceof SourceUnavailable && NEEDS_A_PERSON.has(error.reason);
        this.log.warn(wordsOf(error));
        if (hopeless || attempt >= ATTEMPTS) return false;
        await sleep(backOffMs(attempt), undefined, { signal: this.stop }).catch(() => {});
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

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
