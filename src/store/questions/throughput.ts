import type { Pool } from 'pg';
import { z } from 'zod';
import type { Window } from '../../usage/window.js';
import { allOf, conditionOf } from './conditions.js';
import { occurredBetween } from './figures.js';
import { Parameters } from './parameters.js';
import type { ScopedFilters } from './scoped-filters.js';
import { count } from './usage-sums.js';

const peaks = { requests: count, input: count, output: count };
const minute = {
  minuteRequests: count.nullable(),
  minuteRequestsAt: z.date().nullable(),
  minuteInput: count.nullable(),
  minuteInputAt: z.date().nullable(),
  minuteOutput: count.nullable(),
  minuteOutputAt: z.date().nullable(),
};
const rowSchema = z.object({
  cloud: z.string(),
  accountId: z.string(),
  region: z.string(),
  model: z.string().nullable(),
  endpointScope: z.string().nullable(),
  modelId: z.string().nullable(),
  calledAs: z.array(z.string()),
  hours: count,
  ...peaks,
  timedCalls: count,
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  mostRequests: count,
  mostInput: count,
  mostOutput: count,
  ...minute,
});
export type ThroughputRow = z.output<typeof rowSchema>;

/** What a quota is counted over, as `quotaOf` has it: what a row is about, and what all of its parts are joined by. */
const QUOTA = 'cloud, account_id, region, model, endpoint_scope, model_id';
const QUOTA_OF_CALL = `series.cloud, series.account_id, series.region, series.model,
              case when series.cloud <> 'foundry' then series.endpoint_scope end as endpoint_scope,
              case when series.cloud = 'foundry' or series.model is null or series.endpoint_scope = 'provisioned'
                   then series.model_id end as model_id`;
const sameQuota = (one: string, other: string) => `(${one}.cloud, ${one}.account_id, ${one}.region)
                    =   (${other}.cloud, ${other}.account_id, ${other}.region)
                    and ${one}.model is not distinct from ${other}.model
                    and ${one}.endpoint_scope is not distinct from ${other}.endpoint_scope
                    and ${one}.model_id is not distinct from ${other}.model_id`;

/** The conditions of calls that were answered, in the range and within what was asked. */
export function answeredCalls(
  { range, filters }: { readonly range: Window; readonly filters: ScopedFilters },
  parameters: Parameters,
): string[] {
  return [
    `series.outcome <> 'failed'`,
    ...occurredBetween(range, parameters),
    ...[...filters.ofSeries, ...filters.ofPerson].map((filter) => conditionOf(filter, parameters)),
  ];
}

/** Of input what limits count: uncached, and written to the cache. */
export const LIMITED_INPUT = `coalesce(e.input_tokens, 0) + coalesce(e.cache_write_5m_tokens, 0)
                + coalesce(e.cache_write_1h_tokens, 0)`;

/**
 * How long did answered calls take, and how much went through in the busiest hour and minute, by what a quota is counted
 * over? The busiest hours of requests, input and output may differ. Minutes of Foundry are null: what was metered beyond
 * logged calls is known by the hour only.
 */
export async function throughput(
  pool: Pool,
  question: { readonly range: Window; readonly filters: ScopedFilters },
): Promise<ThroughputRow[]> {
  const parameters = new Parameters();
  const where = answeredCalls(question, parameters);
  const { rows } = await pool.query(
    `with calls as (
       select ${QUOTA_OF_CALL},
              series.model_id as called_as, e.occurred_at, e.latency_ms, e.requests,
              ${LIMITED_INPUT} as limited_input, coalesce(e.output_tokens, 0) as output_tokens
       from   usage_event e
       join   usage_series series using (series_id)
       left   join person using (person_id)
       where  ${allOf(where)}
     ), hours as (
       select ${QUOTA}, sum(requests) as requests, sum(limited_input) as input, sum(output_tokens) as output
       from   calls
       group  by ${QUOTA}, date_trunc('hour', occurred_at, 'UTC')
     ), busiest as (
       select ${QUOTA}, count(*) as hours, sum(requests) as requests, sum(input) as input, sum(output) as output,
              max(requests) as most_requests, max(input) as most_input, max(output) as most_output
       from   hours
       group  by ${QUOTA}
     ), minutes as (
       select ${QUOTA}, date_trunc('minute', occurred_at, 'UTC') as minute,
              sum(requests) as requests, sum(limited_input) as input, sum(output_tokens) as output
       from   calls
       where  cloud <> 'foundry'
       group  by ${QUOTA}, minute
     ), busiest_minute as (
       select ${QUOTA}, max(requests) as requests, max(input) as input, max(output) as output,
              (array_agg(minute order by requests desc, minute))[1] as requests_at,
              (array_agg(minute order by input desc, minute))[1]    as input_at,
              (array_agg(minute order by output desc, minute))[1]   as output_at
       from   minutes
       group  by ${QUOTA}
     ), timed as (
       select ${QUOTA}, count(latency_ms) as calls, array_agg(distinct called_as) as called_as,
              percentile_disc(0.5) within group (order by latency_ms)  as p50,
              percentile_disc(0.95) within group (order by latency_ms) as p95
       from   calls
       group  by ${QUOTA}
     )
     select b.cloud               as cloud,
            b.account_id          as "accountId",
            b.region              as region,
            b.model               as model,
            b.endpoint_scope      as "endpointScope",
            b.model_id            as "modelId",
            t.called_as           as "calledAs",
            b.hours::text         as hours,
            b.requests::text      as requests,
            b.input::text         as input,
            b.output::text        as output,
            t.calls::text         as "timedCalls",
            t.p50                 as "p50Ms",
            t.p95                 as "p95Ms",
            b.most_requests::text as "mostRequests",
            b.most_input::text    as "mostInput",
            b.most_output::text   as "mostOutput",
            m.requests::text      as "minuteRequests",
            m.requests_at         as "minuteRequestsAt",
            m.input::text         as "minuteInput",
            m.input_at            as "minuteInputAt",
            m.output::text        as "minuteOutput",
            m.output_at           as "minuteOutputAt"
     from   busiest b
     join   timed t on ${sameQuota('t', 'b')}
     left   join busiest_minute m on ${sameQuota('m', 'b')}
     order  by b.requests desc, 1, 2, 3, 4, 5, 6`,
    parameters.values,
  );
  return z.array(rowSchema).parse(rows);
}
