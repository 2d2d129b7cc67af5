import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { ConfigDocument, type Problem, pathWords } from './config/document.js';
import { knownKeys } from './config/known-keys.js';
import { nearest } from './config/nearest.js';
import { type SourceConfig, configSchema } from './config/schema.js';
import type { Environment } from './environment.js';

const DEFAULT_FILE = 'ledgerline.config.yaml';

/** The configuration, checked and complete: every default is filled in, every path absolute. */
export interface Config<Rules = unknown, Prices = unknown> {
  /** The file it came from; undefined when there is none and everything is a default. */
  readonly file: string | undefined;
  readonly server: { readonly host: string; readonly port: number };
  /** An existing PostgreSQL; undefined means the embedded one in `dataDir`. */
  readonly database: { readonly url: string | undefined };
  readonly dataDir: string;
  /** `timeZones` are those with daily roll-ups: UTC, the reporting zone, and whichever else was asked for. */
  readonly reporting: { readonly timeZone: string; readonly timeZones: readonly string[] };
  readonly contents: { readonly mode: 'off' };
  readonly sources: readonly SourceConfig[];
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
  const url = data?.database.url ?? env.databaseUrl;
  const reported = document.problems.some((problem) => problem.path === 'database.url');
  if (url !== undefined && !reported && !/^postgres(ql)?:\/\//.test(url)) {
    document.report(['database', 'url'], 'DATABASE_URL must begin with postgres:// or postgresql://');
  }
  if (!data || document.problems.length > 0) throw new ConfigError(file ?? 'DATABASE_URL', document.problems);
  return {
    ...data,
    file,
    database: { url },
    dataDir: resolve(file ? dirname(file) : '.', data.dataDir),
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

function reportIssues(document: ConfigDocument, schema: z.ZodType, issues: readonly z.core.$ZodIssue[]): void {
  const { value } = document;
  for (const issue of issues) {
    const meant = issue.code === 'invalid_union' ? meantOption(issue) : [];
    if (meant.length > 0) {
      reportIssues(document, schema, meant);
    } else if (issue.code === 'unrecognized_keys') {
      const known = knownKeys(schema, issue.path, value);
      for (const key of issue.keys) document.reportKey(issue.path, key, unknownKeyWords(key, known));
    } else if (issue.code === 'invalid_type' && valueAt(value, issue.path) === undefined) {
      document.report(issue.path, `is required (${issue.expected})`);
    } else {
      document.report(issue.path, issue.message);
    }
  }
}

/** Of several forms that a value may have, the mistakes of the one whose kind (a list, a section) was written. */
function meantOption({ errors, path }: z.core.$ZodIssueInvalidUnion): z.core.$ZodIssue[] {
  const meant = errors.find(
    (issues) => !issues.some((issue) => issue.code === 'invalid_type' && issue.path.length === 0),
  );
  return (meant ?? []).map((issue) => ({ ...issue, path: [...path, ...issue.path] }));
}

function unknownKeyWords(key: string, known: readonly string[]): string {
  const meant = nearest(key, known);
  if (meant !== undefined) return `unknown key "${key}"; did you mean "${meant}"?`;
  return `unknown key "${key}"${known.length > 0 ? `; known here: ${known.join(', ')}` : ''}`;
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

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce(
    (inner: unknown, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}
