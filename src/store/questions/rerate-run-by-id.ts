import type { Pool } from 'pg';
import { rerateRunColumns, rerateRunRow, type RerateRunRow } from './rerate-run.js';

/** How far is a run, and what did it change? */
export async function rerateRunById(pool: Pool, id: string): Promise<RerateRunRow | null> {
  const { rows } = await pool.query(`select ${rerateRunColumns} from rerate_run r where r.rerate_run_id = $1`, [id]);
  return rows.length === 0 ? null : rerateRunRow.parse(rows[0]);
}
