import type { JsonObject } from './json-value.js';
import { storable } from './json-value.js';

const NONE: Readonly<Record<string, string>> = Object.freeze({});

/**
 * What the caller attached to the call (`requestMetadata`, at most 16 texts by the API's contract). Values that are not
 * text cannot come from the API; they are kept as JSON text and reported. Values too deep for JSON text are left out.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 */
export function readRequestMetadata(metadata: JsonObject | null): {
  readonly metadata: Readonly<Record<string, string>>;
  readonly allText: boolean;
} {
  if (metadata === null) return { metadata: NONE, allText: true };
  let allText = true;
  const entries = Object.entries(metadata).map(([key, value]): [string, string] => {
    if (typeof value === 'string') return [storable(key), storable(value)];
    allText = false;
    return [storable(key), storable(jsonText(value))];
  });
  // fromEntries defines `__proto__` as a key like any other, where an assignment would replace the prototype.
  return { metadata: Object.fromEntries(entries), allText };
}

function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch (error) {
    if (error instanceof RangeError) return '';
    throw error;
  }
}
