import { isObject } from './json-value.js';

/** What stands in the place of a value that is not kept. Equal values have equal fingerprints under one key. */
interface Hidden {
  readonly redacted: string;
  /** UTF-16 units of the text, or of the value's JSON. */
  readonly length: number;
  readonly fingerprint: string;
}

/** A keyed one-way digest of a text. */
export type Fingerprint = (text: string) => string;

/** How one place of a body is redacted. */
export type Shape = (value: unknown, fingerprint: Fingerprint) => unknown;

/** Replaces a value whole; `kind` says what it was. */
export function hidden(kind: string): Shape {
  return (value, fingerprint) => (value === null ? null : hide(kind, value, fingerprint));
}

/** Keeps a text of a fixed vocabulary (a role, a model, the name of a tool); anything else is hidden. */
export function word(pattern: RegExp): Shape {
  return (value, fingerprint) =>
    value === null || (typeof value === 'string' && pattern.test(value)) ? value : hide('text', value, fingerprint);
}

/** Keeps numbers and switches; anything else is hidden. */
export const setting: Shape = (value, fingerprint) =>
  value === null || typeof value === 'number' || typeof value === 'boolean' ? value : hide('value', value, fingerprint);

export function list(item: Shape): Shape {
  return (value, fingerprint) =>
    Array.isArray(value) ? value.map((each) => item(each, fingerprint)) : hide('value', value, fingerprint);
}

/** A text that is hidden, or what else may stand in its place. */
export function textOr(other: Shape): Shape {
  return (value, fingerprint) =>
    typeof value === 'string' ? hide('text', value, fingerprint) : other(value, fingerprint);
}

/** An object of known fields. Fields that are not known are hidden with their names, which callers may choose. */
export function object(fields: () => Readonly<Record<string, Shape>>): Shape {
  let shapes: ReadonlyMap<string, Shape> | undefined;
  return (value, fingerprint) => {
    if (!isObject(value)) return value === null ? null : hide('value', value, fingerprint);
    shapes ??= new Map(Object.entries(fields()));
    const kept: [string, unknown][] = [];
    const unknown: [string, unknown][] = [];
    for (const [name, inner] of Object.entries(value)) {
      const shape = shapes.get(name);
      if (shape === undefined) unknown.push([name, inner]);
      else kept.push([name, shape(inner, fingerprint)]);
    }
    if (unknown.length > 0) kept.push(['unrecognised', hide('fields', Object.fromEntries(unknown), fingerprint)]);
    return Object.fromEntries(kept);
  };
}

function hide(kind: string, value: unknown, fingerprint: Fingerprint): Hidden {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return { redacted: kind, length: text.length, fingerprint: fingerprint(text) };
}
