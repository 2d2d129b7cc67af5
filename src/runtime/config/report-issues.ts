import type { z } from 'zod';
import type { ConfigDocument } from './document.js';
import { knownKeys } from './known-keys.js';
import { nearest } from './nearest.js';

/** Notes what a schema finds wrong with a document, each mistake at its place and with what was probably meant. */
export function reportIssues(document: ConfigDocument, schema: z.ZodType, issues: readonly z.core.$ZodIssue[]): void {
  const { value } = document;
  for (const issue of issues.flatMap(meantOption)) {
    if (issue.code === 'unrecognized_keys') {
      const known = knownKeys(schema, issue.path, value);
      for (const key of issue.keys) document.reportKey(issue.path, key, unknownKeyWords(key, known));
    } else if (issue.code === 'invalid_type' && valueAt(value, issue.path) === undefined) {
      document.report(issue.path, `is required (${issue.expected})`);
    } else {
      document.report(issue.path, issue.message);
    }
  }
}

/** Of a value that may have several forms: the mistakes in the form that it has, where it has one at all. */
function meantOption(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const option = issue.errors.find(hasForm);
  if (option === undefined) return [issue];
  return option.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
}

function hasForm(mistakes: readonly z.core.$ZodIssue[]): boolean {
  return !mistakes.some(({ code, path }) => path.length === 0 && (code === 'invalid_type' || code === 'invalid_value'));
}

function unknownKeyWords(key: string, known: readonly string[]): string {
  const meant = nearest(key, known);
  if (meant !== undefined) return `unknown key "${key}"; did you mean "${meant}"?`;
  return `unknown key "${key}"${known.length > 0 ? `; known here: ${known.join(', ')}` : ''}`;
}

/** What stands at a path; undefined where there is nothing. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce(
    (inner: unknown, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}
