/** Names that mean something else to JavaScript than a field: no body of ours has them. */
const NO_FIELDS = new Set(['__proto__', 'constructor', 'prototype']);

/** For JSON.parse: refuses such names, so that no object can be given another prototype by whoever copies it later. */
export function refusePrototypes(this: unknown, key: string, value: unknown): unknown {
  if (NO_FIELDS.has(key)) throw new SyntaxError(`"${key}" is not a field`);
  return value;
}

/** Whether a value is nested deeper than so many levels. Looks no further than that. */
export function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}
