import type { Pool } from 'pg';
import { z } from 'zod';

const rowSchema = z.object({ ready: z.boolean() });

/** Does the database answer, and does it hold our tables? */
export async function databaseIsReady(pool: Pool): Promise<boolean> {
  try {
    const { rows } = await pool.query(`select to_regclass('usage_event') is not null as ready`);
    return rowSchema.parse(rows[0]).ready;
  } catch {
    return false;
  }
}
