import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import type { ContentMode } from '../usage/content.js';
import { reportMissingContentKey } from './config/contents.js';
import { ConfigDocument, type Problem, pathWords } from './config/document.js';
import { expandEntry, type SourceDiscovery } from './config/expand-sources.js';
import { reportIssues, valueAt } from './config/report-issues.js';
import { type SourceConfig, configSchema } from './config/schema.js';
import { reportMissingPublicUrl, type ServerConfig, type SignInConfig } from './config/sign-in-schema.js';
import type { AlertsConfig, ChannelConfig } from './config/watch-schema.js';
import type { Environment } from './environment.js';
import type { ContentKeys } from './keys/content-keys.js';

const DEFAULT_FILE = 'ledgerline.config.yaml';

/** The configuration, checked and complete: every default is filled in, every path absolute. */
export interface Config<Rules = unknown, Prices = unknown> {
  /** The file it came from; undefined when there is none and everything is a default. */
  readonly file: string | undefined;
  readonly server: ServerConfig;
  readonly signIn: SignInConfig;
  /** The key, in PEM, that signs digests of the audit log; undefined means the one in `dataDir`. */
  readonly audit: { readonly signingKey?: string | undefined };
  /** An existing PostgreSQL; undefined means the embedded one in `dataDir`. */
  readonly database: { readonly url: string | undefined };
  readonly dataDir: string;
  /** `timeZones` are those with daily roll-ups: UTC, the reporting zone, and whichever else was asked for. */
  readonly reporting: { readonly timeZone: string; readonly timeZones: readonly string[] };
  /** What is kept of prompts and completions, and for how long; `keys` is null where no content key is configured. */
  readonly contents: {
    readonly mode: ContentMode;
    readonly retentionDays: number;
    readonly keys: ContentKeys | null;
  };
  /** One for each account and region that the entries of `sources` name. */
  readonly sources: readonly SourceConfig[];
  readonly alerts: AlertsConfig;
  readonly channels: readonly ChannelConfig[];
  /** Accounts whose regions have to be asked where they log, for entries with `regions: discover`. */
  readonly discoveries: readonly SourceDiscovery[];
  readonly attribution: { readonly rules: Rules } | undefined;
  /** What the customer knows about prices: see src/price/prices-schema.ts. */
  readonly prices: Prices | undefined;
}

export interface ConfigOptions<Rules, Prices> {
  /** A file named on the command line; then LEDGERLINE_CONFIG, then ./ledgerline.config.yaml where there is one. */
  readonly path?: string | undefined;
  readonly env: Pick<Environment, 'configPath' | 'databaseUrl' | 'variable'>;
  /** The schema of `attribution.rules`, which lives in `attribute`. Without it the rules pass unchecked. */
  readonly attributionRules?: z.ZodType<Rules>;
  /** The schema of `prices`, which lives in `price`. */
  readonly prices?: z.ZodType<Prices>;
}

/** Reads the configuration. Throws a ConfigError that names every mistake with its line, not only the first. */
export function loadConfig<Rules = unknown, Prices = unknown>({
  path,
  env,
  attributionRules = z.custom<Rules>(),
  prices = z.custom<Prices>(),
}: ConfigOptions<Rules, Prices>): Config<Rules, Prices> {
  const { file, text } = readConfigFile(path ?? env.configPath);
  const document = new ConfigDocument(text, env.variable);
  if (document.problems.some((problem) => problem.path === ''))
    throw new ConfigError(file ?? DEFAULT_FILE, document.problems);
  const schema = configSchema(document.isReferenced, { attributionRules, prices });
  const { data, error } = schema.safeParse(document.value);
  if (error) reportIssues(document, schema, error.issues);
  reportRepeatedIds(document);
  reportMissingContentKey(document);
  reportMissingPublicUrl(document);
  const url = data?.database.url ?? env.databaseUrl;
  const reported = document.problems.some((problem) => problem.path === 'database.url');
  if (url !== undefined && !reported && !/^postgres(ql)?:\/\//.test(url)) {
    document.report(['database', 'url'], 'DATABASE_URL must begin with postgres:// or postgresql://');
  }
  const expanded = (data?.sources ?? []).map(expandEntry);
  reportRepeatedSources(
    document,
    expanded.map(({ sources }) => sources),
  );
  if (!data || document.problems.length > 0) throw new ConfigError(file ?? 'DATABASE_URL', document.problems);
  return {
    ...data,
    file,
    database: { url },
    dataDir: resolve(file ? dirname(file) : '.', data.dataDir),
    sources: expanded.flatMap(({ sources }) => sources),
    discoveries: expanded.flatMap(({ discoveries }) => discoveries),
    attribution: data.attribution,
    prices: data.prices,
  };
}

/** The configuration is wrong. One line of the message per mistake, `file:line:column path: what and what to do`. */
export class ConfigError extends Error {
  readonly problems: readonly Problem[];

  constructor(file: string, problems: readonly Problem[]) {
    const sorted = problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
    super(
      sorted
        .map(({ line, column, path, message }) => `${file}:${line}:${column} ${path && `${path}: `}${message}`)
        .join('\n'),
    );
    this.problems = sorted;
  }
}

function readConfigFile(named: string | undefined): { file: string | undefined; text: string } {
  const file = resolve(named ?? DEFAULT_FILE);
  if (!existsSync(file)) {
    if (named === undefined) return { file: undefined, text: '' };
    throw new ConfigError(named, [
      {
        line: 1,
        column: 1,
        path: '',
        message: `there is no such file (looked for ${file}); ledgerline.config.example.yaml shows one`,
      },
    ]);
  }
  return { file, text: readFileSync(file, 'utf8') };
}

/** Two sources of one id would share their checkpoints. Looked for here, so that it is reported beside other mistakes. */
function reportRepeatedIds(document: ConfigDocument): void {
  const sources = valueAt(document.value, ['sources']);
  const seen = new Map<unknown, number>();
  for (const [index, source] of Array.isArray(sources) ? sources.entries() : []) {
    const id = valueAt(source, ['id']);
    const first = seen.get(id);
    if (typeof id !== 'string') continue;
    if (first === undefined) seen.set(id, index);
    else
      document.report(
        ['sources', index, 'id'],
        `"${id}" is also the id of ${pathWords(['sources', first])}; ids must differ`,
      );
  }
}

/** The same of sources that entries with several accounts or regions stand for. */
function reportRepeatedSources(document: ConfigDocument, expanded: readonly (readonly SourceConfig[])[]): void {
  const entries = valueAt(document.value, ['sources']);
  const seen = new Map<string, number>();
  for (const [index, sources] of expanded.entries()) {
    const entryId = Array.isArray(entries) ? valueAt(entries[index], ['id']) : undefined;
    for (const { id } of sources) {
      const first = seen.get(id);
      if (first === undefined) seen.set(id, index);
      // Entries of one id have been reported already.
      else if (id !== entryId) {
        const where = first === index ? 'twice' : `also by ${pathWords(['sources', first])}`;
        document.report(['sources', index, 'id'], `the source "${id}" is made ${where}; sources must differ`);
      }
    }
  }
}
