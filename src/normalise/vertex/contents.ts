import type { RawRecord } from '../../usage/raw-record.js';
import type { UsageEvent } from '../../usage/usage-event.js';
import type { CallBodies, CallBody } from '../call-bodies.js';
import { isObject } from '../json-value.js';
import { assembleStream } from '../messages/assembled-stream.js';
import { payloadIn } from './payload.js';
import { openVertexRecord } from './record.js';

/** The bodies of a call in a row of request-response logging; the other logs have none. */
export function vertexBodies(raw: RawRecord, { vendor }: UsageEvent): CallBodies | null {
  const record = openVertexRecord(raw);
  if (!('row' in record)) return null;
  const request = bodyOf(payloadIn(record.row, 'request')?.json);
  const response = bodyOf(assembled(payloadIn(record.row, 'response')?.json));
  if (request === null && response === null) return null;
  const isClaude = vendor === 'anthropic' || isMessage(response?.json);
  return { dialect: isClaude ? 'anthropic-messages' : 'other', request, response };
}

/** A body in which nothing was recognised is kept as one JSON string, so that nothing is lost and every content is JSON. */
function bodyOf(json: unknown): CallBody | null {
  return json === undefined ? null : { json, text: () => JSON.stringify(json) };
}

function assembled(json: unknown): unknown {
  return Array.isArray(json) ? (assembleStream(json) ?? json) : json;
}

function isMessage(json: unknown): boolean {
  return isObject(json) && json['type'] === 'message';
}
