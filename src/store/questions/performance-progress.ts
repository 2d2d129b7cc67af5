import type { Pool } from 'pg';
import { z } from 'zod';

const progressSchema = z.object({
  accountId: z.string(),
  readFrom: z.date().nullable(),
  readTo: z.date().nullable(),
  words: z.string().nullable(),
});
export type PerformanceProgress = z.output<typeof progressSchema>;

/** From when until when have busiest minutes and latency been read, of each account, and what is wrong? */
export async function performanceProgress(pool: Pool): Promise<PerformanceProgress[]> {
  const { rows } = await pool.query(
    `select account_id     as "accountId",
            lower(covered) as "readFrom",
            upper(covered) as "readTo",
            detail         as words
     from   performance_state
     order  by account_id, source_id`,
  );
  return z.array(progressSchema).parse(rows);
}
