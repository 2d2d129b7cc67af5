import type { CallsQuery } from './true-calls.js';
import { GOOGLE_GROUPINGS, LEDGER_BASES, type GoogleLedgerQuery } from './google-ledger.js';

/** An instant in a query string: ISO 8601 or milliseconds since 1970. */
function instant(name: string, text: string): number {
  const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  if (!Number.isFinite(at)) throw new TypeError(`ledger: ${name}=${text} is not a time such as 2026-11-20T00:00:00Z`);
  return at;
}

function oneOf<Word extends string>(name: string, text: string, words: readonly Word[]): Word {
  const known = words.find((word) => word === text);
  if (known === undefined) throw new TypeError(`ledger: ${name}=${text} is not one of ${words.join(', ')}`);
  return known;
}

/** The question that a URL of the ledger asks; what it leaves out is left to the ledger's defaults. */
export function readGoogleLedgerQuery(search: URLSearchParams): Partial<GoogleLedgerQuery> {
  const query: { -readonly [Name in keyof GoogleLedgerQuery]?: GoogleLedgerQuery[Name] } = {};
  for (const [name, text] of search) {
    if (name === 'from' || name === 'to' || name === 'asOf') query[name] = instant(name, text);
    else if (name === 'by') query.by = oneOf(name, text, GOOGLE_GROUPINGS);
    else if (name === 'base') query.base = oneOf(name, text, LEDGER_BASES);
    else throw new TypeError(`ledger: there is no ${name} to ask for`);
  }
  return query;
}

/** The page of calls that a URL asks for. */
export function readCallsQuery(search: URLSearchParams): Partial<CallsQuery> {
  const query: { -readonly [Name in keyof CallsQuery]?: CallsQuery[Name] } = {};
  for (const [name, text] of search) {
    if (name === 'from' || name === 'to' || name === 'asOf') query[name] = instant(name, text);
    else if (name === 'after') query.after = text;
    else if (name === 'limit' && /^[1-9]\d*$/.test(text)) query.limit = Number(text);
    else throw new TypeError(`calls: there is no ${name}=${text} to ask for`);
  }
  return query;
}
