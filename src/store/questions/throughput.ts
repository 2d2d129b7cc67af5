import type { Pool } from 'pg';
import { z } from 'zod';
import type { Window } from '../../usage/window.js';
import { allOf, conditionOf } from './conditions.js';
import { occurredBetween } from './figures.js';
import { Parameters } from './parameters.js';
import type { ScopedFilters } from './scoped-filters.js';
import { count } from './usage-sums.js';

const rowSchema = z.object({
  cloud: z.string(),
  accountId: z.string(),
  region: z.string(),
  modelId: z.string(),
  model: z.string().nullable(),
  requests: count,
  timedCalls: count,
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  mostRequests: count,
  mostInput: count,
  mostOutput: count,
});
export type ThroughputRow = z.output<typeof rowSchema>;

/**
 * How long did answered calls take, and how much went through in the busiest hour of each, by model id and place? Of input
 * what limits count: uncached, and written to the cache. The busiest hours of requests, input and output may differ.
 */
export async function throughput(
  pool: Pool,
  { range, filters }: { readonly range: Window; readonly filters: ScopedFilters },
): Promise<ThroughputRow[]> {
  const parameters = new Parameters();
  const where = [
    `series.outcome <> 'failed'`,
    ...occurredBetween(range, parameters),
    ...[...filters.ofSeries, ...filters.ofPerson].map((filter) => conditionOf(filter, parameters)),
  ];
  const { rows } = await pool.query(
    `with calls as (
       select series.cloud, series.account_id, series.region, series.model_id, series.model,
              date_trunc('hour', e.occurred_at, 'UTC') as hour, e.latency_ms, e.requests, e.output_tokens,
              coalesce(e.input_tokens, 0) + coalesce(e.cache_write_5m_tokens, 0)
                + coalesce(e.cache_write_1h_tokens, 0) as limited_input
       from   usage_event e
       join   usage_series series using (series_id)
       left   join person using (person_id)
       where  ${allOf(where)}
     ), hours as (
       select cloud, account_id, region, model_id, model, sum(requests) as requests, sum(limited_input) as input,
              coalesce(sum(output_tokens), 0) as output
       from   calls
       group  by cloud, account_id, region, model_id, model, hour
     ), busiest as (
       select cloud, account_id, region, model_id, model, sum(requests) as requests, max(requests) as most_requests,
              max(input) as most_input, max(output) as most_output
       from   hours
       group  by 1, 2, 3, 4, 5
     ), timed as (
       select cloud, account_id, region, model_id, model, count(latency_ms) as calls,
              percentile_disc(0.5) within group (order by latency_ms)  as p50,
              percentile_disc(0.95) within group (order by latency_ms) as p95
       from   calls
       group  by 1, 2, 3, 4, 5
     )
     select b.cloud               as cloud,
            b.account_id          as "accountId",
            b.region              as region,
            b.model_id            as "modelId",
            b.model               as model,
            b.requests::text      as requests,
            t.calls::text         as "timedCalls",
            t.p50                 as "p50Ms",
            t.p95                 as "p95Ms",
            b.most_requests::text as "mostRequests",
            b.most_input::text    as "mostInput",
            b.most_output::text   as "mostOutput"
     from   busiest b
     join   timed t on  (t.cloud, t.account_id, t.region, t.model_id) = (b.cloud, b.account_id, b.region, b.model_id)
                    and t.model is not distinct from b.model
     order  by b.requests desc, 2, 3, 4, 5`,
    parameters.values,
  );
  return z.array(rowSchema).parse(rows);
}
