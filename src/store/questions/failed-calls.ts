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
  outcome: z.enum(['failed', 'blocked']),
  errorCode: z.string().nullable(),
  model: z.string().nullable(),
  modelId: z.string(),
  accountId: z.string(),
  region: z.string(),
  endpointScope: z.string(),
  requests: count,
  callers: count,
  costPico: z.string().transform(BigInt),
  firstAt: z.date(),
  lastAt: z.date(),
});
export type FailedCalls = z.output<typeof rowSchema>;

/** Which calls of the range failed or were blocked, by code, model and place, the most frequent first? */
export async function failedCalls(
  pool: Pool,
  { range, filters }: { readonly range: Window; readonly filters: ScopedFilters },
): Promise<FailedCalls[]> {
  const parameters = new Parameters();
  const where = [
    `series.outcome in ('failed', 'blocked')`,
    ...occurredBetween(range, parameters),
    ...[...filters.ofSeries, ...filters.ofPerson].map((filter) => conditionOf(filter, parameters)),
  ];
  const { rows } = await pool.query(
    `select series.cloud                            as cloud,
            series.outcome                          as outcome,
            e.error_code                            as "errorCode",
            series.model                            as model,
            series.model_id                         as "modelId",
            series.account_id                       as "accountId",
            series.region                           as region,
            series.endpoint_scope                   as "endpointScope",
            sum(e.requests)::text                   as requests,
            count(distinct e.principal_id)::text    as callers,
            coalesce(sum(e.cost_pico), 0)::text     as "costPico",
            min(e.occurred_at)                      as "firstAt",
            max(e.occurred_at)                      as "lastAt"
     from   usage_event e
     join   usage_series series using (series_id)
     left   join person using (person_id)
     where  ${allOf(where)}
     group  by 1, 2, 3, 4, 5, 6, 7, 8
     order  by sum(e.requests) desc, 1, 2, 3, 5, 6, 7`,
    parameters.values,
  );
  return z.array(rowSchema).parse(rows);
}
