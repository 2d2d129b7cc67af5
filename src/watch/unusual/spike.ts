import { DAY_MS, HOUR_MS } from '../../usage/window.js';
import { median, spread } from './statistics.js';

/** One figure by hour, the oldest first, and when its first hour began. */
export interface HourSeries {
  readonly from: number;
  readonly values: Float64Array;
}

export interface SpikeRules {
  /** How many times the usual is unusual. */
  readonly factor: number;
  /** Less than this in an hour is never unusual. */
  readonly minimum: number;
  /** Those that are known for a shorter time are compared with what others do. */
  readonly learningDays: number;
  /** The busy hours of others; null where nobody is known for long enough. Asked only for who is new. */
  readonly crowd: () => Busy | null;
}

export interface Spike {
  /** Beginning of the hour, or of the last of the 24 hours. */
  readonly at: number;
  readonly span: 'hour' | 'day';
  readonly value: number;
  /** What is usual at these hours of the week. */
  readonly usual: number;
  /** What it would have had to stay below. */
  readonly limit: number;
}

/** The busiest hours and days that are nothing unusual. */
export interface Busy {
  readonly hour: number;
  readonly day: number;
}

const DAY = 24;
const WEEK = 7 * DAY;
const WEEKS = 8;
/** A day evens out what single hours do, and is unusual sooner. */
const DAY_FACTOR = 0.75;
/** Minima of a day, in those of an hour. */
const DAY_MINIMUM = 2.5;
/** Deviations that the same hours of past weeks may lie apart. */
const DEVIATIONS = 6;
/** Hours of the week are steady when they deviate by less than this share of their middle. */
const STEADY = 0.25;
const STEADY_WEEKS = 6;
/** What was done once before at the end of a month may be done again, and twice as much. */
const ALLOWANCE = 2;

/**
 * The greatest excess in the judged hours (indexes into the series), or null. An hour, and the 24 hours that end with it, are
 * compared with the busiest days of the past weeks, two of which may have been incidents themselves, and with the end of the
 * last months near the end of one. What is steady is compared with the same hours of past weeks too, by their median, which
 * a holiday does not move; weeks count by the busiest of the hour and its neighbours, so that a change of the clocks and a
 * late start are nothing.
 */
export function findSpike(series: HourSeries, judged: readonly number[], rules: SpikeRules): Spike | null {
  if (!isWorthALook(series.values, judged, rules.minimum)) return null;
  const days = sumsOfDays(series.values);
  const born = firstOf(series.values);
  if (born === null) return null;
  let worst: Spike | null = null;
  let known: Busy | null = null;
  // What is judged is not learned from.
  const own = () => (known ??= busyOf(series.values, days, judged[0] ?? 0, born));
  for (const index of judged) {
    const value = series.values[index] ?? 0;
    const day = days[index] ?? 0;
    // Nearly every hour ends here.
    if (value <= rules.minimum && day <= DAY_MINIMUM * rules.minimum) continue;
    const isKnown = index - born >= rules.learningDays * DAY;
    const busy = isKnown ? own() : rules.crowd();
    if (busy === null) continue;
    const ends = endsOfMonths(series, days, index);
    const same = sameHours(series.values, index, born);
    const usual = median(same);
    const byHour = Math.max(rules.minimum, rules.factor * busy.hour, ALLOWANCE * ends.hour);
    const steady = isKnown ? steadyLimit(series.values, index, born, same, rules) : Infinity;
    const limit = Math.min(byHour, Math.max(steady, ALLOWANCE * ends.hour));
    const dayLimit = Math.max(DAY_MINIMUM * rules.minimum, DAY_FACTOR * rules.factor * busy.day, ALLOWANCE * ends.day);
    const at = series.from + index * HOUR_MS;
    if (value > limit) worst = worse(worst, { at, span: 'hour', value, usual, limit });
    if (day > dayLimit) {
      const usualDay = median(sameDays(days, index, born));
      worst = worse(worst, { at, span: 'day', value: day, usual: usualDay, limit: dayLimit });
    }
  }
  return worst;
}

/** Nearly everybody stays below the minimum all day. */
function isWorthALook(values: Float64Array, judged: readonly number[], minimum: number): boolean {
  const [first = 0] = judged;
  let sum = 0;
  for (let index = Math.max(0, first - DAY); index < values.length; index += 1) sum += values[index] ?? 0;
  return sum > minimum;
}

/** What is busy and no incident, before the last 24 hours: the third busiest day, because two may have been incidents. */
export function busyOf(values: Float64Array, days: Float64Array, index: number, born: number): Busy {
  const hours = new Third();
  const sums = new Third();
  for (let end = index - DAY; end - DAY + 1 >= born; end -= DAY) {
    let most = 0;
    for (let hour = end - DAY + 1; hour <= end; hour += 1) most = Math.max(most, values[hour] ?? 0);
    hours.add(most);
    sums.add(days[end] ?? 0);
  }
  return { hour: hours.value, day: sums.value };
}

/** The third greatest of what is added; Infinity while there are fewer. */
class Third {
  private count = 0;
  private first = -Infinity;
  private second = -Infinity;
  private third = -Infinity;

  get value(): number {
    return this.count < 3 ? Infinity : this.third;
  }

  add(value: number): void {
    this.count += 1;
    if (value > this.first) [this.first, this.second, this.third] = [value, this.first, this.second];
    else if (value > this.second) [this.second, this.third] = [value, this.second];
    else if (value > this.third) this.third = value;
  }
}

/** The sum of the 24 hours that end with each hour. */
export function sumsOfDays(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length);
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) {
    sum += (values[index] ?? 0) - (values[index - DAY] ?? 0);
    sums[index] = sum;
  }
  return sums;
}

/** The first hour in which anything was done; null where nothing was. */
export function firstOf(values: Float64Array): number | null {
  const first = values.findIndex((value) => value > 0);
  return first === -1 ? null : first;
}

/** The same hour of each past week: the busiest of it and its neighbours. */
function sameHours(values: Float64Array, index: number, born: number): number[] {
  const same: number[] = [];
  for (let week = 1; week <= WEEKS && index - week * WEEK >= born; week += 1) {
    same.push(aroundOf(values, index - week * WEEK));
  }
  return same;
}

function sameDays(days: Float64Array, index: number, born: number): number[] {
  const same: number[] = [];
  for (let week = 1; week <= WEEKS && index - week * WEEK >= born; week += 1) same.push(days[index - week * WEEK] ?? 0);
  return same;
}

function aroundOf(values: Float64Array, index: number): number {
  return Math.max(values[index - 1] ?? 0, values[index] ?? 0, values[index + 1] ?? 0);
}

/** From when on an hour is unusual for what does the same week after week; Infinity for what does not. */
function steadyLimit(
  values: Float64Array,
  index: number,
  born: number,
  same: readonly number[],
  { factor, minimum }: SpikeRules,
): number {
  const middle = median(same);
  const deviation = spread(same);
  if (same.length < STEADY_WEEKS || middle === 0 || deviation > STEADY * middle) return Infinity;
  // What is done at this hour on another day may move: after a holiday Monday's work is done on Tuesday.
  let otherDays = 0;
  for (let at = index - DAY; at >= born; at -= DAY) otherDays = Math.max(otherDays, aroundOf(values, at));
  return Math.max(minimum, factor * (middle + DEVIATIONS * deviation), ALLOWANCE * otherDays);
}

/** The busiest hour and day about the same end of a month before; nothing away from the ends of months. */
function endsOfMonths({ from, values }: HourSeries, days: Float64Array, index: number): Busy {
  const at = from + index * HOUR_MS;
  const end = nearestEnd(at);
  let hour = 0;
  let day = 0;
  if (Math.abs(at - end) > 3 * DAY_MS) return { hour, day };
  for (const months of [1, 2]) {
    const before = new Date(end);
    before.setUTCMonth(before.getUTCMonth() - months);
    const middle = index - Math.round((end - before.getTime()) / HOUR_MS);
    for (let near = Math.max(0, middle - 2 * DAY); near <= middle + 2 * DAY; near += 1) {
      hour = Math.max(hour, values[near] ?? 0);
      day = Math.max(day, days[near] ?? 0);
    }
  }
  return { hour, day };
}

/** The beginning of a UTC month that is nearest. */
function nearestEnd(at: number): number {
  const date = new Date(at);
  const begin = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  const end = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
  return at - begin < end - at ? begin : end;
}

function worse(one: Spike | null, other: Spike): Spike {
  return one === null || other.value / other.limit > one.value / one.limit ? other : one;
}
