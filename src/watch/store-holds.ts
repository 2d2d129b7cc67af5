import { DAY_MS, type Window } from '../usage/window.js';
import type { Evidence } from './log-keeping.js';
import { evidenceOf, valueOf, type Latest } from './settings-of-place.js';

/** Where one of our sources reads, and the earliest and latest calls that it has read there within the needed time. */
export interface SourceRead {
  readonly resource: string;
  readonly firstCallAt: number | null;
  /** The beginning of the UTC day of the latest call. */
  readonly lastCallAt: number | null;
}

interface Reads {
  readonly reads: readonly SourceRead[];
}

/** Since when records are known to have been written there: the earliest that any evidence says. */
export function sinceOf(
  { reads }: Reads,
  resource: string,
  written: readonly Window[],
  oldest: Latest<{ day: string | null }>,
): number {
  const day = valueOf(oldest)?.day ?? null;
  const read = reads.find((source) => source.resource === resource || resource.startsWith(`${source.resource}/`));
  return Math.min(
    ...written.map(({ from }) => from),
    day === null ? Infinity : Date.parse(day),
    read?.firstCallAt ?? Infinity,
  );
}

/** Where we have read calls that are older than the oldest record, those records are gone. */
export function goneBefore({ reads }: Reads, resource: string, oldest: Latest<{ day: string | null }>): number[] {
  const day = oldest.state === 'known' ? oldest.value.day : null;
  const first = reads.find((source) => source.resource === resource)?.firstCallAt ?? null;
  return day !== null && first !== null && first < Date.parse(day) ? [Date.parse(day)] : [];
}

/** Before this instant, a retention of so many days that ended at `at` has left nothing. */
export function horizonOf(days: number | null, at: number): number {
  return days === null ? -Infinity : at - days * DAY_MS;
}

interface HoldsQuestion {
  readonly written: readonly Window[];
  /** When any of the place's logging settings were first seen. */
  readonly seenFrom: number;
  readonly since: number;
  readonly reachesBackTo: number;
  readonly exists: boolean;
}

/** The time whose records the store holds: since it is known to be written, as far as nothing has deleted them. */
export function holdsOf({ written, seenFrom, since, reachesBackTo, exists }: HoldsQuestion): Window[] {
  if (!exists || !Number.isFinite(since)) return [];
  const firstSeen = written[0]?.from ?? seenFrom;
  // What was written before the settings were first seen is known from the records themselves.
  const spans = since < firstSeen ? [{ from: since, to: firstSeen }, ...written] : written;
  return spans.map(({ from, to }) => ({ from: Math.max(from, reachesBackTo), to })).filter(({ from, to }) => from < to);
}

/** The oldest record as evidence. */
export function oldestEvidence(oldest: Latest<{ day: string | null }>): Evidence[] {
  if (oldest.state === 'never' || oldest.state === 'denied') return [];
  const day = valueOf(oldest)?.day ?? null;
  return [evidenceOf(oldest.spell, day === null ? 'no record found' : `oldest record of ${day}`)];
}
