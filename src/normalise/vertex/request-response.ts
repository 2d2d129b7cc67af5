import type { Flag } from '../../usage/flags.js';
import type { Normalised } from '../../usage/normalised.js';
import type { Envelope } from '../../usage/raw-record.js';
import type { UsageEvent } from '../../usage/usage-event.js';
import { withClaudeCode, recogniseClaudeCode } from '../claude-code.js';
import { isObject, objectIn, storable, textIn, type JsonObject } from '../json-value.js';
import { readAnswer, tokensOf } from './answer.js';
import { driftOfRow } from './drift.js';
import { emptyEvent, operationName } from './empty-event.js';
import { countsTokens, readModelPath, withVersion } from './model-path.js';
import { payloadIn } from './payload.js';
import { readTimestamp } from './timestamp.js';

/**
 * A row of request-response logging: tokens, bodies and latency, but neither the caller nor, in most rows, the location.
 * Columns: https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/capabilities/request-response-logging
 */
export function normaliseRow(row: JsonObject, envelope: Envelope): Normalised {
  const recordId = requestIdIn(row);
  if (recordId === null)
    return rejected('noRequestId', 'The row has no `request_id` that is a whole number or a text.');
  const endedAt = readTimestamp(row['logging_time']);
  if (endedAt === null) return rejected('noUsableTime', "The row's `logging_time` is missing or impossible.");
  const path = modelPathIn(row);
  if (path === null)
    return rejected('noModelId', 'Neither `model` nor the bodies of the row name a model of a publisher.');
  if (countsTokens(path.modelId)) return { ignored: { reason: 'countTokens' } };

  const flags = new Set<Flag>();
  // Paths may name a project by its number: the source's own word goes first.
  const projectId = envelope.accountId ?? path.project;
  if (projectId === null) return rejected('noAccount', 'The row names no project, and the source names none either.');
  const location = path.location ?? envelope.region;
  if (location === undefined) {
    return rejected('noRegion', 'Rows do not name their location: give that of the table (`location`, or --location).');
  }
  if (path.project === null) flags.add('accountFromSource');
  if (path.location === null) flags.add('regionFromSource');

  const latencyMs = latencyIn(row);
  const at = Math.round(endedAt - (latencyMs ?? 0));
  const operation = operationName(textIn(row, 'api_method', 128) ?? 'unknown');
  const empty = emptyEvent({
    log: 'requestResponse',
    recordId,
    at,
    projectId,
    location,
    publisher: path.publisher,
    modelId: withVersion(path.modelId, textIn(row, 'model_version', 128)),
    operation,
  });
  const event = withBodies(empty, row, latencyMs, flags);
  const drift = driftOfRow(row, event);
  const sight = { log: 'requestResponse', recordId, event } as const;
  return drift.length === 0 ? { sight } : { sight, drift };
}

function withBodies(empty: UsageEvent, row: JsonObject, latencyMs: number | null, flags: Set<Flag>): UsageEvent {
  const request = payloadIn(row, 'request');
  const response = payloadIn(row, 'response');
  const { body, streamed, errorCode } = readAnswer(response?.json);
  const isClaude = empty.vendor === 'anthropic' || empty.vendor === 'unknown';
  if (response === null) flags.add('bodyAbsent');
  else if (body.truncated && isClaude) flags.add('bodyTruncated');
  const counted = tokensOf(body.usage, request?.json);
  for (const flag of counted?.flags ?? ['tokensMissing' as const]) flags.add(flag);
  const userId = textIn(objectIn(isObject(request?.json) ? request.json : null, 'metadata'), 'user_id', 512);
  return {
    ...empty,
    messageId: body.messageId,
    streamed: empty.streamed || streamed,
    outcome: errorCode === null ? 'ok' : 'failed',
    errorCode,
    stopReason: body.stopReason,
    serviceTier: body.extras.serviceTier,
    speed: empty.speed === 'fast' ? 'fast' : body.extras.speed,
    inferenceGeo: body.extras.inferenceGeo,
    tokens: counted?.tokens ?? empty.tokens,
    webSearchRequests: body.extras.webSearchRequests,
    requestMetadata: withClaudeCode(userMetadata(userId), recogniseClaudeCode(null, userId)),
    tools: body.tools,
    latencyMs: latencyMs === null ? null : Math.round(latencyMs),
    requestBytes: request?.bytes ?? null,
    responseBytes: response?.bytes ?? null,
    flags: [...empty.flags, ...flags],
    provenance: {
      ...empty.provenance,
      ...counted?.provenance,
      time: latencyMs === null ? 'end' : 'fromEnd',
    },
  };
}

/** What the caller calls its user, unless Claude Code made it up: of that the session is kept. */
function userMetadata(userId: string | null): Readonly<Record<string, string>> {
  return userId === null || recogniseClaudeCode(null, userId).session !== null ? {} : { user_id: storable(userId) };
}

/** NUMERIC beyond 2^53: a text; a number that is too large has lost its last digits on its way here. */
function requestIdIn(row: JsonObject): string | null {
  const id = row['request_id'];
  if (typeof id === 'number') return Number.isSafeInteger(id) ? String(id) : null;
  return typeof id === 'string' && /^[\w.:-]{1,128}$/.test(id) ? id : null;
}

/** `publishers/anthropic/models/M` in `model`; old tables have no such column, where an endpoint or a body may name it. */
function modelPathIn(row: JsonObject): ReturnType<typeof readModelPath> {
  for (const column of ['model', 'endpoint', 'deployed_model_id']) {
    const path = readModelPath(textIn(row, column, 1024) ?? '');
    if (path !== null && (path.publisher !== null || column === 'model')) return path;
  }
  for (const part of ['request', 'response'] as const) {
    const json = payloadIn(row, part)?.json;
    const [first]: unknown[] = Array.isArray(json) ? json : [json];
    if (!isObject(first)) continue;
    const named = textIn(first, 'model', 1024) ?? textIn(objectIn(first, 'message'), 'model', 1024);
    const path = readModelPath(named ?? '');
    if (path !== null) return path;
  }
  return null;
}

/** `{"request_latency": 11225.994}`, in milliseconds. */
function latencyIn(row: JsonObject): number | null {
  const column = row['metadata'];
  const metadata = typeof column === 'string' ? jsonIn(column) : column;
  const latency = isObject(metadata) ? Number(metadata['request_latency'] ?? Number.NaN) : Number.NaN;
  return latency >= 0 && latency < 2 ** 31 - 1 ? latency : null;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function rejected(reason: string, detail: string): Normalised {
  return { rejected: { reason, detail } };
}
