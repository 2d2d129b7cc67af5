import { words } from '../words/words.js';
import type { Bucket } from '../range/buckets.js';
import type { DateRange } from '../range/range.js';
import { addDays, localDateOf, offsetMs, startOfDay, type LocalDate } from './zone.js';

const locale = words.locale.dates;
const made = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = timeZone + JSON.stringify(options);
  let format = made.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { timeZone, hourCycle: 'h23', ...options });
    made.set(key, format);
  }
  return format;
}

const DAY = { day: 'numeric', month: 'short' } as const;
const TIME = { hour: '2-digit', minute: '2-digit' } as const;

function utc(date: LocalDate): number {
  return Date.parse(`${date}T00:00:00Z`);
}

/** "20 Nov", or "20 Nov 2026" with the year. */
export function formatDay(date: LocalDate, withYear = false): string {
  return formatter('UTC', withYear ? { ...DAY, year: 'numeric' } : DAY).format(utc(date));
}

export function formatMonth(date: LocalDate, withYear = false): string {
  return formatter('UTC', withYear ? { month: 'long', year: 'numeric' } : { month: 'long' }).format(utc(date));
}

/** "13:07" in a zone. */
export function formatTime(instant: number | string, timeZone: string, withSeconds = false): string {
  return formatter(timeZone, withSeconds ? { ...TIME, second: '2-digit' } : TIME).format(new Date(instant));
}

/** "20 Nov, 13:07" in a zone. */
export function formatMoment(instant: number | string, timeZone: string, withYear = false): string {
  const ms = new Date(instant).getTime();
  return `${formatDay(localDateOf(ms, timeZone), withYear)}, ${formatTime(ms, timeZone)}`;
}

/** "1 – 20 Nov 2026"; what both ends share is written once. */
export function formatDays(from: LocalDate, last: LocalDate, withYear = true): string {
  return formatter('UTC', withYear ? { ...DAY, year: 'numeric' } : DAY)
    .formatRange(utc(from), utc(last))
    .replace(/\s?–\s?/, ' – ');
}

/** A range as its days, or as its moments where it is cut within a day. */
export function formatRange(range: Pick<DateRange, 'fromMs' | 'toMs'>, timeZone: string, withYear = true): string {
  const first = localDateOf(range.fromMs, timeZone);
  const last = localDateOf(range.toMs - 1, timeZone);
  const whole = startOfDay(first, timeZone) === range.fromMs && startOfDay(addDays(last, 1), timeZone) === range.toMs;
  if (whole) return formatDays(first, last, withYear);
  if (first === last) {
    return `${formatDay(first, withYear)}, ${formatTime(range.fromMs, timeZone)} – ${formatTime(range.toMs, timeZone)}`;
  }
  return `${formatMoment(range.fromMs, timeZone, withYear)} – ${formatMoment(range.toMs, timeZone, withYear)}`;
}

/** The name of a bucket under an axis (short) or over a list (long). */
export function formatBucket(name: string, bucket: Bucket, timeZone: string, long = false): string {
  if (bucket === 'hour') return long ? formatMoment(name, timeZone, true) : formatTime(name, timeZone);
  if (bucket === 'month')
    return formatter('UTC', { month: long ? 'long' : 'short', year: 'numeric' }).format(utc(name));
  if (bucket === 'week' && long) return formatDays(name, addDays(name, 6));
  return formatter('UTC', long ? { weekday: 'short', ...DAY, year: 'numeric' } : DAY).format(utc(name));
}

/** "UTC+1", as it is at an instant. */
export function formatOffset(instant: number, timeZone: string): string {
  const minutes = Math.round(offsetMs(instant, timeZone) / 60_000);
  if (minutes === 0) return 'UTC';
  const size = Math.abs(minutes);
  const rest = size % 60;
  return `UTC${minutes < 0 ? '−' : '+'}${String(Math.floor(size / 60))}${rest ? `:${String(rest).padStart(2, '0')}` : ''}`;
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

function countOf(value: number, unit: string, digits = 0): string {
  const options = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat(words.locale.numbers, options).format(value);
}

/** The two largest units of a length: "2 hr 5 min". Under ten seconds with one decimal. */
export function formatDuration(seconds: number): string {
  if (seconds < 1) return countOf(Math.max(0, Math.round(seconds * 1000)), 'millisecond');
  if (seconds < 60) return countOf(seconds, 'second', seconds < 10 ? 1 : 0);
  const place = UNITS.findIndex(([, size]) => seconds >= size);
  const [unit, size] = UNITS[place] ?? UNITS[3];
  const next = UNITS[place + 1];
  const first = Math.floor(seconds / size);
  const second = next ? Math.floor((seconds - first * size) / next[1]) : 0;
  // Nobody reads the seconds of a quarter of an hour.
  if (unit === 'minute' && first >= 5) return countOf(Math.round(seconds / size), unit);
  return next && second > 0 ? `${countOf(first, unit)} ${countOf(second, next[0])}` : countOf(first, unit);
}
