import type { Pool } from 'pg';
import { z } from 'zod';
import type { LimitSpan } from '../../usage/limit-spans.js';
import type { Window } from '../../usage/window.js';
import { allOf } from './conditions.js';
import { columnsOfSpans, inLimitSpan, limitSpansTable } from './limit-spans-table.js';
import { Parameters } from './parameters.js';
import type { ScopedFilters } from './scoped-filters.js';
import { answeredCalls, LIMITED_INPUT } from './throughput.js';
import { count } from './usage-sums.js';

const rowSchema = z.object({
  accountId: z.string(),
  region: z.string(),
  modelId: z.string(),
  model: z.string().nullable(),
  /** When the limits began; `null` for the hours whose limits are not known. */
  since: z
    .date()
    .transform((at) => at.getTime())
    .nullable(),
  hours: count,
  mostRequests: count,
  mostInput: count,
  mostOutput: count,
});
export type ThroughputUnderLimit = z.output<typeof rowSchema>;

/** How much went through in the busiest hour of each time in which a deployment had the same limits? */
export async function throughputByLimit(
  pool: Pool,
  question: { readonly range: Window; readonly filters: ScopedFilters },
  spans: readonly LimitSpan[],
): Promise<ThroughputUnderLimit[]> {
  const parameters = new Parameters();
  const where = [...answeredCalls(question, parameters), `series.cloud = 'foundry'`];
  const [accounts, names, since, until] = columnsOfSpans(spans);
  const table = limitSpansTable([
    parameters.add(accounts),
    parameters.add(names),
    parameters.add(since),
    parameters.add(until),
  ]);
  const { rows } = await pool.query(
    `with hours as (
       select series.account_id, series.region, series.model_id, series.model,
              date_trunc('hour', e.occurred_at, 'UTC') as hour, sum(e.requests) as requests,
              sum(${LIMITED_INPUT}) as input, sum(coalesce(e.output_tokens, 0)) as output
       from   usage_event e
       join   usage_series series using (series_id)
       left   join person using (person_id)
       where  ${allOf(where)}
       group  by 1, 2, 3, 4, 5
     )
     select h.account_id         as "accountId",
            h.region             as region,
            h.model_id           as "modelId",
            h.model              as model,
            span.since           as since,
            count(*)::text       as hours,
            max(requests)::text  as "mostRequests",
            max(input)::text     as "mostInput",
            max(output)::text    as "mostOutput"
     from   hours h
     left   join ${table} on ${inLimitSpan('h.account_id', 'h.model_id', 'h.hour')}
     group  by 1, 2, 3, 4, 5
     order  by 1, 2, 3, 4, 5`,
    parameters.values,
  );
  return z.array(rowSchema).parse(rows);
}
