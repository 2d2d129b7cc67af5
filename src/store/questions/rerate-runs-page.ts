import type { Pool } from 'pg';
import { z } from 'zod';
import { rerateRunColumns, rerateRunRow, type RerateRunRow } from './rerate-run.js';

/** Which runs priced the past again? The newest first, one page of those below an id. */
export async function rerateRunsPage(pool: Pool, below: string | null, limit: number): Promise<RerateRunRow[]> {
  const { rows } = await pool.query(
    `select ${rerateRunColumns}
     from   rerate_run r
     where  $1::bigint is null or r.rerate_run_id < $1
     order  by r.rerate_run_id desc
     limit  $2`,
    [below, limit],
  );
  return z.array(rerateRunRow).parse(rows);
}
