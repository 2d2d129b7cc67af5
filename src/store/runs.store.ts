import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import type { Window } from '../usage/window.js';
import { LEASE_IS_LIVE } from './lease.store.js';
import { ScanStore } from './scans.store.js';

/** What one reading of a window held. */
export interface RunCounts {
  pages: number;
  bytes: number;
  read: number;
  new: number;
  duplicate: number;
  merged: number;
  ignored: number;
  rejected: number;
  unpriced: number;
}

export const NO_RECORDS: Readonly<RunCounts> = {
  pages: 0,
  bytes: 0,
  read: 0,
  new: 0,
  duplicate: 0,
  merged: 0,
  ignored: 0,
  rejected: 0,
  unpriced: 0,
};

/** Written in the transaction of the final page: the window is read, and this is what it held. */
export interface Checkpoint {
  readonly runId: number;
  readonly window: Window;
  readonly counts: RunCounts;
}

const COUNTS = ['pages', 'bytes', 'read', 'new', 'duplicate', 'merged', 'ignored', 'rejected', 'unpriced'] as const;

const wasReadRows = z.tuple([z.object({ wasRead: z.boolean() })]);

/** Why a window is read: the schedule's three overlaps, what no run has covered yet, or a range that somebody asked for. */
export type Purpose = 'live' | 'hourly' | 'daily' | 'history' | 'backfill' | 'import';

/** Runs and checkpoints: what each source has read, and up to where. */
export class RunStore {
  /** What readings were billed that are billed for all there is. */
  readonly scans: ScanStore;

  constructor(
    private readonly pool: Pool,
    /** The instance that reads. */
    private readonly instance: string,
  ) {
    this.scans = new ScanStore(pool);
  }

  async begin(sourceId: string, purpose: Purpose, window: Window): Promise<number> {
    await this.pool.query('insert into source_state (source_id) values ($1) on conflict do nothing', [sourceId]);
    const { rows } = await this.pool.query<{ run_id: number }>(
      `insert into collection_run (source_id, purpose, window_from, window_to, state, instance)
       values ($1, $2, $3, $4, 'running', $5)
       returning run_id`,
      [sourceId, purpose, new Date(window.from), new Date(window.to), this.instance],
    );
    return Number(rows[0]?.run_id);
  }

  /** Records that the window could not be read to its end; nothing is checkpointed. */
  async fail(runId: number, sourceId: string, counts: RunCounts, message: string): Promise<void> {
    await this.pool.query(
      `update collection_run
       set    state = 'failed', finished_at = now(), error = $2, ${setCounts(3)}
       where  run_id = $1`,
      [runId, message, ...COUNTS.map((count) => counts[count])],
    );
    await this.pool.query('update source_state set last_error = $2, last_error_at = now() where source_id = $1', [
      sourceId,
      message,
    ]);
  }

  /** Spans of the source's axis that have been read to their end, in order. */
  async covered(sourceId: string): Promise<Window[]> {
    const { rows } = await this.pool.query<{ from: Date; to: Date }>(
      `select lower(span) as from, upper(span) as to
       from   source_state
       cross  join unnest(covered) as span
       where  source_id = $1
       order  by 1`,
      [sourceId],
    );
    return rows.map(({ from, to }) => ({ from: from.getTime(), to: to.getTime() }));
  }

  /** Whether runs of that purpose that began at `since` or later have read the whole window to its end. */
  async wasReadSince(since: number, sourceId: string, purpose: Purpose, window: Window): Promise<boolean> {
    const { rows } = await this.pool.query(
      `select coalesce(range_agg(tstzrange(window_from, window_to)) @> tstzrange($4, $5), false) as "wasRead"
       from   collection_run
       where  source_id = $1
       and    purpose = $2
       and    started_at >= $3
       and    state = 'done'`,
      [sourceId, purpose, new Date(since), new Date(window.from), new Date(window.to)],
    );
    return wasReadRows.parse(rows)[0].wasRead;
  }

  /** Runs that a killed instance left behind; their windows were not checkpointed and are read again. */
  async closeInterrupted(sourceId: string): Promise<number> {
    const { rowCount } = await this.pool.query(
      `update collection_run r
       set    state = 'interrupted', finished_at = now()
       where  r.state = 'running'
       and    r.source_id = $1
       and    not exists (select from lease l where l.holder = r.instance and ${LEASE_IS_LIVE})`,
      [sourceId],
    );
    return rowCount ?? 0;
  }

  /** Forgets runs older than `days`; checkpoints are kept. */
  async prune(days: number): Promise<number> {
    const { rowCount } = await this.pool.query(
      `delete from collection_run where finished_at < now() - make_interval(days => $1)`,
      [days],
    );
    return rowCount ?? 0;
  }
}

/** Ends a run and moves the checkpoint, in the caller's transaction. */
export async function completeRun(
  client: PoolClient,
  sourceId: string,
  { runId, window, counts }: Checkpoint,
): Promise<void> {
  await client.query(
    `update collection_run
     set    state = 'done', finished_at = now(), ${setCounts(2)}
     where  run_id = $1`,
    [runId, ...COUNTS.map((count) => counts[count])],
  );
  await client.query(
    `update source_state
     set    covered = covered + tstzmultirange(tstzrange($2, $3)),
            last_success_at = now(),
            last_error = null
     where  source_id = $1`,
    [sourceId, new Date(window.from), new Date(window.to)],
  );
}

const setCounts = (first: number) => COUNTS.map((count, index) => `${count} = $${first + index}`).join(', ');
