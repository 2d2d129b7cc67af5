/** What an address says, unread. */
export type Raw = Record<string, unknown>;

/** One text; the first where an address gives several. */
export function text(value: unknown): string | undefined {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  return typeof one === 'string' && one !== '' ? one : undefined;
}

/** Every text that an address gives, each once. */
export function list(value: unknown): string[] | undefined {
  const all = (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string' && item !== '');
  return all.length > 0 ? [...new Set(all)] : undefined;
}

/** One of the words that are allowed; another one is dropped. */
export function oneOf<T extends string>(allowed: readonly T[], value: unknown): T | undefined {
  return allowed.find((item) => item === text(value));
}

/** `?filter=a&filter=b` rather than JSON in the address: readable, and the same as the API's own. */
export function parseAddress(address: string): Raw {
  const raw: Record<string, string | string[]> = {};
  for (const [key, value] of new URLSearchParams(address)) {
    const before = raw[key];
    raw[key] = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value];
  }
  return raw;
}

export function writeAddress(search: Raw): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (typeof item === 'string' && item !== '') params.append(key, item);
    }
  }
  const address = params.toString();
  return address && `?${address}`;
}
