/** A parsed JSON object of which nothing is believed yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object under `key`, or `null` if there is none. */
export function objectIn(parent: JsonObject | null, key: string): JsonObject | null {
  const value = parent?.[key];
  return isObject(value) ? value : null;
}

/** The list under `key`, or an empty one. */
export function listIn(parent: JsonObject | null, key: string): readonly unknown[] {
  const value = parent?.[key];
  return Array.isArray(value) ? value : [];
}

/** Text that says something: not blank, storable, and at most `maxLength` characters of it. `null` otherwise. */
export function textIn(parent: JsonObject | null, key: string, maxLength = 256): string | null {
  const value = parent?.[key];
  if (typeof value !== 'string' || value.trim() === '') return null;
  return storable(value.length > maxLength ? value.slice(0, maxLength) : value);
}

/**
 * No call comes near this many tokens (the largest context window is a million), and a larger number would not fit the
 * columns that hold amounts. What claims more is a damaged record.
 */
export const MAX_COUNT = 1_000_000_000;

/** A whole number from 0 to MAX_COUNT; `null` for everything else, also for text that looks like a number. */
export function countIn(parent: JsonObject | null, key: string): number | null {
  const value = parent?.[key];
  return isCount(value) ? value : null;
}

export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_COUNT;
}

/** A sum of counts, or `null` where it is past anything a call can use. */
export function plausible(count: number): number | null {
  return count <= MAX_COUNT ? count : null;
}

const UNSTORABLE = /[\0\ud800-\udfff]/u;
const EVERY_UNSTORABLE = /[\0\ud800-\udfff]/gu;

/** JSON may hold NUL and half surrogate pairs, PostgreSQL's text may not: they become U+FFFD. */
export function storable(text: string): string {
  return UNSTORABLE.test(text) ? text.replace(EVERY_UNSTORABLE, '\ufffd') : text;
}
