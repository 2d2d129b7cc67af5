import type { Pool } from 'pg';
import { z } from 'zod';
import { allOf } from './conditions.js';
import { COLUMN_OF } from './dimensions.js';
import { asksForPerson, figuresTable, personConditions, type FiguresQuestion } from './figures.js';
import { Parameters } from './parameters.js';
import { usageSumColumns, usageSums, usageSumsOf, type UsageSums } from './usage-sums.js';

export interface UsageRow {
  /** Local date (day, week, month), instant (hour), or null without buckets. */
  readonly bucket: string | null;
  readonly group: Readonly<Record<string, string | null>>;
  readonly sums: UsageSums;
}

const rowSchema = z.object({
  ...usageSums,
  bucket: z.string().nullable(),
  first: z.string().nullable(),
  second: z.string().nullable(),
});

/** How much was used in the range, in each bucket, by each value of the dimensions? Values that are not known are null. */
export async function usageByGroup(pool: Pool, question: FiguresQuestion): Promise<UsageRow[]> {
  const parameters = new Parameters();
  const [first, second] = question.groupBy;
  const columnOf = (dimension: typeof first) => (dimension === undefined ? 'null::text' : COLUMN_OF[dimension]);
  const statement = `
     with ${figuresTable(question, parameters)}
     select to_char(bucket, '${question.bucket === 'hour' ? 'YYYY-MM-DD"T"HH24:MI:SS"Z"' : 'YYYY-MM-DD'}') as bucket,
            ${columnOf(first)} as first,
            ${columnOf(second)} as second,
            ${usageSumColumns}
     from   figures
     join   usage_series series using (series_id)
     ${asksForPerson(question) ? 'left   join person using (person_id)' : ''}
     where  ${allOf(personConditions(question, parameters))}
     group  by 1, 2, 3`;
  const { rows } = await pool.query(statement, parameters.values);
  return z
    .array(rowSchema)
    .parse(rows)
    .map((row) => ({
      bucket: row.bucket,
      group: Object.fromEntries(
        question.groupBy.map((dimension, index) => [dimension, index === 0 ? row.first : row.second]),
      ),
      sums: usageSumsOf(row),
    }));
}
