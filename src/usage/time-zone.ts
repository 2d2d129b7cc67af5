import { DAY_MS, HOUR_MS, SECOND_MS, type Window } from './window.js';

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * True for an IANA name (`Europe/Berlin`, `UTC`). Plain offsets (`+02:00`) are refused: PostgreSQL reads their sign the
 * other way round. https://www.postgresql.org/docs/current/datetime-posix-timezone-specs.html
 */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** What clocks in the zone are ahead of UTC at that instant, in milliseconds. */
export function offsetMs(timeZone: string, at: number): number {
  const second = Math.floor(at / SECOND_MS) * SECOND_MS;
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(second)
      .map((part) => [part.type, Number(part.value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - second;
}

/** The date on the zone's calendar at that instant, `YYYY-MM-DD`. */
export function localDate(timeZone: string, at: number): string {
  return dateText(at + offsetMs(timeZone, at));
}

/**
 * The first instant of a local date. Clocks that go forward at midnight have no 00:00 (the day then starts later), clocks
 * that go back just after it have two (the first counts), so that days stay whole and next to each other.
 */
export function startOfLocalDay(timeZone: string, date: string): number {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const offsets = [offsetMs(timeZone, midnight - DAY_MS), offsetMs(timeZone, midnight + DAY_MS)];
  const earliest = midnight - Math.max(...offsets);
  const latest = midnight - Math.min(...offsets);
  for (const candidate of [earliest, latest]) {
    if (candidate + offsetMs(timeZone, candidate) === midnight) return candidate;
  }
  let before = earliest - HOUR_MS;
  let from = latest;
  while (from - before > 1) {
    const middle = Math.floor((before + from) / 2);
    if (localDate(timeZone, middle) < date) before = middle;
    else from = middle;
  }
  return from;
}

/** The date that many days later (or earlier, when negative) on the calendar. */
export function addDays(date: string, days: number): string {
  return dateText(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS);
}

/** True when local hours start on UTC hours all through the window, so that hourly figures can be put together. */
export function hasWholeHourOffsets(timeZone: string, window: Window): boolean {
  for (let at = window.from; at < window.to; at += 7 * DAY_MS) {
    if (offsetMs(timeZone, at) % HOUR_MS !== 0) return false;
  }
  return offsetMs(timeZone, Math.max(window.from, window.to - 1)) % HOUR_MS === 0;
}

function dateText(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, format);
  return format;
}
