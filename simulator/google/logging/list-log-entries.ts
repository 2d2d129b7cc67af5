import { openToken, sealToken } from '../../aws/sealed-token.js';
import type { Random } from '../../random.js';
import type { LogEntry } from '../delivery/log-entry.js';
import type { GoogleBackend } from '../google-backend.js';
import { invalidArgument } from '../google-error.js';
import type { JsonFieldReader } from '../json-fields.js';
import { questionOf, type Question } from './entries-question.js';
import type { EntryHours } from './entry-hours.js';
import { findEntries, type Position } from './find-entries.js';

export interface EntriesPage {
  readonly entries: readonly LogEntry[];
  readonly nextPageToken: string;
}

const TOKEN_LIFE_MS = 86_400_000;
const EMPTY_PAGES_IN_A_ROW = 3;

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
  const all = findEntries(question, token.after, backend, log);
  const page = all.slice(0, question.pageSize);
  const last = page.at(-1);
  return {
    entries: page.map(({ entry }) => entry),
    nextPageToken:
      last === undefined || all.length === page.length ? '' : tokenTo([last.timestamp, last.entry.insertId], 0),
  };
}
