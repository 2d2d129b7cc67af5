import type { Pool } from 'pg';
import { z } from 'zod';
import type { Window } from '../../usage/window.js';
import { allOf, conditionOf } from './conditions.js';
import { occurredBetween } from './figures.js';
import { Parameters } from './parameters.js';
import type { ScopedFilters } from './scoped-filters.js';
import { answeredCalls, LIMITED_INPUT } from './throughput.js';
import { count } from './usage-sums.js';

interface HoursQuestion {
  readonly range: Window;
  readonly filters: ScopedFilters;
}

const hour = z.date().transform((at) => at.getTime());
const answeredSchema = z.object({
  hour,
  requests: count,
  input: count,
  output: count,
  timedCalls: count,
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  minuteRequests: count.nullable(),
  minuteInput: count.nullable(),
  minuteOutput: count.nullable(),
});
export type AnsweredHour = z.output<typeof answeredSchema>;

/** How much went through in each hour that had answered calls, in its busiest minute, and how long did they take? */
export async function answeredByHour(pool: Pool, question: HoursQuestion): Promise<AnsweredHour[]> {
  const parameters = new Parameters();
  const where = answeredCalls(question, parameters);
  const { rows } = await pool.query(
    `with calls as (
       select series.cloud, date_trunc('hour', e.occurred_at, 'UTC') as hour, e.occurred_at, e.latency_ms, e.requests,
              ${LIMITED_INPUT} as limited_input, coalesce(e.output_tokens, 0) as output_tokens
       from   usage_event e
       join   usage_series series using (series_id)
       left   join person using (person_id)
       where  ${allOf(where)}
     ), hours as (
       select hour, sum(requests) as requests, sum(limited_input) as input, sum(output_tokens) as output,
              count(latency_ms) as calls,
              percentile_disc(0.5) within group (order by latency_ms)  as p50,
              percentile_disc(0.95) within group (order by latency_ms) as p95
       from   calls
       group  by hour
     ), minutes as (
       select hour, sum(requests) as requests, sum(limited_input) as input, sum(output_tokens) as output
       from   calls
       where  cloud <> 'foundry'
       group  by hour, date_trunc('minute', occurred_at, 'UTC')
     ), busiest as (
       select hour, max(requests) as requests, max(input) as input, max(output) as output
       from   minutes
       group  by hour
     )
     select h.hour           as hour,
            h.requests::text as requests,
            h.input::text    as input,
            h.output::text   as output,
            h.calls::text    as "timedCalls",
            h.p50            as "p50Ms",
            h.p95            as "p95Ms",
            b.requests::text as "minuteRequests",
            b.input::text    as "minuteInput",
            b.output::text   as "minuteOutput"
     from   hours h
     left   join busiest b using (hour)
     order  by 1`,
    parameters.values,
  );
  return z.array(answeredSchema).parse(rows);
}

const failedSchema = z.object({ hour, errorCode: z.string().nullable(), requests: count });
export type FailedHour = z.output<typeof failedSchema>;

/** How many calls failed in each hour, by code? */
export async function failedByHour(pool: Pool, { range, filters }: HoursQuestion): Promise<FailedHour[]> {
  const parameters = new Parameters();
  const where = [
    `series.outcome = 'failed'`,
    ...occurredBetween(range, parameters),
    ...[...filters.ofSeries, ...filters.ofPerson].map((filter) => conditionOf(filter, parameters)),
  ];
  const { rows } = await pool.query(
    `select date_trunc('hour', e.occurred_at, 'UTC') as hour,
            e.error_code                             as "errorCode",
            sum(e.requests)::text                    as requests
     from   usage_event e
     join   usage_series series using (series_id)
     left   join person using (person_id)
     where  ${allOf(where)}
     group  by 1, 2
     order  by 1, 2`,
    parameters.values,
  );
  return z.array(failedSchema).parse(rows);
}
