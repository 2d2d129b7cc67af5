import type { UsageEvent } from '../usage/usage-event.js';
import type { SourcedSight } from './group-join.js';
import { toleranceMs } from './tolerance.js';

/** A sight with its times as numbers. */
export interface Seen {
  readonly sight: SourcedSight;
  readonly event: UsageEvent;
  /** Start of the call, or its end where the log tells only that. */
  readonly at: number;
  /** End of the call, where it is known. */
  readonly end: number | null;
  readonly startIsKnown: boolean;
  /** When the log took in what it writes at the end of the call, where it tells that and not the end itself. */
  readonly endedBefore: number | null;
  readonly toleranceMs: number;
}

/** Sights in order of time; those of one time by their names, so that the order they were read in decides nothing. */
export function inOrder(sights: readonly SourcedSight[]): Seen[] {
  return sights
    .map((sight) => {
      const { event } = sight;
      const at = Date.parse(event.occurredAt);
      const startIsKnown = event.provenance.time !== 'end';
      const end = startIsKnown ? (event.latencyMs === null ? null : at + event.latencyMs) : at;
      const endedBefore = event.endedBefore === undefined ? null : Date.parse(event.endedBefore);
      return { sight, event, at, end, startIsKnown, endedBefore, toleranceMs: toleranceMs(event.latencyMs) };
    })
    .toSorted(
      (a, b) => a.at - b.at || compare(a.sight.log, b.sight.log) || compare(a.sight.recordId, b.sight.recordId),
    );
}

/**
 * A call: what the logs with tokens tell of it, one of them or both. Where both do and it is not sure that they mean the same
 * call (equal ones at the same time), nothing is taken over from one to the other.
 */
export interface Call {
  readonly row: Seen | null;
  readonly entry: Seen | null;
  readonly isSure: boolean;
}

/** The sight that tells best when the call began. */
export function bestTimed({ row, entry }: Call): Seen | null {
  if (row === null || entry === null) return row ?? entry;
  return entry.startIsKnown ? entry : row;
}

/** The hour of a call is that of its earlier sight, the same from whichever hour it is looked at. */
export function hourTimeOf({ row, entry }: Call): number {
  return Math.min(row?.at ?? Infinity, entry?.at ?? Infinity);
}

/** Streamed or not, as far as both logs name the method. */
export function isOneMethod(a: UsageEvent, b: UsageEvent): boolean {
  return a.streamed === b.streamed || a.operation === UNKNOWN_METHOD || b.operation === UNKNOWN_METHOD;
}

const UNKNOWN_METHOD = 'unknown';

export const isAnswered = ({ event }: Seen) => event.outcome !== 'failed';

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
