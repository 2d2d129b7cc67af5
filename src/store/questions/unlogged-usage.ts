import type { Pool } from 'pg';
import { z } from 'zod';
import { CLOUDS, ENDPOINT_SCOPES } from '../../usage/cloud.js';
import type { Window } from '../../usage/window.js';
import { count } from './usage-sums.js';

const place = {
  cloud: z.enum(CLOUDS),
  accountId: z.string(),
  region: z.string(),
  modelId: z.string(),
  at: z.coerce.number(),
};
const counts = {
  requests: count,
  input: count,
  cacheRead: count,
  cacheWrite5m: count,
  cacheWrite1h: count,
  output: count,
};
const meteredSchema = z.object({ ...place, ...counts });
const loggedSchema = z.object({
  ...place,
  ...counts,
  model: z.string().nullable(),
  vendor: z.string(),
  endpointScope: z.enum(ENDPOINT_SCOPES),
  untold: count,
});

/**
 * What was metered of each model in each hour that begins in the window? Not of Foundry: there the meters are what totals are
 * made of, and what no log tells of is among them, as a remainder without a caller. Writes to the cache whose lifetime a meter does not
 * tell are taken for the cheaper ones, of five minutes.
 */
export async function meteredByHour(pool: Pool, { from, to }: Window): Promise<z.output<typeof meteredSchema>[]> {
  const { rows } = await pool.query(
    `with hours as (
       select m.cloud, m.account_id, m.region, coalesce(nullif(m.deployment, ''), m.model_id) as model_id, m.hour,
              sum(m.value) filter (where m.metric = 'requests')           as requests,
              sum(m.value) filter (where m.metric = 'inputTokens')        as input,
              sum(m.value) filter (where m.metric = 'cacheReadTokens')    as cache_read,
              sum(m.value) filter (where m.metric = 'cacheWriteTokens')   as cache_write,
              sum(m.value) filter (where m.metric = 'cacheWrite5mTokens') as cache_write_5m,
              sum(m.value) filter (where m.metric = 'cacheWrite1hTokens') as cache_write_1h,
              sum(m.value) filter (where m.metric = 'outputTokens')       as output
       from   metered_usage m
       where  m.hour >= $1
       and    m.hour < $2
       and    m.model_id <> ''
       -- Figures of Foundry are those of its meters: nothing of them is outside.
       and    m.cloud <> 'foundry'
       group  by 1, 2, 3, 4, 5
     )
     select cloud                                      as cloud,
            account_id                                 as "accountId",
            region                                     as region,
            model_id                                   as "modelId",
            extract(epoch from hour) * 1000            as at,
            coalesce(requests, 0)::text                as requests,
            coalesce(input, 0)::text                   as input,
            coalesce(cache_read, 0)::text              as "cacheRead",
            coalesce(cache_write_5m, case when cache_write_1h is null then cache_write end, 0)::text as "cacheWrite5m",
            coalesce(cache_write_1h, 0)::text          as "cacheWrite1h",
            coalesce(output, 0)::text                  as output
     from   hours`,
    [new Date(from), new Date(to)],
  );
  return z.array(meteredSchema).parse(rows);
}

/** What do logs tell of each model in each hour that begins in the window, where a meter has been read for the hour? */
export async function loggedByHour(pool: Pool, { from, to }: Window): Promise<z.output<typeof loggedSchema>[]> {
  const { rows } = await pool.query(
    `select s.cloud                                                              as cloud,
            s.account_id                                                         as "accountId",
            s.region                                                             as region,
            s.model_id                                                           as "modelId",
            s.model                                                              as model,
            s.vendor                                                             as vendor,
            s.endpoint_scope                                                     as "endpointScope",
            extract(epoch from h.hour) * 1000                                    as at,
            coalesce(sum(h.requests - h.unknown_token_requests) filter (where s.outcome <> 'failed'), 0)::text as requests,
            coalesce(sum(h.unknown_token_requests) filter (where s.outcome <> 'failed'), 0)::text as untold,
            sum(h.input_tokens)::text                                            as input,
            sum(h.cache_read_tokens)::text                                       as "cacheRead",
            sum(case when m.tells_lifetime then h.cache_write_5m_tokens
                     else h.cache_write_5m_tokens + h.cache_write_1h_tokens end)::text as "cacheWrite5m",
            sum(case when m.tells_lifetime then h.cache_write_1h_tokens else 0 end)::text as "cacheWrite1h",
            sum(h.output_tokens)::text                                           as output
     from   usage_hourly h
     join   usage_series s using (series_id)
     join   (select cloud, account_id, region, covered,
                    cloud = 'vertex' as tells_lifetime
             from   meter_state) m
     on     m.cloud = s.cloud and m.account_id = s.account_id and m.region = s.region and m.covered @> h.hour
     where  h.hour >= $1
     and    h.hour < $2
     group  by 1, 2, 3, 4, 5, 6, 7, 8`,
    [new Date(from), new Date(to)],
  );
  return z.array(loggedSchema).parse(rows);
}
