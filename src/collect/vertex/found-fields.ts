import { findField, METADATA_FIELDS, type MetadataField, type MetadataPaths } from '../../usage/metadata-fields.js';

/** Without these a call cannot be told, or has no cost. */
const NEEDED: readonly MetadataField[] = ['model', 'location', 'inputTokens', 'outputTokens'];
const isField = (name: string): name is MetadataField => Object.hasOwn(METADATA_FIELDS, name);

/** Where the fields of an entry were found, by their places and never by what they hold. */
export function foundFields(entry: unknown, named: MetadataPaths | undefined): { ok: boolean; words: string } {
  const fields = Object.keys(METADATA_FIELDS).filter(isField);
  const found = fields.flatMap((field) => {
    const place = findField(entry, field, named);
    return place === null ? [] : [{ field, path: place.path }];
  });
  const missing = fields.filter((field) => !found.some((one) => one.field === field));
  const lacking = NEEDED.filter((field) => missing.includes(field));
  const words = [
    `one entry tells ${found.map(({ field, path }) => `${field} at ${path}`).join(', ')}`,
    missing.length === 0 ? '' : `not found: ${missing.join(', ')}`,
    lacking.length === 0 ? '' : `name the places of ${lacking.join(', ')} in fields; its keys are ${keysOf(entry)}`,
  ];
  return { ok: lacking.length === 0, words: words.filter((part) => part !== '').join('; ') };
}

/** The names of what an entry holds, two levels deep, without the values and without the names of labels. */
function keysOf(entry: unknown): string {
  const payload: unknown = typeof entry === 'object' && entry !== null ? Reflect.get(entry, 'jsonPayload') : null;
  if (typeof payload !== 'object' || payload === null) return 'none';
  return Object.entries(payload)
    .map(([key, inner]: [string, unknown]) => {
      const isHolder = typeof inner === 'object' && inner !== null && !Array.isArray(inner) && !/labels/i.test(key);
      return isHolder ? `${key}.{${Object.keys(inner).join(', ')}}` : key;
    })
    .join(', ');
}
