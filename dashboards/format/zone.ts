/** A day on the calendar, `YYYY-MM-DD`, without a zone. */
export type LocalDate = string;

export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  let clock = clocks.get(timeZone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    clocks.set(timeZone, clock);
  }
  return clock;
}

/** What the clock on the wall of a zone shows, read as if it were UTC. */
function wallMs(instant: number, timeZone: string): number {
  const part = Object.fromEntries(
    clockOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  return Date.UTC(
    part['year'] ?? 0,
    (part['month'] ?? 1) - 1,
    part['day'],
    part['hour'],
    part['minute'],
    part['second'],
  );
}

/** Milliseconds that a zone is ahead of UTC at an instant. */
export function offsetMs(instant: number, timeZone: string): number {
  return wallMs(instant, timeZone) - Math.floor(instant / 1000) * 1000;
}

/** The calendar day of an instant in a zone. */
export function localDateOf(instant: number, timeZone: string): LocalDate {
  return new Date(wallMs(instant, timeZone)).toISOString().slice(0, 10);
}

/** The first instant of a day in a zone, also where a clock change removes or repeats midnight. */
export function startOfDay(date: LocalDate, timeZone: string): number {
  return instantOfWall(Date.parse(`${date}T00:00:00Z`), timeZone);
}

/** The instant at which the clock of a zone shows a time: the earlier one if it does so twice, the next one if never. */
export function instantOfWall(wall: number, timeZone: string): number {
  const earlier = wall - offsetMs(wall - DAY_MS, timeZone);
  if (wallMs(earlier, timeZone) === wall) return earlier;
  const later = wall - offsetMs(wall + DAY_MS, timeZone);
  return wallMs(later, timeZone) === wall ? later : earlier;
}

/** The same time of the clock, a number of calendar days later (or earlier, when negative). */
export function shiftInstant(instant: number, days: number, timeZone: string): number {
  const rest = instant - Math.floor(instant / 1000) * 1000;
  return instantOfWall(wallMs(instant, timeZone) + days * DAY_MS, timeZone) + rest;
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

/** 0 is Monday, as in ISO 8601. */
export function weekdayOf(date: LocalDate): number {
  return (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
}

export function startOfMonth(date: LocalDate, months = 0): LocalDate {
  const day = new Date(`${date.slice(0, 7)}-01T00:00:00Z`);
  day.setUTCMonth(day.getUTCMonth() + months);
  return day.toISOString().slice(0, 10);
}

/** An instant as RFC 3339 in UTC, to the second. */
export function isoOf(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}
