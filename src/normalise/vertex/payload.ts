import { isObject, type JsonObject } from '../json-value.js';

/** One body of a call as a row holds it. */
export interface Payload {
  /** The message, the events of a stream as a list, or a text in which nothing could be recognised. */
  readonly json: unknown;
  /** Bytes of the text that is logged. */
  readonly bytes: number;
}

/**
 * The body in a row: in `request_payload` and `response_payload`, which hold texts, for makers other than Google; in
 * `full_request` and `full_response`, which hold JSON, for Google's own. Nobody has published how an answer of Claude is
 * put there: it may be one message, the events of a stream (one to a text, or all in one list), or the stream's own text.
 * https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/capabilities/request-response-logging
 */
export function payloadIn(row: JsonObject, part: 'request' | 'response'): Payload | null {
  const texts = textsOf(row[`${part}_payload`]);
  if (texts.length > 0) return { json: together(texts), bytes: texts.reduce((sum, text) => sum + sizeOf(text), 0) };
  const full = row[`full_${part}`];
  if (full === undefined || full === null || full === '' || full === 'null') return null;
  const text = typeof full === 'string' ? full : jsonText(full);
  return text === null ? null : { json: typeof full === 'string' ? (parse(full) ?? full) : full, bytes: sizeOf(text) };
}

/** A repeated column is a list of texts, and `[]` where there is nothing; an export may have objects in their place. */
function textsOf(column: unknown): string[] {
  const list: readonly unknown[] = Array.isArray(column)
    ? column
    : column === undefined || column === null
      ? []
      : [column];
  return list.flatMap((item) => {
    // Rows as the REST API of BigQuery gives them wrap each element.
    const value = isObject(item) && Object.keys(item).length === 1 && 'v' in item ? item['v'] : item;
    const text = typeof value === 'string' ? value : jsonText(value);
    return text === null || text.trim() === '' ? [] : [text];
  });
}

const STREAM = /^\s*(?:event|data|id|retry)?:/;

function together(texts: readonly string[]): unknown {
  const parsed = texts.map((text) => parse(text));
  if (parsed.every((value) => value !== undefined)) {
    return parsed.length === 1 && !Array.isArray(parsed[0]) ? withoutWrapping(parsed[0]) : parsed.flat();
  }
  const all = texts.join(texts.every((text) => STREAM.test(text)) ? '\n' : '');
  const whole = parse(all);
  if (whole !== undefined) return withoutWrapping(whole);
  return eventsOf(all) ?? all;
}

/** An event of a stream alone is a stream of one. */
function withoutWrapping(value: unknown): unknown {
  return isObject(value) && /^(?:message_|content_block_)/.test(String(value['type'])) ? [value] : value;
}

/** https://html.spec.whatwg.org/multipage/server-sent-events.html: the data of each event, one JSON object a line. */
function eventsOf(text: string): readonly unknown[] | null {
  const events = text.split(/\r\n|\r|\n/).flatMap((line) => {
    const data = /^\s*data: ?(.*)$/.exec(line)?.[1]?.trim();
    if (data === undefined || data === '' || data === '[DONE]') return [];
    // What was cut off stays a text, so that it is seen.
    return [parse(data) ?? data];
  });
  return events.length === 0 ? null : events;
}

/** JSON that may be quoted once more as text; undefined where it is none. */
function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' && /^\s*[[{]/.test(value) ? (parse(value) ?? value) : value;
  } catch {
    return undefined;
  }
}

function jsonText(value: unknown): string | null {
  try {
    return JSON.stringify(value) ?? null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function sizeOf(text: string): number {
  return Buffer.byteLength(text);
}
