import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Clock } from '../runtime/clock.js';
import { ClosedMonthStore } from '../store/closed-months.store.js';
import { databaseIsAway } from '../store/questions/database-is-away.js';
import { RerateCancelled, RerateTakenOver } from '../store/rerate-errors.js';
import type { RerateOrder, RerateState } from '../store/rerate-order.js';
import { RerateRunStore, type TakenRun } from '../store/rerate-runs.store.js';
import { RerateStore } from '../store/rerate.store.js';
import type { RollupStore } from '../store/rollup.store.js';
import type { OwnRules } from './judge.js';
import { basisOf } from './rerate-basis.js';
import { workDays, type DaysEngine, type RerateWatch } from './rerate-days.js';

/** What pricing the past again needs: where usage and runs are, and by which rules. */
export interface RerateEngine extends DaysEngine {
  readonly rollups: RollupStore;
  readonly basis: string;
}

/** Enough to make the fixed cost of a page small, few enough not to hold up whatever else the process serves (30 ms). */
const PAGE_SIZE = 4_000;

export interface EngineParts {
  readonly pool: Pool;
  readonly rollups: RollupStore;
  readonly rules: OwnRules;
  readonly clock: Clock;
  readonly pageSize?: number;
}

export function rerateEngine({ pool, rollups, rules, clock, pageSize = PAGE_SIZE }: EngineParts): RerateEngine {
  return {
    usage: new RerateStore(pool),
    runs: new RerateRunStore(pool),
    months: new ClosedMonthStore(pool),
    rollups,
    rules,
    basis: basisOf(rules),
    clock,
    pageSize,
  };
}

export interface RerateAsked extends Pick<RerateOrder, 'kind' | 'range' | 'startedBy'>, RerateWatch {
  /** Only calls with these model ids, as when an opaque one is resolved later. */
  readonly only?: { readonly modelIds: readonly string[] };
}

/**
 * Prices stored usage again by today's book, mappings and terms, here and now; the report of the run is in the database.
 * What comes out the same is not touched. A run that was stopped goes on where it was. Throws RerateBusy while another one
 * is unfinished.
 */
export async function rerate(engine: RerateEngine, asked: RerateAsked): Promise<{ readonly runId: string }> {
  const { kind, range, startedBy, only } = asked;
  const order = {
    kind,
    range,
    startedBy,
    onlyModelIds: only?.modelIds ?? null,
    basis: engine.basis,
    previewId: null,
  };
  const run = await engine.runs.resumeOrBegin(order, randomUUID());
  await workThrough(run, engine, asked, 'stopped');
  return { runId: run.id };
}

/**
 * Works on a run until it is done: its days, newest first, then the roll-ups of the hours that changed. When told to stop it
 * leaves the run to anybody (`queued`) or to whoever gives the same command again (`stopped`).
 */
export async function workThrough(
  run: TakenRun,
  engine: RerateEngine,
  watch: RerateWatch,
  whenStopped: 'queued' | 'stopped',
): Promise<void> {
  try {
    await workDays(run, engine, watch);
    if (run.kind === 'apply') await rollUp(run, engine, watch.signal);
    await engine.runs.leave(run, 'done', null);
  } catch (error) {
    const [state, words] = outcomeOf(error, watch.signal, whenStopped);
    // Where the database is away the run stays ours until we are taken for dead, and then somebody goes on with it.
    await engine.runs.leave(run, state, words).catch(() => {});
    throw error;
  }
}

/** A finished run has reached the dashboards too. */
async function rollUp(run: TakenRun, { rollups, runs }: RerateEngine, signal: AbortSignal): Promise<void> {
  while ((await rollups.rebuildDirtyHours()) > 0) {
    signal.throwIfAborted();
    await runs.beat(run);
  }
}

function outcomeOf(
  error: unknown,
  signal: AbortSignal,
  whenStopped: 'queued' | 'stopped',
): [Exclude<RerateState, 'running'>, string | null] {
  if (error instanceof RerateCancelled) return ['cancelled', null];
  if (signal.aborted || error instanceof RerateTakenOver || passes(error)) return [whenStopped, null];
  return ['failed', error instanceof Error ? error.message : String(error)];
}

/** Failures that have nothing to do with the run: a database that is away, and two writers that waited for each other. */
function passes(error: unknown): boolean {
  return databaseIsAway(error) || (error instanceof Error && 'code' in error && error.code === DEADLOCK);
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const DEADLOCK = '40P01';
