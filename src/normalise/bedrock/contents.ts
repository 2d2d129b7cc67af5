import type { ContentDialect } from '../../usage/content.js';
import type { RawRecord } from '../../usage/raw-record.js';
import type { UsageEvent } from '../../usage/usage-event.js';
import { isObject, objectIn, type JsonObject } from '../json-value.js';
import { assembleStream } from './assembled-stream.js';
import { openLogEntry } from './log-entry.js';

/** The bodies of a call as values, and their text where it is at hand. */
export interface CallBodies {
  readonly dialect: ContentDialect;
  readonly request: Body | null;
  readonly response: Body | null;
}

export interface Body {
  readonly json: unknown;
  readonly text?: string;
}

/**
 * The bodies that a record of the invocation log carries, or that were fetched for it: inline ones first, as the log has
 * them, and a streamed answer as the one message that it made. `null` when there is none, which is so for every call where
 * text delivery is off. Which body stands where: docs/formats/bedrock.md.
 */
export function bodiesOf(raw: RawRecord, event: UsageEvent): CallBodies | null {
  const entry = openLogEntry(raw);
  if (!('record' in entry)) return null;
  const { record } = entry;
  const request = bodyOf(objectIn(record, 'input')?.['inputBodyJson'], raw.bodies?.input);
  const response = assembled(bodyOf(objectIn(record, 'output')?.['outputBodyJson'], raw.bodies?.output));
  if (request === null && response === null) return null;
  return { dialect: dialectOf(event, request?.json, response?.json), request, response };
}

function bodyOf(inline: unknown, fetched: string | undefined): Body | null {
  if (inline !== undefined && inline !== null) return { json: inline };
  if (fetched === undefined) return null;
  try {
    return { json: JSON.parse(fetched), text: fetched };
  } catch {
    // No JSON after all: kept as one JSON string, so that nothing is lost and every content is JSON.
    return { json: fetched };
  }
}

function assembled(body: Body | null): Body | null {
  const message = body !== null && Array.isArray(body.json) ? assembleStream(body.json) : null;
  return message === null ? body : { json: message };
}

/** The structure decides, the answer's before the request's: operations are an open list. */
function dialectOf({ operation, vendor }: UsageEvent, request: unknown, response: unknown): ContentDialect {
  if (isObject(response)) {
    if ('stopReason' in response || objectIn(objectIn(response, 'output'), 'message') !== null) return 'converse';
    if (isAnthropicAnswer(response)) return 'anthropic-messages';
  }
  if (operation.startsWith('Converse')) return 'converse';
  const ofClaude = vendor === 'anthropic' || vendor === 'unknown';
  return ofClaude && isObject(request) && ('messages' in request || 'prompt' in request)
    ? 'anthropic-messages'
    : 'other';
}

function isAnthropicAnswer(response: JsonObject): boolean {
  return response['type'] === 'message' || (Array.isArray(response['content']) && 'role' in response);
}
