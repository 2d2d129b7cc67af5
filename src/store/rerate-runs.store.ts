import type { Pool, PoolClient } from 'pg';

/** Which past is priced again, by which book. Dates are UTC days; `to` does not belong to it. */
export interface RerateRange {
  readonly from: string;
  readonly to: string;
  readonly book: string;
}

export interface RerateCounts {
  readonly events: number;
  readonly changed: number;
}

/** Pricing the past again takes a while and may be killed: its checkpoint is the last day that was finished. */
export class RerateRunStore {
  constructor(private readonly pool: Pool) {}

  /** A run for this range: the unfinished one there is, or a new one. Days from `doneTo` on are finished (newest first). */
  async beginOrResume({ from, to, book }: RerateRange): Promise<{ runId: number; doneTo: string } & RerateCounts> {
    const { rows } = await this.pool.query<{ runId: number; doneTo: string; events: number; changed: number }>(
      `with unfinished as (
         select *
         from   rerate_run
         where  state = 'running' and range_from = $1 and range_to = $2 and price_book = $3
         order  by rerate_run_id desc
         limit  1
       ), begun as (
         insert into rerate_run (range_from, range_to, done_to, price_book, state)
         select $1, $2, $2, $3, 'running'
         where  not exists (select from unfinished)
         returning *
       )
       select rerate_run_id as "runId", done_to as "doneTo", events, changed
       from   (select * from unfinished union all select * from begun) as run`,
      [from, to, book],
    );
    const [run] = rows;
    if (run === undefined) throw new Error(`rerate_run: no run could be begun for ${from} to ${to}`);
    return run;
  }

  /** Moves the checkpoint to `day`, in the transaction of that day's last prices. */
  async finishDay(client: PoolClient, runId: number, day: string, { events, changed }: RerateCounts): Promise<void> {
    await client.query('update rerate_run set done_to = $2, events = $3, changed = $4 where rerate_run_id = $1', [
      runId,
      day,
      events,
      changed,
    ]);
  }

  async finish(runId: number, difference: unknown): Promise<void> {
    await this.pool.query(
      `update rerate_run set state = 'done', finished_at = now(), difference = $2 where rerate_run_id = $1`,
      [runId, JSON.stringify(difference)],
    );
  }
}
