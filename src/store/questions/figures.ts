import { dayOfEventId } from '../../usage/event-id.js';
import { MEASURE_COLUMNS, measureNames, measuresFromEvents } from '../measures.js';
import { allOf, conditionOf } from './conditions.js';
import type { Bucket, Dimension } from './dimensions.js';
import { planSpans, type Part } from './grains.js';
import type { Parameters } from './parameters.js';
import type { ScopedFilters } from './scoped-filters.js';

/** What figures are asked for; every question about figures starts from it. */
export interface FiguresQuestion {
  readonly range: { readonly from: number; readonly to: number };
  readonly timeZone: string;
  readonly builtTimeZones: readonly string[];
  readonly filters: ScopedFilters;
  readonly bucket: Bucket;
  readonly groupBy: readonly Dimension[];
  /** Instants that cut the range into spans, in order; figures of two spans are never added up. */
  readonly cuts?: readonly number[];
  /** Only this call, wherever it lies. */
  readonly eventId?: string | null;
}

const rollupMeasures = MEASURE_COLUMNS.map((column) => `r.${column}`).join(', ');

/**
 * The common table `figures (span, bucket, series_id, person_id, …measures)`: what the calls of the range that match the filters
 * on their series add up to, each piece of the range from the coarsest rows that hold it. One statement, so that all
 * pieces are of one moment. `bucket` is local time (UTC for hours); `person_id` is null when nobody asked for persons.
 */
export function figuresTable(question: FiguresQuestion, parameters: Parameters): string {
  const needsPerson = asksForPerson(question);
  const conditions = question.filters.ofSeries.map((filter) => conditionOf(filter, parameters));
  const write: PartWriter = {
    question,
    parameters,
    spanOf: spanColumn(question, parameters),
    person: (alias) => (needsPerson ? `${alias}.person_id` : 'null::integer'),
    seriesMatch: (alias) => (conditions.length === 0 ? [] : [`${alias}.series_id in (select series_id from matching)`]),
  };
  const parts = question.eventId
    ? [singleEvent(write, question.eventId)]
    : planSpans({ ...question, needsPerson }).map((part) => partRows(write, part));
  return `matching as (
       select series_id
       from   usage_series series
       where  ${allOf(conditions)}
     ), figures (span, bucket, series_id, person_id, ${measureNames}) as (
       ${parts.join('\n       union all\n       ')}
     )`;
}

/** The conditions that only the person of a row can answer. */
export function personConditions({ filters }: FiguresQuestion, parameters: Parameters): string[] {
  return filters.ofPerson.map((filter) => conditionOf(filter, parameters));
}

export function asksForPerson({ filters, groupBy }: FiguresQuestion): boolean {
  return groupBy.includes('person') || filters.asksFor('person');
}

interface PartWriter {
  readonly question: FiguresQuestion;
  readonly parameters: Parameters;
  /** The number of the span that an instant lies in, from 0 on. */
  readonly spanOf: (instant: string) => string;
  readonly person: (alias: string) => string;
  readonly seriesMatch: (alias: string) => string[];
}

function partRows(write: PartWriter, part: Part): string {
  const { parameters, question } = write;
  if (part.grain === 'day') {
    const where = [
      `r.zone = ${parameters.add(part.zone)}`,
      `r.day >= ${parameters.add(part.fromDay)}::date`,
      `r.day < ${parameters.add(part.toDay)}::date`,
      ...write.seriesMatch('r'),
    ];
    const bucket = question.bucket === 'day' ? 'r.day::timestamp' : bucketOf(question, 'r.day::timestamp');
    // No cut lies within the day, so that its noon is in the same span as all of it.
    const span = write.spanOf(`(r.day + time '12:00') at time zone r.zone`);
    return rollupRows(span, bucket, write.person('r'), 'usage_daily', where);
  }
  if (part.grain === 'hour') {
    const where = [
      `r.hour >= ${parameters.add(new Date(part.from))}`,
      `r.hour < ${parameters.add(new Date(part.to))}`,
      ...write.seriesMatch('r'),
    ];
    return rollupRows(write.spanOf('r.hour'), instantBucket(write, 'r.hour'), 'null::integer', 'usage_hourly', where);
  }
  return eventRows(write, instantBucket(write, 'e.occurred_at'), [
    ...occurredBetween(part, parameters),
    ...write.seriesMatch('e'),
  ]);
}

function singleEvent(write: PartWriter, eventId: string): string {
  const day = write.parameters.add(dayOfEventId(eventId));
  const where = [`e.event_id = ${write.parameters.add(eventId)}`, `e.occurred_on = ${day}::date`];
  return eventRows(write, 'null::timestamp', [...where, ...write.seriesMatch('e')]);
}

/** Bounds on the instant, and on the partition key beside it, so that other partitions are never opened. */
export function occurredBetween({ from, to }: { from: number; to: number }, parameters: Parameters): string[] {
  const utcDay = (at: number) => `${parameters.add(new Date(at).toISOString().slice(0, 10))}::date`;
  return [
    `e.occurred_at >= ${parameters.add(new Date(from))}`,
    `e.occurred_at < ${parameters.add(new Date(to))}`,
    `e.occurred_on >= ${utcDay(from)}`,
    `e.occurred_on <= ${utcDay(to - 1)}`,
  ];
}

function rollupRows(span: string, bucket: string, person: string, table: string, where: readonly string[]): string {
  return `select ${span}, ${bucket}, r.series_id, ${person}, ${rollupMeasures}
       from   ${table} r
       where  ${allOf(where)}`;
}

function eventRows(write: PartWriter, bucket: string, where: readonly string[]): string {
  return `select ${write.spanOf('e.occurred_at')}, ${bucket}, e.series_id, ${write.person('e')}, ${measuresFromEvents}
       from   usage_event e
       join   usage_series s using (series_id)
       where  ${allOf(where)}
       group  by 1, 2, 3, 4`;
}

function spanColumn({ cuts = [] }: FiguresQuestion, parameters: Parameters): PartWriter['spanOf'] {
  if (cuts.length === 0) return () => '0';
  const thresholds = `${parameters.add(cuts.map((cut) => new Date(cut).toISOString()))}::timestamptz[]`;
  return (instant) => `width_bucket(${instant}, ${thresholds})`;
}

/** An instant's bucket. Hours that a clock repeats stay two: date_trunc keeps the offset of its hour. */
function instantBucket({ question, parameters }: PartWriter, instant: string): string {
  if (question.bucket === 'none') return 'null::timestamp';
  const zone = `${parameters.add(question.timeZone)}::text`;
  if (question.bucket === 'hour') return `date_trunc('hour', ${instant}, ${zone}) at time zone 'UTC'`;
  return bucketOf(question, `(${instant} at time zone ${zone})`);
}

function bucketOf({ bucket }: FiguresQuestion, localTime: string): string {
  return bucket === 'none' || bucket === 'hour' ? 'null::timestamp' : `date_trunc('${bucket}', ${localTime})`;
}
