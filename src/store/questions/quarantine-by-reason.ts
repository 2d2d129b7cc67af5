import type { Pool } from 'pg';
import { z } from 'zod';

const rowSchema = z.object({ reason: z.string(), sourceId: z.string(), count: z.string().transform(Number) });

/** How many records could not be read, by source and reason? */
export async function quarantineByReason(pool: Pool): Promise<z.output<typeof rowSchema>[]> {
  const { rows } = await pool.query(
    `select reason         as reason,
            source_id      as "sourceId",
            count(*)::text as count
     from   quarantine
     group  by 1, 2
     order  by count(*) desc, 1, 2`,
  );
  return z.array(rowSchema).parse(rows);
}
