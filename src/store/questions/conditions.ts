import { COLUMN_OF, type Filter } from './dimensions.js';
import type { Parameters } from './parameters.js';

/**
 * A filter as a condition over `series` and `person`. A value that is not known is null, which is neither in a list nor
 * outside it (but outside an empty one), so every condition names it.
 */
export function conditionOf({ dimension, exclude, values }: Filter, parameters: Parameters): string {
  const column = COLUMN_OF[dimension];
  const known = values.filter((value) => value !== null);
  const orNull = known.length < values.length;
  const list = parameters.add(known);
  if (exclude) {
    return orNull
      ? `(${column} is not null and ${column} <> all (${list}::text[]))`
      : `(${column} is null or ${column} <> all (${list}::text[]))`;
  }
  return orNull ? `(${column} is null or ${column} = any (${list}::text[]))` : `${column} = any (${list}::text[])`;
}

/** Several conditions that all hold, after `where`. */
export function allOf(conditions: readonly string[]): string {
  return conditions.length === 0 ? 'true' : conditions.join('\n       and    ');
}
