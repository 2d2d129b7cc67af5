import { z } from 'zod';
import type { Queryable } from '../snapshot.js';
import { allOf } from './conditions.js';
import { type Bucket, COLUMN_OF } from './dimensions.js';
import { asksForPerson, figuresTable, personConditions, type FiguresQuestion } from './figures.js';
import { Parameters } from './parameters.js';
import { usageSumColumns, usageSums, usageSumsOf, type UsageSums } from './usage-sums.js';

export interface UsageRow {
  /** Local date (day, week, month), instant (hour), or null without buckets. */
  readonly bucket: string | null;
  readonly group: Readonly<Record<string, string | null>>;
  readonly sums: UsageSums;
}

/** The bucket of `figures` as an answer shows it. */
export function bucketText(bucket: Bucket): string {
  return `to_char(bucket, '${bucket === 'hour' ? 'YYYY-MM-DD"T"HH24:MI:SS"Z"' : 'YYYY-MM-DD'}')`;
}

const rowSchema = z.object({
  ...usageSums,
  bucket: z.string().nullable(),
  first: z.string().nullable(),
  second: z.string().nullable(),
});

/** How much was used in the range, in each bucket, by each value of the dimensions? Values that are not known are null. */
export async function usageByGroup(database: Queryable, question: FiguresQuestion): Promise<UsageRow[]> {
  const parameters = new Parameters();
  const [first, second] = question.groupBy;
  const columnOf = (dimension: typeof first) => (dimension === undefined ? 'null::text' : COLUMN_OF[dimension]);
  const statement = `
     with ${figuresTable(question, parameters)}
     select ${bucketText(question.bucket)} as bucket,
            ${columnOf(first)} as first,
            ${columnOf(second)} as second,
            ${usageSumColumns}
     from   figures
     join   usage_series series using (series_id)
     ${asksForPerson(question) ? 'left   join person using (person_id)' : ''}
     where  ${allOf(personConditions(question, parameters))}
     group  by 1, 2, 3`;
  const { rows } = await database.query(statement, parameters.values);
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
