import type { JsonFieldReader } from '../json-fields.js';

/** A request over REST. */
export interface RestRequest {
  readonly method: string;
  readonly path: string;
  readonly search: URLSearchParams;
  readonly body: () => JsonFieldReader;
}

/** One service over REST: its answer in JSON, or `null` for what is not its own. */
export interface RestService {
  readonly answer: (request: RestRequest) => object | null;
}

/** The parts of a path that matches a pattern with named groups, or `null`. */
export function partsOf(pattern: RegExp, path: string): Readonly<Record<string, string>> | null {
  const groups = pattern.exec(path)?.groups;
  if (groups === undefined) return null;
  return Object.fromEntries(Object.entries(groups).map(([name, text]) => [name, decodeURIComponent(text ?? '')]));
}
