/** What the detail of an audit entry may hold: values that JSON and PostgreSQL's jsonb give back as they were. */
export type CanonicalValue =
  string | number | boolean | null | readonly CanonicalValue[] | { readonly [key: string]: CanonicalValue };

/**
 * A value as the one JSON text that stands for it: keys sorted by code unit, no spaces (as RFC 8785 does), so that a hash of
 * it survives a database that sorts keys in its own way. Numbers are safe integers; anything else is written as text.
 */
export function canonicalJson(value: CanonicalValue): string {
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new TypeError(`${value} is no whole number that survives a database: write it as text`);
  }
  return JSON.stringify(value);
}

function isList(value: CanonicalValue): value is readonly CanonicalValue[] {
  return Array.isArray(value);
}
