import type { Drift, DriftKind } from '../usage/drift.js';
import { isObject, storable, type JsonObject } from './json-value.js';

/** Names come from the cloud, not from callers, and become a key of the database. */
const NAME_LENGTH = 200;

/** What is new about one record, each thing once. */
export class DriftNotes {
  private readonly found = new Map<string, Drift>();

  note(kind: DriftKind, name: string): void {
    const known = storable(name.slice(0, NAME_LENGTH));
    this.found.set(`${kind} ${known}`, { kind, name: known });
  }

  /** Keys of a part of the record that this version does not know. */
  unknownKeys(part: JsonObject | null, known: ReadonlySet<string>, path: string): void {
    for (const key in part) if (!known.has(key)) this.note('field', `${path}${key}`);
  }

  /** Fields of a part that are there, and hold something else than is expected. */
  otherTypes(part: JsonObject | null, expected: Readonly<Record<string, ValueType>>, path: string): void {
    for (const [key, type] of Object.entries(expected)) {
      const value = part?.[key];
      if (value !== undefined && value !== null && !IS[type](value)) this.note('type', `${path}${key}`);
    }
  }

  all(): readonly Drift[] {
    return [...this.found.values()];
  }
}

export type ValueType = 'text' | 'object' | 'list' | 'number';

const IS: Readonly<Record<ValueType, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  object: isObject,
  list: Array.isArray,
  number: (value) => typeof value === 'number',
};
