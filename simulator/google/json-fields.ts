import { invalidArgument } from './google-error.js';

/** The fields of a JSON object or of a decoded message, read one by one with their types checked. */
export class JsonFieldReader {
  private readonly fields: ReadonlyMap<string, unknown>;

  constructor(value: unknown) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw invalidArgument('Expected an object');
    this.fields = new Map<string, unknown>(Object.entries(value));
  }

  static ofBody(body: string): JsonFieldReader {
    let parsed: unknown;
    try {
      parsed = body === '' ? {} : JSON.parse(body);
    } catch {
      throw invalidArgument('Invalid JSON payload received.');
    }
    return new JsonFieldReader(parsed);
  }

  text(name: string): string | undefined {
    const value = this.fields.get(name);
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'string') return value;
    throw invalidArgument(`Invalid value at '${name}' (TYPE_STRING)`);
  }

  texts(name: string): readonly string[] {
    const value = this.fields.get(name) ?? [];
    if (!Array.isArray(value)) throw invalidArgument(`Invalid value at '${name}' (repeated TYPE_STRING)`);
    return value.map(String);
  }

  /** A whole number; 64-bit ones come as text. */
  whole(name: string): number | undefined {
    const value = this.fields.get(name);
    if (value === undefined || value === null) return undefined;
    const number = Number(value);
    if (Number.isSafeInteger(number)) return number;
    throw invalidArgument(`Invalid value at '${name}' (TYPE_INT64)`);
  }

  isTrue(name: string): boolean {
    return this.fields.get(name) === true;
  }

  object(name: string): JsonFieldReader | undefined {
    const value = this.fields.get(name);
    return value === undefined || value === null ? undefined : new JsonFieldReader(value);
  }

  objects(name: string): readonly JsonFieldReader[] {
    const value = this.fields.get(name) ?? [];
    if (!Array.isArray(value)) throw invalidArgument(`Invalid value at '${name}' (repeated message)`);
    return value.map((item) => new JsonFieldReader(item));
  }
}
