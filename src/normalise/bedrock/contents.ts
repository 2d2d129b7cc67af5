import type { ContentDialect } from '../../usage/content.js';
import type { RawRecord } from '../../usage/raw-record.js';
import type { UsageEvent } from '../../usage/usage-event.js';
import type { CallBodies, CallBody } from '../call-bodies.js';
import { isObject, objectIn, type JsonObject } from '../json-value.js';
import { assembleStream } from '../messages/assembled-stream.js';
import { type Body, bodyOf } from './bodies.js';
import { bodyTexts } from './body-sizes.js';
import { openLogEntry } from './log-entry.js';

/**
 * The bodies that a record of the invocation log carries, or that were fetched for it, and a streamed answer as the one
 * message that it made. `null` when there is none, which is so for every call where text delivery is off. Which body stands
 * where: docs/formats/bedrock.md.
 */
export function callBodies(raw: RawRecord, event: UsageEvent): CallBodies | null {
  const entry = openLogEntry(raw);
  if (!('record' in entry)) return null;
  const { record, text } = entry;
  const input = bodyOf(objectIn(record, 'input'), 'inputBody', null, raw.bodies?.input);
  const output = bodyOf(objectIn(record, 'output'), 'outputBody', null, raw.bodies?.output);
  const request = callBody(input, raw.bodies?.input, () => bodyTexts(text).request);
  const response = assembled(callBody(output, raw.bodies?.output, () => bodyTexts(text).response));
  if (request === null && response === null) return null;
  return { dialect: dialectOf(event, request?.json, response?.json), request, response };
}

function callBody({ json, from }: Body, fetched: string | undefined, inline: () => string | null): CallBody | null {
  if (from === 'record') return { json, text: () => inline() ?? JSON.stringify(json) };
  if (from !== 'object') return null;
  // A fetched text that is no JSON is kept as one JSON string, so that nothing is lost and every content is JSON.
  return { json, text: () => (typeof json === 'string' || fetched === undefined ? JSON.stringify(json) : fetched) };
}

function assembled(body: CallBody | null): CallBody | null {
  const message = body !== null && Array.isArray(body.json) ? assembleStream(body.json) : null;
  return message === null ? body : { json: message, text: () => JSON.stringify(message) };
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
