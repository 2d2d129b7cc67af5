import type { Pool } from 'pg';
import { z } from 'zod';

const rowSchema = z.object({ sourceId: z.string(), count: z.string().transform(Number) });

/** How many records of each source went into quarantine since then? */
export async function quarantinedSince(pool: Pool, since: number): Promise<Map<string, number>> {
  const { rows } = await pool.query(
    `select source_id      as "sourceId",
            count(*)::text as "count"
     from   quarantine
     where  first_seen_at >= $1
     group  by 1`,
    [new Date(since)],
  );
  return new Map(
    z
      .array(rowSchema)
      .parse(rows)
      .map(({ sourceId, count }) => [sourceId, count]),
  );
}
