import { openToken, sealToken } from '../../aws/sealed-token.js';
import { invalidArgument } from '../google-error.js';
import type { Column } from './columns.js';
import type { Cell } from './log-rows.js';

/** The rows that a query or a table yields, with their columns. */
export interface Result {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

interface PageAsked {
  readonly start: number;
  readonly maxResults: number | undefined;
  /** Times as whole microseconds; otherwise as seconds in floating point. */
  readonly int64Timestamps: boolean;
}

/** A page holds at most about so much JSON. https://docs.cloud.google.com/bigquery/quotas#query_jobs */
const PAGE_CHARACTERS = 10_000_000;

export function schemaOf(columns: readonly Column[]): object {
  return { fields: columns.map(({ name, type, mode }) => ({ name, type, mode })) };
}

/** The page of rows that a request asks for and the token to the next; a token belongs to what it was issued for. */
export function rowsAsked(result: Result, of: string, search: URLSearchParams, seed: number): object {
  const token = search.get('pageToken');
  const [issuedFor, start] = token === null ? [of, 0] : (openToken(token, seed) ?? []);
  if (issuedFor !== of || typeof start !== 'number') throw invalidArgument('Invalid page token');
  const most = search.get('maxResults');
  const page = pageOf(result, {
    start: Number(search.get('startIndex') ?? start),
    maxResults: most === null ? undefined : Number(most),
    int64Timestamps: search.get('formatOptions.useInt64Timestamp') === 'true',
  });
  return {
    rows: page.rows,
    ...(page.next === null ? {} : { pageToken: sealToken([of, page.next], seed) }),
  };
}

/** Rows from a start on until the page is full, and where the next one begins. */
function pageOf(result: Result, asked: PageAsked): { readonly rows: readonly object[]; readonly next: number | null } {
  const rows: object[] = [];
  let characters = 0;
  for (let at = asked.start; at < result.rows.length; at += 1) {
    const row = {
      f: (result.rows[at] ?? []).map((cell, index) => ({
        v: wire(cell, result.columns[index], asked.int64Timestamps),
      })),
    };
    characters += JSON.stringify(row).length;
    if (rows.length === asked.maxResults || (characters > PAGE_CHARACTERS && rows.length > 0))
      return { rows, next: at };
    rows.push(row);
  }
  return { rows, next: null };
}

/** A cell as the JSON of BigQuery has it: every scalar is text. */
function wire(cell: Cell, column: Column | undefined, int64Timestamps: boolean): unknown {
  if (cell === null) return column?.mode === 'REPEATED' ? [] : null;
  if (typeof cell === 'number') return int64Timestamps ? String(cell) : String(cell / 1_000_000);
  return typeof cell === 'object' ? cell.map((v) => ({ v })) : String(cell);
}
