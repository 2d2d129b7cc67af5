import type { Pool } from 'pg';
import { z } from 'zod';
import { CLOUDS } from '../../usage/cloud.js';

const place = {
  cloud: z.enum(CLOUDS),
  accountId: z.string(),
  region: z.string(),
  model: z.string(),
  requests: z.string().transform(Number),
};
const callsSchema = z.object(place);
const failuresSchema = z.object({ ...place, errorCode: z.string().nullable() });

/** How many calls went to each model in each place since the beginning of an hour? */
export async function callsSince(pool: Pool, hour: number): Promise<z.output<typeof callsSchema>[]> {
  const { rows } = await pool.query(
    `select s.cloud                       as "cloud",
            s.account_id                  as "accountId",
            s.region                      as "region",
            coalesce(s.model, s.model_id) as "model",
            sum(h.requests)::text         as "requests"
     from   usage_hourly h
     join   usage_series s using (series_id)
     where  h.hour >= $1
     group  by 1, 2, 3, 4`,
    [new Date(hour)],
  );
  return z.array(callsSchema).parse(rows);
}

/** How many of them failed, by their error? The series of failed calls are few, so that few events are read. */
export async function failuresSince(pool: Pool, hour: number): Promise<z.output<typeof failuresSchema>[]> {
  const { rows } = await pool.query(
    `with failing as (
       select distinct series_id
       from   usage_hourly
       join   usage_series s using (series_id)
       where  hour >= $1
       and    s.outcome = 'failed'
     )
     select s.cloud                       as "cloud",
            s.account_id                  as "accountId",
            s.region                      as "region",
            coalesce(s.model, s.model_id) as "model",
            e.error_code                  as "errorCode",
            sum(e.requests)::text         as "requests"
     from   failing
     join   usage_series s using (series_id)
     join   usage_event e using (series_id)
     where  e.occurred_at >= $1
     and    e.occurred_on >= ($1::timestamptz at time zone 'UTC')::date - 1
     group  by 1, 2, 3, 4, 5`,
    [new Date(hour)],
  );
  return z.array(failuresSchema).parse(rows);
}
