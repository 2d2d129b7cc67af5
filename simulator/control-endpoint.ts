import { LEDGER_GROUPINGS, type LedgerQuery } from './ledger.js';

/** An instant in a query string: ISO 8601 or milliseconds since 1970. */
function instant(name: string, text: string): number {
  const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  if (!Number.isFinite(at)) throw new TypeError(`ledger: ${name}=${text} is not a time such as 2026-11-20T00:00:00Z`);
  return at;
}

/** The question that a ledger URL asks; what it leaves out is left to the ledger's defaults. */
export function readLedgerQuery(search: URLSearchParams): Partial<LedgerQuery> {
  const query: { from?: number; to?: number; asOf?: number; by?: LedgerQuery['by'] } = {};
  for (const name of ['from', 'to', 'asOf'] as const) {
    const text = search.get(name);
    if (text !== null) query[name] = instant(name, text);
  }
  const by = search.get('by');
  if (by === null) return query;
  const known = LEDGER_GROUPINGS.find((grouping) => grouping === by);
  if (known === undefined) throw new TypeError(`ledger: by=${by} is not one of ${LEDGER_GROUPINGS.join(', ')}`);
  return { ...query, by: known };
}
