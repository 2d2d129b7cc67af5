import type { Pool } from 'pg';
import { z } from 'zod';
import type { Window } from '../../usage/window.js';
import { allOf } from './conditions.js';
import { Parameters } from './parameters.js';
import type { ScopedFilters } from './scoped-filters.js';
import { answeredCalls, LIMITED_INPUT } from './throughput.js';
import { count } from './usage-sums.js';

const rowSchema = z.object({ modelId: z.string(), requests: count, input: count, output: count });
export type CalledAs = z.output<typeof rowSchema>;

/** By which ids were answered calls made, and how much went through each, the most used first? */
export async function calledAs(
  pool: Pool,
  question: { readonly range: Window; readonly filters: ScopedFilters },
): Promise<CalledAs[]> {
  const parameters = new Parameters();
  const where = answeredCalls(question, parameters);
  const { rows } = await pool.query(
    `select series.model_id                             as "modelId",
            sum(e.requests)::text                       as requests,
            sum(${LIMITED_INPUT})::text                 as input,
            sum(coalesce(e.output_tokens, 0))::text     as output
     from   usage_event e
     join   usage_series series using (series_id)
     left   join person using (person_id)
     where  ${allOf(where)}
     group  by 1
     order  by sum(e.requests) desc, 1`,
    parameters.values,
  );
  return z.array(rowSchema).parse(rows);
}
