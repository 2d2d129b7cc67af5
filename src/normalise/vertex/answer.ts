import type { Flag } from '../../usage/flags.js';
import type { TokenCounts } from '../../usage/tokens.js';
import type { Provenance } from '../../usage/usage-event.js';
import { isObject, objectIn, textIn, type JsonObject } from '../json-value.js';
import { type BodyFacts, NO_BODY, UNREADABLE_BODY } from '../messages/body-facts.js';
import { readInvokeModelBody } from '../messages/invoke-model-body.js';
import { requestedCacheTtl } from '../messages/request-cache-ttl.js';
import { readStreamBody } from '../messages/stream-body.js';
import { mergeVertexStream } from '../usage/anthropic.js';
import { readGeminiUsage } from '../usage/gemini.js';
import { tokensOfReading, type UsageReading } from '../usage/usage-reading.js';
import { errorCodeOf } from './rpc-codes.js';

/** What the answer in a row tells, in whichever form it was logged. */
export interface Answer {
  readonly body: BodyFacts;
  readonly streamed: boolean;
  /** The error that was answered in place of a message. */
  readonly errorCode: string | null;
}

/** The facts of an answer: a message of Claude, its stream, an answer of Gemini, or an error. */
export function readAnswer(json: unknown): Answer {
  if (Array.isArray(json)) {
    const failure = json.find((event) => isObject(event) && 'error' in event);
    const gemini = json.findLast((event) => isObject(event) && geminiUsage(event) !== null);
    const body = isObject(gemini) ? ofGemini(gemini) : readStreamBody(json, mergeVertexStream);
    return { body, streamed: true, errorCode: isObject(failure) ? errorOf(failure) : null };
  }
  if (!isObject(json)) return { body: UNREADABLE_BODY, streamed: false, errorCode: null };
  const errorCode = errorOf(json);
  if (errorCode !== null) return { body: NO_BODY, streamed: false, errorCode };
  if (geminiUsage(json) !== null || 'candidates' in json) return { body: ofGemini(json), streamed: false, errorCode };
  const usage = objectIn(json, 'usage');
  const isMessage = usage !== null || json['type'] === 'message' || Array.isArray(json['content']);
  return { body: isMessage ? readInvokeModelBody(json, usage) : UNREADABLE_BODY, streamed: false, errorCode };
}

/** `{"error": {"code": 429, "status": "RESOURCE_EXHAUSTED"}}` of Google, `{"error": {"type": …}}` of Anthropic. */
function errorOf(answer: JsonObject): string | null {
  const error = objectIn(answer, 'error');
  if (error === null) return null;
  return textIn(error, 'status', 64) ?? textIn(error, 'type', 64) ?? errorCodeOf(error['code']) ?? 'UNKNOWN';
}

function geminiUsage(answer: JsonObject): JsonObject | null {
  return objectIn(answer, 'usageMetadata') ?? objectIn(answer, 'usage_metadata');
}

function ofGemini(answer: JsonObject): BodyFacts {
  const usage = geminiUsage(answer);
  const [candidate]: unknown[] = Array.isArray(answer['candidates']) ? answer['candidates'] : [];
  const first = isObject(candidate) ? candidate : null;
  return {
    ...NO_BODY,
    usage: usage === null ? null : readGeminiUsage(usage),
    messageId: textIn(answer, 'responseId') ?? textIn(answer, 'response_id'),
    model: textIn(answer, 'modelVersion') ?? textIn(answer, 'model_version'),
    stopReason: textIn(first, 'finishReason', 64) ?? textIn(first, 'finish_reason', 64),
  };
}

/** Tokens of an answer; lifetimes of cache writes from the answer, else from a request whose cache points all agree. */
export function tokensOf(
  usage: UsageReading | null,
  request: unknown,
): { tokens: TokenCounts; flags: readonly Flag[]; provenance: Pick<Provenance, 'tokens' | 'cacheTtl'> } | null {
  if (usage === null) return null;
  const { tokens, flags } = tokensOfReading(usage);
  const total = (tokens.cacheWrite5m ?? 0) + (tokens.cacheWrite1h ?? 0);
  if (!flags.includes('cacheTtlAssumed')) {
    return { tokens, flags, provenance: { tokens: 'body', cacheTtl: total === 0 ? 'none' : 'body' } };
  }
  const requested = requestedCacheTtl(request);
  if (requested === null) return { tokens, flags, provenance: { tokens: 'body', cacheTtl: 'assumed' } };
  const split =
    requested === '1h' ? { cacheWrite5m: 0, cacheWrite1h: total } : { cacheWrite5m: total, cacheWrite1h: 0 };
  return {
    tokens: { ...tokens, ...split },
    flags: flags.map((flag) => (flag === 'cacheTtlAssumed' ? 'cacheTtlFromRequest' : flag)),
    provenance: { tokens: 'body', cacheTtl: 'request' },
  };
}
