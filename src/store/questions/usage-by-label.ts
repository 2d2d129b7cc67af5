import type { Pool } from 'pg';
import { z } from 'zod';
import { inSnapshot, type Queryable } from '../snapshot.js';
import { allOf } from './conditions.js';
import { COLUMN_OF } from './dimensions.js';
import { asksForPerson, figuresTable, personConditions, type FiguresQuestion } from './figures.js';
import { Parameters } from './parameters.js';
import { pricedSeries, type PricedSeries } from './priced-series.js';
import { bucketText, type UsageRow } from './usage-by-group.js';
import { usageSumColumns, usageSums, usageSumsOf } from './usage-sums.js';

/** Usage of a bucket and group that was given one label. */
export interface LabelledUsage<Label> extends UsageRow {
  readonly label: Label;
}

/** A label, and a text that is the same for the same label. */
export interface Labelled<Label> {
  readonly key: string;
  readonly label: Label;
}

const rowSchema = z.object({
  ...usageSums,
  label: z.number(),
  bucket: z.string().nullable(),
  first: z.string().nullable(),
  second: z.string().nullable(),
});

/**
 * How much was used in the range, in each bucket and group, by what somebody says of each series in each span between the
 * cuts? What prices and policies decide is decided outside the database, once for each series, and added up inside it.
 */
export async function usageByLabel<Label>(
  pool: Pool,
  question: FiguresQuestion,
  labelOf: (series: PricedSeries, from: number) => Labelled<Label>,
): Promise<LabelledUsage<Label>[]> {
  const { from, to } = question.range;
  const cuts = [...new Set(question.cuts ?? [])].filter((cut) => cut > from && cut < to).toSorted((a, b) => a - b);
  return inSnapshot(pool, async (snapshot) => {
    const labels = new Labels<Label>();
    for (const series of await pricedSeries(snapshot, question.filters)) {
      for (const [span, start] of [from, ...cuts].entries()) labels.add(series.seriesId, span, labelOf(series, start));
    }
    return sumsOf(snapshot, { ...question, cuts }, labels);
  });
}

async function sumsOf<Label>(
  database: Queryable,
  question: FiguresQuestion,
  labels: Labels<Label>,
): Promise<LabelledUsage<Label>[]> {
  const parameters = new Parameters();
  const [first, second] = question.groupBy;
  const columnOf = (dimension: typeof first) => (dimension === undefined ? 'null::text' : COLUMN_OF[dimension]);
  const arrays = [labels.seriesIds, labels.spans, labels.numbers].map((list) => `${parameters.add(list)}::integer[]`);
  const statement = `
     with ${figuresTable(question, parameters)}, labels (series_id, span, label) as (
       select * from unnest(${arrays.join(', ')})
     )
     select label,
            ${bucketText(question.bucket)} as bucket,
            ${columnOf(first)} as first,
            ${columnOf(second)} as second,
            ${usageSumColumns}
     from   figures
     join   labels using (series_id, span)
     join   usage_series series using (series_id)
     ${asksForPerson(question) ? 'left   join person using (person_id)' : ''}
     where  ${allOf(personConditions(question, parameters))}
     group  by 1, 2, 3, 4`;
  const { rows } = await database.query(statement, parameters.values);
  return z
    .array(rowSchema)
    .parse(rows)
    .map((row) => ({
      label: labels.at(row.label),
      bucket: row.bucket,
      group: Object.fromEntries(
        question.groupBy.map((dimension, index) => [dimension, index === 0 ? row.first : row.second]),
      ),
      sums: usageSumsOf(row),
    }));
}

/** The label of each series in each span, as three lists of numbers that a statement can take. */
class Labels<Label> {
  readonly seriesIds: number[] = [];
  readonly spans: number[] = [];
  readonly numbers: number[] = [];
  private readonly numberOf = new Map<string, number>();
  private readonly labels: Label[] = [];

  add(seriesId: number, span: number, { key, label }: Labelled<Label>): void {
    let number = this.numberOf.get(key);
    if (number === undefined) {
      number = this.labels.push(label) - 1;
      this.numberOf.set(key, number);
    }
    this.seriesIds.push(seriesId);
    this.spans.push(span);
    this.numbers.push(number);
  }

  at(number: number): Label {
    const label = this.labels[number];
    if (label === undefined) throw new Error(`no label has the number ${number}`);
    return label;
  }
}
