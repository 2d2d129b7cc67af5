import type { Pool } from 'pg';
import { z } from 'zod';
import { allOf } from './conditions.js';
import { asksForPerson, figuresTable, personConditions, type FiguresQuestion } from './figures.js';
import { Parameters } from './parameters.js';
import { count } from './usage-sums.js';

const rowSchema = z.object({ modelId: z.string(), accountId: z.string(), region: z.string(), requests: count });

/** How many calls went to which model id in which account and region, whatever became of them? */
export async function callsByPlace(
  pool: Pool,
  question: Omit<FiguresQuestion, 'bucket' | 'groupBy'>,
): Promise<z.output<typeof rowSchema>[]> {
  const parameters = new Parameters();
  const figures: FiguresQuestion = { ...question, bucket: 'none', groupBy: [] };
  const { rows } = await pool.query(
    `with ${figuresTable(figures, parameters)}
     select series.model_id     as "modelId",
            series.account_id   as "accountId",
            series.region       as region,
            sum(requests)::text as requests
     from   figures
     join   usage_series series using (series_id)
     ${asksForPerson(figures) ? 'left   join person using (person_id)' : ''}
     where  ${allOf(personConditions(figures, parameters))}
     group  by 1, 2, 3`,
    parameters.values,
  );
  return z.array(rowSchema).parse(rows);
}
