import { z } from 'zod';
import type { Queryable } from '../snapshot.js';
import { allOf } from './conditions.js';
import { COLUMN_OF } from './dimensions.js';
import { asksForPerson, figuresTable, personConditions, type FiguresQuestion } from './figures.js';
import { Parameters } from './parameters.js';
import { pricedSeries, type PricedSeries } from './priced-series.js';
import { bucketText, type UsageRow } from './usage-by-group.js';
import type { PriceSums, SumsReader } from './usage-sums.js';

/** Usage of a bucket and group that was given one label. */
export interface LabelledUsage<Label, Sums extends PriceSums = PriceSums> extends Pick<UsageRow, 'bucket' | 'group'> {
  readonly label: Label;
  readonly sums: Sums;
}

/** A label, and a text that is the same for the same label. */
export interface Labelled<Label> {
  readonly key: string;
  readonly label: Label;
}

const rowSchema = z.object({
  label: z.number(),
  bucket: z.string().nullable(),
  first: z.string().nullable(),
  second: z.string().nullable(),
});

/**
 * How much was used in the range, in each bucket and group, by what somebody says of each series in each span between the
 * cuts? What prices and policies decide is decided outside the database, once for each series, and added up inside it: two
 * questions, so they are asked within a snapshot (`inSnapshot`).
 */
export async function usageByLabel<Label, Sums extends PriceSums>(
  snapshot: Queryable,
  question: FiguresQuestion,
  sums: SumsReader<Sums>,
  labelOf: (series: PricedSeries, from: number) => Labelled<Label>,
): Promise<LabelledUsage<Label, Sums>[]> {
  const { from, to } = question.range;
  const cuts = [...new Set(question.cuts ?? [])].filter((cut) => cut > from && cut < to).toSorted((a, b) => a - b);
  const labels = new Labels<Label>();
  for (const series of await pricedSeries(snapshot, question.filters)) {
    labels.add(
      series.seriesId,
      [from, ...cuts].map((start) => labelOf(series, start)),
    );
  }
  return sumsOf(snapshot, { ...question, cuts }, sums, labels);
}

async function sumsOf<Label, Sums extends PriceSums>(
  database: Queryable,
  question: FiguresQuestion,
  sums: SumsReader<Sums>,
  labels: Labels<Label>,
): Promise<LabelledUsage<Label, Sums>[]> {
  const parameters = new Parameters();
  const [first, second] = question.groupBy;
  const columnOf = (dimension: typeof first) => (dimension === undefined ? 'null::text' : COLUMN_OF[dimension]);
  const integers = (list: readonly number[]) => `${parameters.add(list)}::integer[]`;
  // One row a series, with the place of its labels in one list: joined by one number, and in parallel. With a row for each
  // series and span, the planner sorts every row of the roll-ups first, for twice the time.
  const statement = `
     with ${figuresTable(question, parameters)}, labels (series_id, place) as (
       select * from unnest(${integers(labels.seriesIds)}, ${integers(labels.places)})
     )
     select (${integers(labels.numbers)})[labels.place + figures.span] as label,
            ${bucketText(question.bucket)} as bucket,
            ${columnOf(first)} as first,
            ${columnOf(second)} as second,
            ${sums.columns}
     from   figures
     join   labels using (series_id)
     join   usage_series series using (series_id)
     ${asksForPerson(question) ? 'left   join person using (person_id)' : ''}
     where  ${allOf(personConditions(question, parameters))}
     group  by 1, 2, 3, 4`;
  // The planner takes the labels for many thousands and would sort for them; they are some hundreds.
  await database.query(`set local enable_sort = off`);
  await database.query(`set local work_mem = '64MB'`);
  const { rows }: { rows: unknown[] } = await database.query(statement, parameters.values);
  return rows.map((row) => {
    const { label, bucket, first, second } = rowSchema.parse(row);
    const values = [first, second];
    return {
      label: labels.at(label),
      bucket,
      group: Object.fromEntries(question.groupBy.map((dimension, index) => [dimension, values[index] ?? null])),
      sums: sums.read(row),
    };
  });
}

/** The labels of each series, span by span, as lists of numbers that a statement can take. */
class Labels<Label> {
  readonly seriesIds: number[] = [];
  /** Where in `numbers`, counted from 1, the labels of each of the series begin: one for each span. */
  readonly places: number[] = [];
  readonly numbers: number[] = [];
  private readonly numberOf = new Map<string, number>();
  private readonly labels: Label[] = [];

  add(seriesId: number, ofSpans: readonly Labelled<Label>[]): void {
    this.seriesIds.push(seriesId);
    this.places.push(this.numbers.length + 1);
    for (const labelled of ofSpans) this.numbers.push(this.number(labelled));
  }

  at(number: number): Label {
    const label = this.labels[number];
    if (label === undefined) throw new Error(`no label has the number ${number}`);
    return label;
  }

  private number({ key, label }: Labelled<Label>): number {
    const known = this.numberOf.get(key);
    if (known !== undefined) return known;
    const number = this.labels.push(label) - 1;
    this.numberOf.set(key, number);
    return number;
  }
}
