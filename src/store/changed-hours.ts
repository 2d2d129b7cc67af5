import { createHash } from 'node:crypto';
import { HOUR_MS, type Window } from '../usage/window.js';
import type { JoinedEvent } from './write-joined.js';
import { groupedBy } from '../usage/grouped-by.js';

/** Digests of what a group's hours came to, by their start. */
type HourDigests = Readonly<Record<string, string>>;

/** The hours of a group whose events are others than at its last join, with these events, and the digests of all hours. */
interface ChangedHours {
  readonly hours: readonly Window[];
  readonly events: readonly JoinedEvent[];
  readonly digests: HourDigests;
}

/**
 * Which hours of a day came to something else than last time: a late row of one hour is no reason to lock and compare the
 * events of all others. Where nothing is known of the last time, every hour of the group's time is changed.
 */
export function changedHours(time: Window, events: readonly JoinedEvent[], before: HourDigests | null): ChangedHours {
  const byHour = groupedBy(events, ({ event }) => Math.floor(Date.parse(event.occurredAt) / HOUR_MS) * HOUR_MS);
  const digests: Record<string, string> = {};
  for (const [hour, own] of byHour) digests[new Date(hour).toISOString()] = digestOf(own);
  const hours: Window[] = [];
  for (let from = time.from; from < time.to; from += HOUR_MS) {
    const name = new Date(from).toISOString();
    if (before === null || before[name] !== digests[name]) hours.push({ from, to: from + HOUR_MS });
  }
  return { hours, digests, events: hours.flatMap(({ from }) => byHour.get(from) ?? []) };
}

function digestOf(events: readonly JoinedEvent[]): string {
  const hash = createHash('sha256');
  for (const event of events.toSorted(byId)) hash.update(JSON.stringify(event, withWholeNumbers));
  return hash.digest('base64');
}

const byId = (a: JoinedEvent, b: JoinedEvent) => (a.event.eventId < b.event.eventId ? -1 : 1);

/** JSON knows no numbers as long as amounts of money. */
const withWholeNumbers = (_key: string, value: unknown) => (typeof value === 'bigint' ? value.toString() : value);
