import type { Pool } from 'pg';
import { z } from 'zod';
import { CLOUDS } from '../../usage/cloud.js';

const rowSchema = z.object({
  cloud: z.enum(CLOUDS),
  accountId: z.string(),
  region: z.string(),
  modelId: z.string(),
});
export type ModelCalled = z.output<typeof rowSchema>;

/** Which models were called in which accounts and regions since then, by the logs that were read or by the meters? */
export async function modelsCalled(pool: Pool, since: number): Promise<ModelCalled[]> {
  const { rows } = await pool.query(
    `select s.cloud       as "cloud",
            s.account_id  as "accountId",
            s.region      as "region",
            s.model_id    as "modelId"
     from   usage_series s
     where  exists (select 1
                    from   usage_daily d
                    where  d.series_id = s.series_id
                    and    d.zone = 'UTC'
                    and    d.day >= $1
                    and    d.requests > 0)
     union
     select m.cloud, m.account_id, m.region, m.model_id
     from   metered_usage m
     where  m.hour >= $2
     and    m.model_id <> ''
     and    m.value > 0
     order  by 1, 2, 3, 4`,
    [new Date(since).toISOString().slice(0, 10), new Date(since)],
  );
  return z.array(rowSchema).parse(rows);
}
