import { addDays, hasWholeHourOffsets, localDate, startOfLocalDay } from '../../usage/time-zone.js';
import { HOUR_MS, type Window } from '../../usage/window.js';
import type { Bucket } from './dimensions.js';

/** A piece of a range, and the coarsest rows that answer it exactly. */
export type Part =
  | { readonly grain: 'day'; readonly zone: string; readonly fromDay: string; readonly toDay: string }
  | { readonly grain: 'hour'; readonly from: number; readonly to: number }
  | { readonly grain: 'event'; readonly from: number; readonly to: number };

export interface GrainQuestion {
  readonly range: Window;
  readonly timeZone: string;
  readonly bucket: Bucket;
  /** Zones whose days are built; UTC always is. */
  readonly builtTimeZones: readonly string[];
  /** Hourly rows know no persons. */
  readonly needsPerson: boolean;
}

/** A question whose answers must not reach across some instants. */
export interface SpansQuestion extends GrainQuestion {
  /** In order of time. */
  readonly cuts?: readonly number[];
}

/** The pieces of each span between the cuts; neighbours of one grain are one piece, so that many cuts make few. */
export function planSpans({ cuts = [], ...question }: SpansQuestion): Part[] {
  const { from, to } = question.range;
  const inside = cuts.filter((cut) => cut > from && cut < to);
  // Cuts are midnights of UTC as a rule. Without buckets, days of any zone do.
  const cutQuestion = inside.length > 0 && question.bucket === 'none' ? { ...question, timeZone: 'UTC' } : question;
  const bounds = [from, ...inside, to];
  const parts: Part[] = [];
  for (const [index, end] of bounds.slice(1).entries()) {
    for (const part of planGrains({ ...cutQuestion, range: { from: bounds[index] ?? from, to: end } })) {
      const last = parts.at(-1);
      const joined = last === undefined ? null : join(last, part);
      if (joined === null) parts.push(part);
      else parts[parts.length - 1] = joined;
    }
  }
  return parts;
}

/** Two pieces as one, where the second goes on in the grain of the first. */
function join(a: Part, b: Part): Part | null {
  if (a.grain === 'day')
    return b.grain === 'day' && a.zone === b.zone && a.toDay === b.fromDay ? { ...a, toDay: b.toDay } : null;
  return b.grain === a.grain && a.to === b.from ? { ...a, to: b.to } : null;
}

/**
 * Cuts a range into pieces, each answered from the coarsest rows that hold it exactly: whole days from daily rows (37 ms for
 * 30 days), whole hours from hourly ones (790 ms), the ragged rest from events (4 s). Together the pieces are the range.
 */
export function planGrains(question: GrainQuestion): Part[] {
  const { range } = question;
  const zone = zoneOfDays(question);
  if (zone === null) return planHours(question, range);
  const firstDay = localDate(zone, range.from);
  const fromDay = startOfLocalDay(zone, firstDay) === range.from ? firstDay : addDays(firstDay, 1);
  const toDay = localDate(zone, range.to);
  if (fromDay >= toDay) return planHours(question, range);
  return [
    ...planHours(question, { from: range.from, to: startOfLocalDay(zone, fromDay) }),
    { grain: 'day', zone, fromDay, toDay },
    ...planHours(question, { from: startOfLocalDay(zone, toDay), to: range.to }),
  ];
}

/** The zone whose days may be added up; null when days do not fit. Without buckets, days of any zone do. */
function zoneOfDays({ bucket, timeZone, builtTimeZones }: GrainQuestion): string | null {
  if (bucket === 'hour') return null;
  if (timeZone === 'UTC' || builtTimeZones.includes(timeZone)) return timeZone;
  return bucket === 'none' ? 'UTC' : null;
}

function planHours({ bucket, timeZone, needsPerson }: GrainQuestion, { from, to }: Window): Part[] {
  if (from >= to) return [];
  const hoursFit = !needsPerson && (bucket === 'none' || hasWholeHourOffsets(timeZone, { from, to }));
  const firstHour = Math.ceil(from / HOUR_MS) * HOUR_MS;
  const lastHour = Math.floor(to / HOUR_MS) * HOUR_MS;
  if (!hoursFit || firstHour >= lastHour) return [{ grain: 'event', from, to }];
  const parts: Part[] = [];
  if (from < firstHour) parts.push({ grain: 'event', from, to: firstHour });
  parts.push({ grain: 'hour', from: firstHour, to: lastHour });
  if (lastHour < to) parts.push({ grain: 'event', from: lastHour, to });
  return parts;
}
