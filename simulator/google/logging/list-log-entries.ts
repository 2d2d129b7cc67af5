import { openToken, sealToken } from '../../aws/sealed-token.js';
import type { Random } from '../../random.js';
import type { DeliveredEntry, LogEntry } from '../delivery/log-entry.js';
import { LONGEST_CALL_MS, longestDelayMs } from '../delivery/arrival.js';
import type { GoogleBackend } from '../google-backend.js';
import { invalidArgument } from '../google-error.js';
import { HOUR_MS } from '../google-hours.js';
import type { JsonFieldReader } from '../json-fields.js';
import { nanosOfMillis } from '../nanos.js';
import { readFilter, type Filter } from './filter.js';
import { UnreadableFilter } from './filter-words.js';
import { compareEntries, type EntryHours } from './entry-hours.js';
import { rangeOf } from './filter-range.js';
import { matches } from './match-entry.js';
import { retentionDaysOf } from './log-bucket.js';

export interface EntriesPage {
  readonly entries: readonly LogEntry[];
  readonly nextPageToken: string;
}

const DAY_MS = 86_400_000;
const TOKEN_LIFE_MS = DAY_MS;
const MOST_ENTRIES = 1000;
const USUAL_ENTRIES = 50;
const MOST_FILTER_CHARACTERS = 20_000;
const EMPTY_PAGES_IN_A_ROW = 3;

interface Question {
  readonly projectId: string;
  readonly filter: Filter;
  readonly descending: boolean;
  readonly pageSize: number;
  /** What a page token belongs to. */
  readonly text: string;
}

/** The project that a request's resource names name; the stand-in reads one project at a time. */
export function projectAsked(request: JsonFieldReader): string {
  const names = [...new Set(request.texts('resourceNames'))];
  const projectId = /^projects\/([^/]+)$/.exec(names[0] ?? '')?.[1];
  if (projectId === undefined || names.length > 1) {
    throw invalidArgument(
      `The stand-in reads the entries of one project, as in projects/P; asked for: ${names.join(', ')}`,
    );
  }
  return projectId;
}

function questionOf(request: JsonFieldReader): Question {
  const text = request.text('filter') ?? '';
  const orderBy = request.text('orderBy') ?? '';
  const pageSize = request.whole('pageSize') ?? 0;
  if (pageSize > MOST_ENTRIES) throw invalidArgument(`page_size must be at most ${MOST_ENTRIES}.`);
  if (text.length > MOST_FILTER_CHARACTERS) throw invalidArgument('The filter is too long.');
  if (!['', 'timestamp', 'timestamp asc', 'timestamp desc'].includes(orderBy)) {
    throw invalidArgument(`order_by must be "timestamp asc" or "timestamp desc", not "${orderBy}".`);
  }
  const projectId = projectAsked(request);
  return {
    projectId,
    filter: filterOf(text),
    descending: orderBy === 'timestamp desc',
    pageSize: pageSize > 0 ? pageSize : USUAL_ENTRIES,
    text: `${projectId} ${orderBy} ${text}`,
  };
}

function filterOf(text: string): Filter {
  try {
    return readFilter(text);
  } catch (error) {
    if (error instanceof UnreadableFilter) throw invalidArgument(error.message);
    throw error;
  }
}

/** Where a page begins: after the entry of that time and insert id. */
type Position = readonly [timestamp: bigint, insertId: string];

/** Entries are dated within milliseconds of their call's start, by whose hour they are found. */
const DATED_WITHIN_MS = 1000;

/** The hours whose entries may match, in the order of the question. */
function hoursOf({ filter, projectId, descending }: Question, backend: GoogleBackend): readonly number[] {
  const faults = backend.faults();
  const dated = rangeOf(filter, 'timestamp');
  const received = rangeOf(filter, 'receiveTimestamp');
  const from = Math.max(
    backend.historyFrom,
    keptFrom(projectId, backend),
    dated.from,
    // An entry is received after its call began, the last ones much later.
    received.from - LONGEST_CALL_MS - longestDelayMs(faults),
  );
  const to = Math.min(backend.clock.now(), dated.to, received.to);
  const first = Math.floor((from - DATED_WITHIN_MS) / HOUR_MS);
  const last = Math.floor((to + DATED_WITHIN_MS) / HOUR_MS);
  const hours = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
  return descending ? hours.reverse() : hours;
}

function keptFrom(projectId: string, backend: GoogleBackend): number {
  return backend.clock.now() - retentionDaysOf(projectId, backend.faults()) * DAY_MS;
}

/** One more than a page of entries that match and have arrived, sorted; of an entry that arrived twice the first one. */
function found(question: Question, after: Position | null, backend: GoogleBackend, log: EntryHours): DeliveredEntry[] {
  const { filter, projectId, descending, pageSize } = question;
  const now = nanosOfMillis(backend.clock.now());
  const kept = nanosOfMillis(keptFrom(projectId, backend));
  const entries: DeliveredEntry[] = [];
  for (const hour of hoursOf(question, backend)) {
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
  return (descending ? sorted.reverse() : sorted).slice(0, pageSize + 1);
}

function isAfter(one: DeliveredEntry, [timestamp, insertId]: Position, descending: boolean): boolean {
  if (one.timestamp !== timestamp) return one.timestamp > timestamp !== descending;
  return one.entry.insertId !== insertId && one.entry.insertId > insertId !== descending;
}

interface PageToken {
  /** The entry after which the page begins; `null`: at the beginning, after an empty first page. */
  readonly after: Position | null;
  readonly emptyPages: number;
}

const TOKEN_REFUSED = 'page_token is invalid or has expired, or other parameters of the request have changed.';

function readToken(text: string, question: Question, backend: GoogleBackend): PageToken {
  const [asked, issuedAt, emptyPages, refused, timestamp, insertId] = openToken(text, backend.seed) ?? [];
  const young = typeof issuedAt === 'number' && backend.clock.now() - issuedAt <= TOKEN_LIFE_MS;
  if (asked !== question.text || !young || refused === true || typeof emptyPages !== 'number') {
    throw invalidArgument(TOKEN_REFUSED);
  }
  const after =
    typeof timestamp === 'string' && typeof insertId === 'string' ? ([BigInt(timestamp), insertId] as const) : null;
  return { after, emptyPages };
}

/**
 * entries.list: a page may be empty and still have a token, which means that there was no time to search everything.
 * https://docs.cloud.google.com/logging/docs/reference/v2/rest/v2/entries/list
 */
export function listLogEntries(
  request: JsonFieldReader,
  backend: GoogleBackend,
  log: EntryHours,
  random: Random,
): EntriesPage {
  const question = questionOf(request);
  const faults = backend.faults();
  const given = request.text('pageToken') ?? '';
  const token: PageToken = given === '' ? { after: null, emptyPages: 0 } : readToken(given, question, backend);
  const tokenTo = (after: PageToken['after'], emptyPages: number): string =>
    sealToken(
      [
        question.text,
        backend.clock.now(),
        emptyPages,
        random.chance(faults.tokenExpiryShare),
        ...(after ?? []).map(String),
      ],
      backend.seed,
    );
  if (token.emptyPages < EMPTY_PAGES_IN_A_ROW && random.chance(faults.emptyPageShare)) {
    return { entries: [], nextPageToken: tokenTo(token.after, token.emptyPages + 1) };
  }
  const all = found(question, token.after, backend, log);
  const page = all.slice(0, question.pageSize);
  const last = page.at(-1);
  return {
    entries: page.map(({ entry }) => entry),
    nextPageToken:
      last === undefined || all.length === page.length ? '' : tokenTo([last.timestamp, last.entry.insertId], 0),
  };
}
