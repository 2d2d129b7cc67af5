import type { Pool } from 'pg';
import { z } from 'zod';
import { allOf } from './conditions.js';
import { COLUMN_OF, type Dimension } from './dimensions.js';
import { asksForPerson, figuresTable, personConditions, type FiguresQuestion } from './figures.js';
import { Parameters } from './parameters.js';
import { usageSumColumns, usageSums, usageSumsOf, type UsageSums } from './usage-sums.js';

export interface DimensionValuesQuestion extends Omit<FiguresQuestion, 'bucket' | 'groupBy' | 'eventId'> {
  readonly dimension: Dimension;
  /** Part of the value, case ignored; null for all. */
  readonly search: string | null;
  readonly limit: number;
}

const rowSchema = z.object({ ...usageSums, value: z.string().nullable() });

/** Which values does a dimension have in the range, and how much was used by each, the most requested first? */
export async function dimensionValues(
  pool: Pool,
  { dimension, search, limit, ...question }: DimensionValuesQuestion,
): Promise<{ value: string | null; sums: UsageSums }[]> {
  const parameters = new Parameters();
  const figures: FiguresQuestion = { ...question, bucket: 'none', groupBy: [dimension] };
  const column = COLUMN_OF[dimension];
  const table = figuresTable(figures, parameters);
  const conditions = personConditions(figures, parameters);
  if (search !== null) conditions.push(`position(lower(${parameters.add(search)}::text) in lower(${column})) > 0`);
  const statement = `
     with ${table}
     select ${column} as value,
            ${usageSumColumns}
     from   figures
     join   usage_series series using (series_id)
     ${asksForPerson(figures) ? 'left   join person using (person_id)' : ''}
     where  ${allOf(conditions)}
     group  by 1
     order  by sum(requests) desc, 1 nulls first
     limit  ${parameters.add(limit)}`;
  const { rows } = await pool.query(statement, parameters.values);
  return z
    .array(rowSchema)
    .parse(rows)
    .map((row) => ({ value: row.value, sums: usageSumsOf(row) }));
}
