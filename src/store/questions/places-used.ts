import type { Pool } from 'pg';
import { z } from 'zod';
import { CLOUDS } from '../../usage/cloud.js';

const rowSchema = z.object({
  cloud: z.enum(CLOUDS),
  accountId: z.string(),
  region: z.string(),
  sourceId: z.string(),
  day: z.string(),
  requests: z.string().transform(Number),
});
export type PlaceDay = z.output<typeof rowSchema>;

/** Which accounts and regions had calls on which UTC days since then, by the source that read them? */
export async function placesUsed(pool: Pool, since: number): Promise<PlaceDay[]> {
  const { rows } = await pool.query(
    `select s.cloud             as "cloud",
            s.account_id        as "accountId",
            s.region            as "region",
            s.source_id         as "sourceId",
            d.day               as "day",
            sum(requests)::text as "requests"
     from   usage_daily d
     join   usage_series s using (series_id)
     where  d.zone = 'UTC'
     and    d.day >= $1
     group  by 1, 2, 3, 4, 5
     having sum(requests) > 0
     order  by 1, 2, 3, 4, 5`,
    [new Date(since).toISOString().slice(0, 10)],
  );
  return z.array(rowSchema).parse(rows);
}
