import { z } from 'zod';
import type { Queryable } from '../snapshot.js';
import { allOf } from './conditions.js';
import { asksForPerson, figuresTable, personConditions, type FiguresQuestion } from './figures.js';
import { Parameters } from './parameters.js';
import { count } from './usage-sums.js';

const rowSchema = z.object({ modelId: z.string(), reason: z.string(), requests: count, tokens: count });
export type UnpricedUsage = z.output<typeof rowSchema>;

/** Which usage of the range has no price, and why? Other makers' models are not ours to price and not in it. */
export async function unpricedUsage(
  database: Queryable,
  question: Omit<FiguresQuestion, 'bucket' | 'groupBy'>,
): Promise<UnpricedUsage[]> {
  const parameters = new Parameters();
  const figures: FiguresQuestion = { ...question, bucket: 'none', groupBy: [] };
  const statement = `
     with ${figuresTable(figures, parameters)}
     select series.model_id                as "modelId",
            series.unpriced_reason         as reason,
            sum(requests)::text            as requests,
            sum(unpriced_tokens)::text     as tokens
     from   figures
     join   usage_series series using (series_id)
     ${asksForPerson(figures) ? 'left   join person using (person_id)' : ''}
     where  ${allOf([`series.unpriced_reason <> 'outsideClaude'`, ...personConditions(figures, parameters)])}
     group  by 1, 2
     order  by sum(requests) desc, 1, 2`;
  const { rows } = await database.query(statement, parameters.values);
  return z.array(rowSchema).parse(rows);
}
