import { parseInstant } from '../../usage/instant.js';
import type { MetadataPaths } from '../../usage/metadata-fields.js';
import type { Envelope, RawRecord } from '../../usage/raw-record.js';
import { withWholeIds } from '../../usage/whole-ids.js';
import { isObject, objectIn, textIn, type JsonObject } from '../json-value.js';
import { notJsonWords } from '../not-json.js';

/**
 * A record of any of Vertex AI's logs. Our own readers write `{"log": "requestResponse", "row": …}` and
 * `{"log": "cloudLogging", "entry": …, "fields": …}`; exports have the row or the entry alone.
 */
export type VertexRecord =
  | { readonly row: JsonObject; readonly envelope: Envelope }
  | { readonly entry: JsonObject; readonly fields: MetadataPaths; readonly envelope: Envelope }
  | { readonly ignored: 'blank' }
  | { readonly problem: { readonly reason: string; readonly detail: string } };

/** Its facts and its bodies are taken from a record one after the other: it is parsed once for both. */
export function openVertexRecord(raw: RawRecord): VertexRecord {
  if (last?.raw !== raw) last = { raw, record: open(raw) };
  return last.record;
}

let last: { readonly raw: RawRecord; readonly record: VertexRecord } | undefined;

function open({ text, envelope }: RawRecord): VertexRecord {
  const trimmed = text.trim().replace(/^\ufeff/, '');
  if (trimmed === '') return { ignored: 'blank' };
  let json: unknown;
  try {
    json = JSON.parse(withWholeIds(trimmed));
  } catch {
    return problem('notJson', `Not a log record: ${notJsonWords(trimmed)}.`);
  }
  if (!isObject(json)) return problem('notJson', 'Not a log record: the record is JSON, but not an object.');
  const row = objectIn(json, 'row');
  if (row !== null && json['log'] === 'requestResponse') return { row, envelope };
  const entry = objectIn(json, 'entry');
  if (entry !== null && json['log'] === 'cloudLogging') {
    return { entry, fields: fieldsOf(objectIn(json, 'fields')), envelope: ofEntry(entry, envelope) };
  }
  if ('logName' in json) return { entry: json, fields: {}, envelope: ofEntry(json, envelope) };
  if ('logging_time' in json || 'request_payload' in json || 'full_request' in json) return { row: json, envelope };
  return problem('notAVertexRecord', `The record is of none of Vertex AI's logs. ${guess(json)}`);
}

/** What a record that is no log record may be, for whoever exported it. */
function guess(json: JsonObject): string {
  if (Array.isArray(json['f'])) return 'It is a row without the names of its columns: export with its schema.';
  if ('loggingConfig' in json) return 'It is the logging configuration of a model.';
  if (json['type'] === 'message') return 'It is an answer of Claude, without the row that it was logged in.';
  if ('usage' in json && 'session_id' in json)
    return 'It is what Claude Code printed of a run, not a log of the cloud.';
  if ('ecs' in json) return 'Another program has rewritten it (Elastic Common Schema): export the row from BigQuery.';
  if (/\/operations\/[^/]+$/.test(textIn(json, 'name', 512) ?? '')) return 'It tells of a long-running operation.';
  return 'It has neither `logName` nor `logging_time`.';
}

function problem(reason: string, detail: string): VertexRecord {
  return { problem: { reason, detail } };
}

/** Paths that the source was configured with travel with the record, so that it reads the same at any later time. */
function fieldsOf(fields: JsonObject | null): MetadataPaths {
  const texts = Object.entries(fields ?? {}).map(([name, paths]): [string, string[]] => [
    name,
    (Array.isArray(paths) ? paths : [paths]).filter((path) => typeof path === 'string'),
  ]);
  return Object.fromEntries(texts);
}

/** An entry of Cloud Logging names its project, and when it was taken in. */
function ofEntry(entry: JsonObject, envelope: Envelope): Envelope {
  const project =
    /^projects\/([^/]+)\/logs\//.exec(textIn(entry, 'logName', 512) ?? '')?.[1] ??
    textIn(objectIn(objectIn(entry, 'resource'), 'labels'), 'project_id');
  const entryId = textIn(entry, 'insertId', 512);
  const timestamp = parseInstant(textIn(entry, 'timestamp') ?? '');
  const ingestedAt = parseInstant(textIn(entry, 'receiveTimestamp') ?? '');
  return {
    ...(entryId === null ? {} : { entryId }),
    ...(timestamp === null ? {} : { timestamp }),
    ...(ingestedAt === null ? {} : { ingestedAt }),
    ...envelope,
    ...(project === null || project === undefined ? {} : { accountId: project }),
  };
}
