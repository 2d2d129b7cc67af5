import type { Pool } from 'pg';
import { z } from 'zod';
import { METER_STATES } from '../meters.store.js';

const rowSchema = z.object({
  accountId: z.string(),
  region: z.string(),
  state: z.enum(METER_STATES),
  detail: z.string().nullable(),
  from: z.date().nullable(),
  to: z.date().nullable(),
  lastSuccessAt: z.date().nullable(),
});
export type MeterProgress = z.output<typeof rowSchema>;

/** How does each meter stand, and from when to when has it been read? */
export async function meterProgress(pool: Pool): Promise<MeterProgress[]> {
  const { rows } = await pool.query(
    `select account_id      as "accountId",
            region          as region,
            state           as state,
            detail          as detail,
            lower(covered)  as "from",
            upper(covered)  as "to",
            last_success_at as "lastSuccessAt"
     from   meter_state
     order  by 1, 2`,
  );
  return z.array(rowSchema).parse(rows);
}
