import type { Pool } from 'pg';
import { z } from 'zod';
import { CLOUDS } from '../../usage/cloud.js';

const rowSchema = z.object({
  cloud: z.enum(CLOUDS),
  model: z.string(),
  requests: z.string().transform(Number),
});

/** Which models of the catalogue were called on which cloud on the UTC days since then, and how often? */
export async function modelsUsed(pool: Pool, since: number): Promise<z.output<typeof rowSchema>[]> {
  const { rows } = await pool.query(
    `select s.cloud               as "cloud",
            s.model               as "model",
            sum(d.requests)::text as "requests"
     from   usage_daily d
     join   usage_series s using (series_id)
     where  d.zone = 'UTC'
     and    d.day >= $1
     and    s.model is not null
     group  by 1, 2
     order  by 1, 2`,
    [new Date(since).toISOString().slice(0, 10)],
  );
  return z.array(rowSchema).parse(rows);
}
