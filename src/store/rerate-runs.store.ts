import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import { RerateBusy, RerateCancelled, RerateTakenOver } from './rerate-errors.js';
import { RERATE_KINDS, type RerateOrder, type RerateState } from './rerate-order.js';
import { inTransaction } from './transaction.js';

const runSchema = z.object({
  id: z.string(),
  takenBy: z.string(),
  kind: z.enum(RERATE_KINDS),
  from: z.string().nullable(),
  to: z.string().nullable(),
  onlyModelIds: z.array(z.string()).nullable(),
  events: z.number(),
  changed: z.number(),
  daysDone: z.number(),
  doneTo: z.string().nullable(),
  atDay: z.string().nullable(),
  afterEventId: z.string().nullable(),
});

/** A run that is ours to work on, and how far it got. */
export type TakenRun = z.output<typeof runSchema>;

/** How far a run is: days from `doneTo` on are finished, and of `atDay` the calls up to `afterEventId`. */
export type RerateCheckpoint = Pick<TakenRun, 'events' | 'changed' | 'daysDone' | 'doneTo' | 'atDay' | 'afterEventId'>;

/** A process that has not been heard of for this long is taken for dead. */
const STALE_SECONDS = 30;
const isStale = `heartbeat_at < now() - interval '${STALE_SECONDS} seconds'`;
const isUnfinished = `state in ('queued', 'running')`;
const columns = `rerate_run_id::text as id, taken_by as "takenBy", kind, range_from as from, range_to as to,
                 only_model_ids as "onlyModelIds", events, changed, days_done as "daysDone", done_to as "doneTo",
                 at_day as "atDay", after_event_id as "afterEventId"`;

/**
 * Runs that price the past again. A run belongs to whoever took it last, by a conditional update, and is worked on in steps
 * that hold its row: of two processes that believe to own it, one fails and changes nothing.
 */
export class RerateRunStore {
  constructor(private readonly pool: Pool) {}

  /** A new run that waits to be taken, or is taken at once; throws RerateBusy. Runs that were stopped are given up. */
  async begin(order: RerateOrder, takenBy: string | null, client: Pool | PoolClient = this.pool): Promise<string> {
    return this.busyIfTwo(async () => {
      const { rows } = await client.query<{ id: string }>(
        `with given_up as (
           update rerate_run
           set    state = 'superseded', finished_at = now()
           where  state = 'stopped'
         )
         insert into rerate_run (kind, range_from, range_to, only_model_ids, basis, started_by, preview_id, taken_by, state)
         values ($1, $2, $3, $4, $5, $6, $7, $8::uuid, case when $8::uuid is null then 'queued' else 'running' end)
         returning rerate_run_id::text as id`,
        [...whatOf(order), order.startedBy, order.previewId, takenBy],
      );
      return String(rows[0]?.id);
    });
  }

  /** The same run again, where it was stopped or its process died; else a new one. What else died is given up. */
  async resumeOrBegin(order: RerateOrder, takenBy: string): Promise<TakenRun> {
    const resumed = await this.busyIfTwo(() =>
      this.one(
        `update rerate_run
         set    state = 'running', taken_by = $6, heartbeat_at = now(), cancel_requested_at = null
         where  (state = 'stopped' or (${isUnfinished} and ${isStale}))
         and    (kind, range_from, range_to, only_model_ids, basis) is not distinct from
                ($1, $2::date, $3::date, $4::text[], $5)
         returning ${columns}`,
        [...whatOf(order), takenBy],
      ),
    );
    if (resumed !== null) return resumed;
    await this.pool.query(
      `update rerate_run
       set    state = 'superseded', finished_at = now(), error = 'its process ended, and another run was begun'
       where  ${isUnfinished} and ${isStale}`,
    );
    return this.beginTaken(order, takenBy);
  }

  /** A new run that is ours at once; throws RerateBusy. */
  async beginTaken(order: RerateOrder, takenBy: string): Promise<TakenRun> {
    const id = await this.begin(order, takenBy);
    const begun = await this.one(`select ${columns} from rerate_run where rerate_run_id = $1`, [id]);
    if (begun === null) throw new Error(`rerate_run: run ${id} is gone`);
    return begun;
  }

  /** The unfinished run of these rules, unless somebody is working on it. */
  async take(basis: string, takenBy: string): Promise<TakenRun | null> {
    return this.one(
      `update rerate_run
       set    state = 'running', taken_by = $2, heartbeat_at = now()
       where  basis = $1
       and    (state = 'queued' or (state = 'running' and ${isStale}))
       returning ${columns}`,
      [basis, takenBy],
    );
  }

  /** Ends a run of other rules that nobody works on: what it has done and what is left would not fit together. */
  async failOfOtherRules(basis: string): Promise<void> {
    await this.pool.query(
      `update rerate_run
       set    state = 'failed', finished_at = now(),
              error = 'the price book, the mappings or the terms have changed since it was started; start it again'
       where  ${isUnfinished} and ${isStale} and basis <> $1`,
      [basis],
    );
  }

  /** Says that the run is being worked on; throws RerateTakenOver and RerateCancelled. */
  async beat({ id, takenBy }: TakenRun): Promise<void> {
    const { rows } = await this.pool.query<{ cancelled: boolean }>(
      `update rerate_run
       set    heartbeat_at = now()
       where  rerate_run_id = $1 and taken_by = $2 and state = 'running'
       returning cancel_requested_at is not null as cancelled`,
      [id, takenBy],
    );
    throwIfLost(id, rows);
  }

  /** Says over how many days the run goes. */
  async setDays({ id, takenBy }: TakenRun, total: number): Promise<void> {
    await this.pool.query('update rerate_run set days_total = $3 where rerate_run_id = $1 and taken_by = $2', [
      id,
      takenBy,
      total,
    ]);
  }

  /**
   * Works and moves the checkpoint to what the work returns, in one transaction: nothing of it remains unless the run is
   * still ours. `null`: nothing was done.
   */
  async step<Checkpoint extends RerateCheckpoint | null>(
    { id, takenBy }: TakenRun,
    work: (client: PoolClient) => Promise<Checkpoint>,
  ): Promise<Checkpoint> {
    return inTransaction(this.pool, async (client) => {
      const { rows } = await client.query<{ cancelled: boolean }>(
        `select cancel_requested_at is not null as cancelled
         from   rerate_run
         where  rerate_run_id = $1 and taken_by = $2 and state = 'running'
         for    no key update`,
        [id, takenBy],
      );
      throwIfLost(id, rows);
      const to = await work(client);
      if (to === null) return to;
      await client.query(
        `update rerate_run
         set    events = $2, changed = $3, days_done = $4, done_to = $5, at_day = $6, after_event_id = $7,
                heartbeat_at = now()
         where  rerate_run_id = $1`,
        [id, to.events, to.changed, to.daysDone, to.doneTo, to.atDay, to.afterEventId],
      );
      return to;
    });
  }

  /** Ends the run, or gives it back (`queued`: anybody goes on; `stopped`: the same command does). */
  async leave({ id, takenBy }: TakenRun, state: Exclude<RerateState, 'running'>, error: string | null): Promise<void> {
    await this.pool.query(
      `update rerate_run
       set    state = $3, error = $4, taken_by = null,
              finished_at = case when $3 in ('queued', 'stopped') then null else now() end
       where  rerate_run_id = $1 and taken_by = $2 and state = 'running'`,
      [id, takenBy, state, error],
    );
  }

  /** Asks a run to end; it does so with its next page, at once where nobody works on it. False: it has ended already. */
  async cancel(id: string, client: Pool | PoolClient = this.pool): Promise<boolean> {
    const { rowCount } = await client.query(
      `update rerate_run
       set    cancel_requested_at = coalesce(cancel_requested_at, now()),
              state = case when state = 'running' and not (${isStale}) then state else 'cancelled' end,
              finished_at = case when state = 'running' and not (${isStale}) then null else now() end
       where  rerate_run_id = $1
       and    state in ('queued', 'running', 'stopped')`,
      [id],
    );
    return rowCount === 1;
  }

  private async one(statement: string, values: readonly unknown[]): Promise<TakenRun | null> {
    const { rows } = await this.pool.query(statement, [...values]);
    return rows.length === 0 ? null : runSchema.parse(rows[0]);
  }

  private async busyIfTwo<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!isSecondUnfinished(error)) throw error;
      const { rows } = await this.pool.query<{ id: string }>(
        `select rerate_run_id::text as id from rerate_run where ${isUnfinished}`,
      );
      // It may have ended meanwhile; then its number is not known, and trying again helps.
      throw new RerateBusy(rows[0]?.id ?? 'before this one');
    }
  }
}

const whatOf = ({ kind, range, onlyModelIds, basis }: RerateOrder) => [
  kind,
  range.from,
  range.to,
  onlyModelIds === null ? null : [...new Set(onlyModelIds)].toSorted(),
  basis,
];

function throwIfLost(id: string, rows: readonly { readonly cancelled: boolean }[]): void {
  const [row] = rows;
  if (row === undefined) throw new RerateTakenOver(id);
  if (row.cancelled) throw new RerateCancelled(id);
}

/** A unique violation of the index that keeps runs one at a time. */
function isSecondUnfinished(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === 'rerate_run_unfinished';
}
