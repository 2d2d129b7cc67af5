import { AwsError } from '../aws/aws-json.js';
import type { Place } from '../world-places.js';
import type { MeteredHours, Metric, Sample } from './metered-hours.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A range of time, seen from an instant. */
export interface Range {
  readonly from: number;
  readonly to: number;
  readonly now: number;
}

/** What is asked of a metric: a statistic for every period of a range. */
export interface SeriesQuestion {
  readonly metric: Metric;
  readonly periodMs: number;
  readonly stat: string;
}

/** Values at the beginnings of the periods that have any, in order of time. */
export type Series = readonly (readonly [at: number, value: number])[];

/** Values of single minutes are kept for 15 days, of five minutes for 63, of hours for 455. */
function oldestKept(periodMs: number, now: number): number {
  return now - (periodMs < 300_000 ? 15 : periodMs < HOUR_MS ? 63 : 455) * DAY_MS;
}

const STATISTICS: Readonly<Record<string, (values: readonly number[]) => number>> = {
  Sum: (values) => values.reduce((sum, value) => sum + value, 0),
  SampleCount: (values) => values.length,
  Average: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  Minimum: (values) => values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
  Maximum: (values) => values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
};

/** The hours of a range in which anything can have been counted. */
export function hoursOf({ historyFrom }: MeteredHours, { from, to, now }: Range): readonly [number, number] {
  return [Math.floor(Math.max(from, historyFrom) / HOUR_MS), Math.ceil(Math.min(to, now + 1) / HOUR_MS)];
}

/** Collects the values of one series, period by period. A period belongs to the range when it begins in it. */
class Periods {
  private readonly periods = new Map<number, number[]>();
  private readonly from: number;
  private readonly to: number;
  private readonly statistic: (values: readonly number[]) => number;

  constructor(
    readonly question: SeriesQuestion,
    private readonly range: Range,
  ) {
    const { periodMs, stat } = question;
    const statistic = STATISTICS[stat];
    if (statistic === undefined) {
      throw new AwsError('ValidationError', `The stand-in does not play the statistic ${stat}`);
    }
    this.statistic = statistic;
    this.from = Math.max(Math.ceil(range.from / periodMs) * periodMs, oldestKept(periodMs, range.now));
    this.to = Math.ceil(range.to / periodMs) * periodMs;
  }

  put({ at, value }: Sample): void {
    if (at < this.from || at >= this.to || at > this.range.now) return;
    const start = Math.floor(at / this.question.periodMs) * this.question.periodMs;
    const values = this.periods.get(start) ?? [];
    this.periods.set(start, values);
    values.push(value);
  }

  series(): Series {
    return [...this.periods].map(([at, values]) => [at, this.statistic(values)]);
  }
}

/** The series of several questions, in their order, counted in one walk over the hours of the range. */
export function seriesOf(
  hours: MeteredHours,
  place: Place,
  questions: readonly SeriesQuestion[],
  range: Range,
): readonly Series[] {
  const all = questions.map((question) => new Periods(question, range));
  // The last period may reach beyond the range.
  const longest = Math.max(0, ...questions.map((question) => question.periodMs));
  const [first, end] = hoursOf(hours, { ...range, to: range.to + longest });
  for (let hour = first; hour < end; hour += 1) {
    for (const periods of all) {
      for (const sample of hours.samples(place, hour, periods.question.metric)) periods.put(sample);
    }
  }
  return all.map((periods) => periods.series());
}
