import { addDays, HOUR_MS, isoOf, localDateOf, startOfDay, startOfMonth, weekdayOf } from '../format/zone.js';

export const BUCKETS = ['hour', 'day', 'week', 'month'] as const;
export type Bucket = (typeof BUCKETS)[number];

/** More hours than this are neither readable nor cheap. */
const MOST_HOURS = 31 * 24;

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The grain that suits a length, where none is chosen. */
export function fittingBucket(days: number): Bucket {
  if (days <= 2) return 'hour';
  if (days <= 93) return 'day';
  return days <= 400 ? 'week' : 'month';
}

export function bucketIsOffered(bucket: Bucket, days: number): boolean {
  if (bucket === 'hour') return days * 24 <= MOST_HOURS;
  if (bucket === 'day') return days <= 400;
  return bucket === 'week' ? days > 7 : days > 31;
}

/** The name of the bucket that holds an instant: an instant for an hour, else the first local day. */
export function bucketOf(instant: number, bucket: Bucket, timeZone: string): string {
  if (bucket === 'hour') return isoOf(startOfHour(instant, timeZone));
  const date = localDateOf(instant, timeZone);
  if (bucket === 'day') return date;
  return bucket === 'week' ? addDays(date, -weekdayOf(date)) : startOfMonth(date);
}

/** Hours of the zone's own clock: in a zone of half hours they do not begin at those of UTC. */
function startOfHour(instant: number, timeZone: string): number {
  const midnight = startOfDay(localDateOf(instant, timeZone), timeZone);
  return midnight + Math.floor((instant - midnight) / HOUR_MS) * HOUR_MS;
}

/** From where to where a bucket reaches. */
export function spanOf(name: string, bucket: Bucket, timeZone: string): Span {
  if (bucket === 'hour') return { fromMs: Date.parse(name), toMs: Date.parse(name) + HOUR_MS };
  const next = bucket === 'day' ? addDays(name, 1) : bucket === 'week' ? addDays(name, 7) : startOfMonth(name, 1);
  return { fromMs: startOfDay(name, timeZone), toMs: startOfDay(next, timeZone) };
}

/** Every bucket of a range in order, also those in which nothing happened, none that lies wholly in the future. */
export function bucketsOf(range: Span, bucket: Bucket, timeZone: string, nowMs: number): string[] {
  const names: string[] = [];
  const end = Math.min(range.toMs, Math.max(nowMs, range.fromMs + 1));
  for (let at = range.fromMs; at < end && names.length < 2_000;) {
    const name = bucketOf(at, bucket, timeZone);
    names.push(name);
    at = Math.max(at + 1, spanOf(name, bucket, timeZone).toMs);
  }
  return names;
}

/** Which buckets are not whole yet: still running, or lying in time that has not been read. */
export function partialBuckets(
  names: readonly string[],
  bucket: Bucket,
  timeZone: string,
  knownUpToMs: number,
  unread: readonly Span[],
): boolean[] {
  return names.map((name) => {
    const { fromMs, toMs } = spanOf(name, bucket, timeZone);
    return toMs > knownUpToMs || unread.some((gap) => gap.fromMs < toMs && gap.toMs > fromMs);
  });
}
