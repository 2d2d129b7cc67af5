import type { Pool } from 'pg';
import { z } from 'zod';
import { CLOUDS } from '../../usage/cloud.js';

const count = z.string().transform(Number);
const amount = z.string().transform(BigInt);
const rowSchema = z.object({
  cloud: z.enum(CLOUDS),
  requests: count,
  unattributedRequests: count,
  costPico: amount,
  unattributedPico: amount,
});

/** How much of the UTC days since then belongs to no team, by cloud? */
export async function unattributedShare(pool: Pool, since: number): Promise<z.output<typeof rowSchema>[]> {
  const { rows } = await pool.query(
    `select s.cloud                                                               as "cloud",
            sum(d.requests)::text                                                 as "requests",
            coalesce(sum(d.requests) filter (where s.team is null), 0)::text      as "unattributedRequests",
            sum(d.cost_pico)::text                                                as "costPico",
            coalesce(sum(d.cost_pico) filter (where s.team is null), 0)::text     as "unattributedPico"
     from   usage_daily d
     join   usage_series s using (series_id)
     where  d.zone = 'UTC'
     and    d.day >= $1
     group  by 1
     order  by 1`,
    [new Date(since).toISOString().slice(0, 10)],
  );
  return z.array(rowSchema).parse(rows);
}
