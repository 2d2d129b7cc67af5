import type { Pool } from 'pg';
import { z } from 'zod';

const rowSchema = z.object({ month: z.string(), closedAt: z.date(), closedBy: z.string(), priceBook: z.string() });
export type ClosedMonthRow = z.output<typeof rowSchema>;

/** Which months are closed? The newest first. */
export async function closedMonths(pool: Pool): Promise<ClosedMonthRow[]> {
  const { rows } = await pool.query(
    `select to_char(month, 'YYYY-MM') as month,
            closed_at                 as "closedAt",
            closed_by                 as "closedBy",
            price_book                as "priceBook"
     from   closed_month
     order  by 1 desc`,
  );
  return z.array(rowSchema).parse(rows);
}
