import type { DeliveredEntry } from '../delivery/log-entry.js';
import { LONGEST_CALL_MS, longestDelayMs } from '../delivery/arrival.js';
import type { GoogleBackend } from '../google-backend.js';
import { HOUR_MS } from '../google-hours.js';
import { millisOfNanos, nanosOfMillis } from '../nanos.js';
import type { Question } from './entries-question.js';
import { compareEntries, type EntryHours } from './entry-hours.js';
import { rangeOf } from './filter-range.js';
import { retentionDaysOf } from './log-bucket.js';
import { matches } from './match-entry.js';

const DAY_MS = 86_400_000;

/** Where a page begins: after the entry of that time and insert id. */
export type Position = readonly [timestamp: bigint, insertId: string];

/** Entries are dated within milliseconds of their call's start, by whose hour they are found. */
const DATED_WITHIN_MS = 1000;

/** The hours whose entries may match, in the order of the question, from where the page begins. */
function hoursOf(
  { filter, projectId, descending }: Question,
  after: Position | null,
  backend: GoogleBackend,
): readonly number[] {
  const faults = backend.faults();
  const dated = rangeOf(filter, 'timestamp');
  const received = rangeOf(filter, 'receiveTimestamp');
  const reached = after === null ? null : millisOfNanos(after[0]);
  const from = Math.max(
    descending ? 0 : (reached ?? 0),
    backend.historyFrom,
    keptFrom(projectId, backend),
    dated.from,
    // An entry is received after its call began, the last ones much later.
    received.from - LONGEST_CALL_MS - longestDelayMs(faults),
  );
  const latest = Math.min(backend.clock.now(), dated.to, received.to);
  const to = descending && reached !== null ? Math.min(reached, latest) : latest;
  const first = Math.floor((from - DATED_WITHIN_MS) / HOUR_MS);
  const last = Math.floor((to + DATED_WITHIN_MS) / HOUR_MS);
  const hours = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
  return descending ? hours.toReversed() : hours;
}

function keptFrom(projectId: string, backend: GoogleBackend): number {
  return backend.clock.now() - retentionDaysOf(projectId, backend.faults()) * DAY_MS;
}

/** One more than a page of entries that match and have arrived, sorted; of an entry that arrived twice the first one. */
export function findEntries(
  question: Question,
  after: Position | null,
  backend: GoogleBackend,
  log: EntryHours,
): DeliveredEntry[] {
  const { filter, projectId, descending, pageSize } = question;
  const now = nanosOfMillis(backend.clock.now());
  const kept = nanosOfMillis(keptFrom(projectId, backend));
  const entries: DeliveredEntry[] = [];
  for (const hour of hoursOf(question, after, backend)) {
    for (const one of log.entriesOf(projectId, hour, backend.faults())) {
      if (one.receiveTimestamp > now || one.timestamp < kept) continue;
      if (after !== null && !isAfter(one, after, descending)) continue;
      if (matches(filter, one.entry)) entries.push(one);
    }
    // Enough, however many of them arrived twice, and whatever the next hour has near its edge.
    const edge = nanosOfMillis(descending ? hour * HOUR_MS + DATED_WITHIN_MS : (hour + 1) * HOUR_MS - DATED_WITHIN_MS);
    const settled = entries.filter(({ timestamp }) => (descending ? timestamp > edge : timestamp < edge)).length;
    if (settled > 2 * pageSize) break;
  }
  const sorted = entries.sort(compareEntries).filter(({ timestamp, entry }, at, all) => {
    const before = all[at - 1];
    return before === undefined || before.timestamp !== timestamp || before.entry.insertId !== entry.insertId;
  });
  return (descending ? sorted.toReversed() : sorted).slice(0, pageSize + 1);
}

function isAfter(one: DeliveredEntry, [timestamp, insertId]: Position, descending: boolean): boolean {
  if (one.timestamp !== timestamp) return one.timestamp > timestamp !== descending;
  return one.entry.insertId !== insertId && one.entry.insertId > insertId !== descending;
}
