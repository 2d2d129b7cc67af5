import { PROFILE_LOOKUPS } from './ledger/rules.js';
import { LEDGER_GROUPINGS } from './ledger/tallies.js';
import { LEDGER_ROUTES, type LedgerQuery } from './ledger.js';

/** An instant in a query string: ISO 8601 or milliseconds since 1970. */
export function instant(name: string, text: string): number {
  const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  if (!Number.isFinite(at)) throw new TypeError(`ledger: ${name}=${text} is not a time such as 2026-11-20T00:00:00Z`);
  return at;
}

/** One of the words that a part of the question may be. */
export function oneOf<Word extends string>(name: string, text: string, words: readonly Word[]): Word {
  const known = words.find((word) => word === text);
  if (known === undefined) throw new TypeError(`ledger: ${name}=${text} is not one of ${words.join(', ')}`);
  return known;
}

/** The question that a ledger URL asks; what it leaves out is left to the ledger's defaults. */
export function readLedgerQuery(search: URLSearchParams): Partial<LedgerQuery> {
  const query: { -readonly [Name in keyof LedgerQuery]?: LedgerQuery[Name] } = {};
  for (const [name, text] of search) {
    if (name === 'from' || name === 'to' || name === 'asOf') query[name] = instant(name, text);
    else if (name === 'by') query.by = oneOf(name, text, LEDGER_GROUPINGS);
    else if (name === 'route') query.route = oneOf(name, text, LEDGER_ROUTES);
    else if (name === 'bodies') query.bodies = oneOf(name, text, ['true', 'false']) === 'true';
    else if (name === 'profiles') query.profiles = oneOf(name, text, PROFILE_LOOKUPS);
    else throw new TypeError(`ledger: there is no ${name} to ask for`);
  }
  return query;
}
