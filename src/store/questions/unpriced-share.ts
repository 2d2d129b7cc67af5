import type { Pool } from 'pg';
import { z } from 'zod';
import { CLOUDS } from '../../usage/cloud.js';

const count = z.string().transform(Number);
const rowSchema = z.object({ cloud: z.enum(CLOUDS), requests: count, unpriced: count });
export type UnpricedShare = z.output<typeof rowSchema>;

/** How many calls to Claude of the UTC days since then have no price, by cloud? Other makers' models are not ours to price. */
export async function unpricedShare(pool: Pool, since: number): Promise<UnpricedShare[]> {
  const { rows } = await pool.query(
    `select s.cloud                                                                            as "cloud",
            coalesce(sum(requests), 0)::text                                                   as "requests",
            coalesce(sum(unpriced_requests), 0)::text                                          as "unpriced"
     from   usage_daily d
     join   usage_series s using (series_id)
     where  d.zone = 'UTC'
     and    d.day >= $1
     and    s.unpriced_reason is distinct from 'outsideClaude'
     group  by 1
     order  by 1`,
    [new Date(since).toISOString().slice(0, 10)],
  );
  return z.array(rowSchema).parse(rows);
}
