import { z } from 'zod';
import { ConfigDocument } from './document.js';
import { expandEntry, type SourceDiscovery } from './expand-sources.js';
import { reportIssues } from './report-issues.js';
import type { SourceConfig } from './schema.js';
import { sourceSchema } from './source-schema.js';

/** A mistake in an entry: where, in the entry's own keys, and what to do. */
export interface EntryProblem {
  readonly path: string;
  readonly message: string;
}

/** What one entry of `sources` stands for, or everything that is wrong with it. */
export type EntryReading =
  | { readonly problems: readonly EntryProblem[] }
  | { readonly sources: readonly SourceConfig[]; readonly discoveries: readonly SourceDiscovery[] };

const FIRST = /^sources\[0\]\.?/;
const NOT_FROM_OUTSIDE =
  'is not taken from here: it decides where this service connects to, or holds a secret. Write it into the configuration file, and try it with "ledgerline doctor"';

/**
 * Reads an entry that did not come from the file, by the rules of the file. Addresses, files and references to the
 * environment are refused: whoever may send an entry must not choose whom this service talks to or what it reads here.
 */
export function readSourceEntry(entry: Readonly<Record<string, unknown>>): EntryReading {
  const refused = refusedKeys(entry);
  if (refused.length > 0) return { problems: refused.map((path) => ({ path, message: NOT_FROM_OUTSIDE })) };
  // JSON is YAML, so that mistakes are found and told as those of the file are.
  const document = new ConfigDocument(JSON.stringify({ sources: [entry] }), () => undefined);
  const schema = z.strictObject({ sources: z.array(sourceSchema(z.never())) });
  const { data, error } = schema.safeParse(document.value);
  if (error) reportIssues(document, schema, error.issues);
  const read = data?.sources[0];
  if (read === undefined || document.problems.length > 0) {
    return { problems: document.problems.map(({ path, message }) => ({ path: path.replace(FIRST, ''), message })) };
  }
  return expandEntry(read);
}

/** Of credentials, only the name of an identity that this service's own may act as. */
const CREDENTIALS = new Set(['roleArn', 'impersonate']);
const mapSchema = z.record(z.string(), z.unknown()).catch({});

function refusedKeys(entry: Readonly<Record<string, unknown>>): string[] {
  const accounts: readonly unknown[] = Array.isArray(entry['accounts']) ? entry['accounts'] : [];
  const holders = [entry, ...accounts.map((account) => mapSchema.parse(account))];
  const keys = holders.flatMap((holder) => Object.keys(mapSchema.parse(holder['credentials'])));
  return [
    ...['endpoint', 'path'].filter((key) => key in entry),
    ...keys.filter((key) => !CREDENTIALS.has(key)).map((key) => `credentials.${key}`),
    ...(JSON.stringify(entry).includes('${env:') ? ['${env:…}'] : []),
  ];
}
