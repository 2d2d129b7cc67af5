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

/** All entries that match and have arrived, sorted; of an entry that arrived twice the first one. */
function found(question: Question, backend: GoogleBackend, log: EntryHours): readonly DeliveredEntry[] {
  const { filter, projectId, descending } = question;
  const now = backend.clock.now();
  const faults = backend.faults();
  const kept = now - retentionDaysOf(projectId, faults) * DAY_MS;
  const dated = rangeOf(filter, 'timestamp');
  const received = rangeOf(filter, 'receiveTimestamp');
  // An entry is dated within milliseconds of its call's start and received after it, the last ones much later.
  const from =
    Math.max(backend.historyFrom, kept, dated.from, received.from - LONGEST_CALL_MS - longestDelayMs(faults)) - 1000;
  const to = Math.min(now, dated.to, received.to) + 1000;
  const entries: DeliveredEntry[] = [];
  for (let hour = Math.floor(from / HOUR_MS); hour <= Math.floor(to / HOUR_MS); hour += 1) {
    for (const delivered of log.entriesOf(projectId, hour, faults)) {
      if (delivered.receiveTimestamp > nanosOfMillis(now) || delivered.timestamp < nanosOfMillis(kept)) continue;
      if (matches(filter, delivered.entry)) entries.push(delivered);
    }
  }
  const sorted = entries.sort(compareEntries);
  const distinct = sorted.filter(({ timestamp, entry }, at) => {
    const before = sorted[at - 1];
    return before === undefined || before.timestamp !== timestamp || before.entry.insertId !== entry.insertId;
  });
  return descending ? distinct.reverse() : distinct;
}

interface PageToken {
  /** The entry after which the page begins; `null`: at the beginning, after an empty first page. */
  readonly after: readonly [timestamp: string, insertId: string] | null;
  readonly emptyPages: number;
}

const TOKEN_REFUSED = 'page_token is invalid or has expired, or other parameters of the request have changed.';

function readToken(text: string, question: Question, backend: GoogleBackend): PageToken {
  const [asked, issuedAt, emptyPages, refused, timestamp, insertId] = openToken(text, backend.seed) ?? [];
  const young = typeof issuedAt === 'number' && backend.clock.now() - issuedAt <= TOKEN_LIFE_MS;
  if (asked !== question.text || !young || refused === true || typeof emptyPages !== 'number') {
    throw invalidArgument(TOKEN_REFUSED);
  }
  const after = typeof timestamp === 'string' && typeof insertId === 'string' ? ([timestamp, insertId] as const) : null;
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
      [question.text, backend.clock.now(), emptyPages, random.chance(faults.tokenExpiryShare), ...(after ?? [])],
      backend.seed,
    );
  if (token.emptyPages < EMPTY_PAGES_IN_A_ROW && random.chance(faults.emptyPageShare)) {
    return { entries: [], nextPageToken: tokenTo(token.after, token.emptyPages + 1) };
  }
  const all = found(question, backend, log);
  const start = token.after === null ? 0 : firstAfter(all, token.after, question.descending);
  const page = all.slice(start, start + question.pageSize);
  const last = page.at(-1);
  const more = last !== undefined && start + page.length < all.length;
  return {
    entries: page.map(({ entry }) => entry),
    nextPageToken: more ? tokenTo([String(last.timestamp), last.entry.insertId], 0) : '',
  };
}

function firstAfter(
  all: readonly DeliveredEntry[],
  [timestamp, insertId]: readonly [string, string],
  descending: boolean,
): number {
  const at = BigInt(timestamp);
  const isAfter = (one: DeliveredEntry): boolean => {
    if (one.timestamp !== at) return one.timestamp > at !== descending;
    return one.entry.insertId !== insertId && one.entry.insertId > insertId !== descending;
  };
  const index = all.findIndex(isAfter);
  return index === -1 ? all.length : index;
}
