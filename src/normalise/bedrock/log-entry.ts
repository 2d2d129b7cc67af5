import type { Envelope, RawRecord } from '../../usage/raw-record.js';
import { isObject, textIn, type JsonObject } from '../json-value.js';
import { notJsonWords } from '../not-json.js';

/** A log entry taken apart: the record that it carries, its text, and what all envelopes around it know. */
export type LogEntry =
  | { readonly record: JsonObject; readonly text: string; readonly envelope: Envelope }
  | { readonly ignored: 'blank' | 'permissionCheck' }
  | { readonly notJson: string };

/** Bedrock writes this line, which is no JSON, when invocation logging is switched on. */
const PERMISSION_CHECK = 'Permissions are correctly set for Amazon Bedrock logs.';

/**
 * Finds the invocation record in a log entry: the record alone, a CloudWatch Logs event as FilterLogEvents and exports give
 * it, or a row of Logs Insights as an object or as GetQueryResults' list of fields.
 */
export function openLogEntry(raw: RawRecord): LogEntry {
  // Its facts and its bodies are taken from a record one after the other: it is parsed once for both.
  if (last?.raw !== raw) last = { raw, entry: open(raw) };
  return last.entry;
}

let last: { readonly raw: RawRecord; readonly entry: LogEntry } | undefined;

function open(raw: RawRecord): LogEntry {
  const first = parse(raw.text);
  if (!('json' in first)) return first;
  const { json } = first;
  const wrapping = Array.isArray(json) ? insightsRow(json) : json;
  if (!isObject(wrapping)) return { notJson: 'the record is JSON, but not an object' };

  const inside = wrapping['@message'] ?? (isLogEvent(wrapping) ? wrapping['message'] : undefined);
  if (inside === undefined) return { record: wrapping, text: raw.text, envelope: raw.envelope };
  const envelope = { ...envelopeOf(wrapping), ...raw.envelope };
  if (isObject(inside)) return { record: inside, text: JSON.stringify(inside), envelope };
  if (typeof inside !== 'string') return { notJson: 'the message of the log entry is neither text nor an object' };
  const message = parse(inside);
  if (!('json' in message)) return message;
  return isObject(message.json)
    ? { record: message.json, text: inside, envelope }
    : { notJson: 'the message of the log entry is JSON, but not an object' };
}

function parse(text: string): { json: unknown } | Exclude<LogEntry, { record: JsonObject }> {
  const json = text.charCodeAt(0) === 0x7b ? text : text.trim().replace(/^\ufeff/, '');
  if (json === '') return { ignored: 'blank' };
  if (json.startsWith(PERMISSION_CHECK)) return { ignored: 'permissionCheck' };
  try {
    return { json: JSON.parse(json) };
  } catch {
    return { notJson: notJsonWords(json) };
  }
}

/** An invocation record has no `message` of its own. */
function isLogEvent(value: JsonObject): boolean {
  return 'message' in value && !('schemaType' in value) && !('modelId' in value);
}

/** `[{"field": "@message", "value": "…"}, …]` as an object. */
function insightsRow(fields: readonly unknown[]): JsonObject {
  return Object.fromEntries(
    fields.flatMap((field) =>
      isObject(field) && typeof field['field'] === 'string' ? [[field['field'], field['value']]] : [],
    ),
  );
}

/** `@log` is `<account>:<log group>`. Times of Logs Insights are UTC without saying so: `2026-09-01 10:20:30.000`. */
function envelopeOf(wrapping: JsonObject): Envelope {
  const entryId = textIn(wrapping, 'eventId') ?? textIn(wrapping, '@ptr', 512);
  const timestamp = epochIn(wrapping, 'timestamp') ?? epochIn(wrapping, '@timestamp');
  const ingestedAt = epochIn(wrapping, 'ingestionTime') ?? epochIn(wrapping, '@ingestionTime');
  const accountId = /^(\d{12}):/.exec(textIn(wrapping, '@log') ?? '')?.[1];
  return {
    ...(entryId === null ? {} : { entryId }),
    ...(timestamp === null ? {} : { timestamp }),
    ...(ingestedAt === null ? {} : { ingestedAt }),
    ...(accountId === undefined ? {} : { accountId }),
  };
}

function epochIn(wrapping: JsonObject, key: string): number | null {
  const value = wrapping[key];
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string') return null;
  const at = /^\d{13}$/.test(value)
    ? Number(value)
    : /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?$/.test(value)
      ? Date.parse(`${value.replace(' ', 'T')}Z`)
      : Date.parse(value);
  return Number.isFinite(at) ? at : null;
}
