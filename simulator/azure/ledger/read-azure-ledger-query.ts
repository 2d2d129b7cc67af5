import { instant, oneOf } from '../../control-endpoint.js';
import { AZURE_GROUPINGS, type AzureLedgerQuery } from './azure-ledger.js';

/** The question that an URL of `/azure/ledger` asks; what it leaves out is left to the ledger's defaults. */
export function readAzureLedgerQuery(search: URLSearchParams): Partial<AzureLedgerQuery> {
  const query: { -readonly [Name in keyof AzureLedgerQuery]?: AzureLedgerQuery[Name] } = {};
  for (const [name, text] of search) {
    if (name === 'from' || name === 'to' || name === 'asOf') query[name] = instant(name, text);
    else if (name === 'by') query.by = oneOf(name, text, AZURE_GROUPINGS);
    else throw new TypeError(`azure ledger: there is no ${name} to ask for`);
  }
  return query;
}
