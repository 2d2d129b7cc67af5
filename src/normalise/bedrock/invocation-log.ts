import type { Outcome } from '../../usage/cloud.js';
import { eventIdOf } from '../../usage/event-id.js';
import type { Flag } from '../../usage/flags.js';
import type { RawRecord } from '../../usage/raw-record.js';
import type { Normalised } from '../../usage/normalised.js';
import type { Identity, Provenance, UsageEvent } from '../../usage/usage-event.js';
import { readAwsIdentity } from '../identity.js';
import { recogniseClaudeCode, withClaudeCode } from '../claude-code.js';
import { isObject, objectIn, textIn, type JsonObject } from '../json-value.js';
import { readModelId, readModelName, type ModelReference } from '../model-id.js';
import { occurredAt } from '../occurred-at.js';
import { remembered } from '../remembered.js';
import { type Body, bodiesOf, leavesUnknown, tokenProvenance } from './bodies.js';
import { readBody } from './body.js';
import { NO_BODY, type BodyFacts } from '../messages/body-facts.js';
import { driftOf } from './drift.js';
import { openLogEntry } from './log-entry.js';
import { absent, countersOf, damagedCounter, foreignRecord, identifierIn, rejected } from './record-fields.js';
import { readRequestMetadata } from '../request-metadata.js';
import { resolveTokens, type ResolvedTokens } from './tokens.js';

const modelReference = remembered((modelId) => readModelId('bedrock', modelId), 5_000);
const callerIdentity = remembered(readAwsIdentity, 20_000);

/**
 * A record of Bedrock's model invocation log as a usage event. Every field and every decision: docs/formats/bedrock.md;
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html
 */
export function normaliseBedrock(raw: RawRecord): Normalised {
  const entry = openLogEntry(raw);
  if ('ignored' in entry) return { ignored: { reason: entry.ignored } };
  if ('notJson' in entry) return rejected('notJson', `Not a log record: ${entry.notJson}.`);
  const { record, text, envelope } = entry;

  const foreign = foreignRecord(record);
  if (foreign !== null) return foreign;
  const requestId = identifierIn(record, 'requestId');
  if (requestId === null) return rejected('noRequestId', absent('requestId', record));
  const modelId = identifierIn(record, 'modelId');
  if (modelId === null) return rejected('noModelId', absent('modelId', record));
  const ownAccount = identifierIn(record, 'accountId');
  const accountId = ownAccount ?? envelope.accountId;
  if (accountId === undefined)
    return rejected('noAccount', `${absent('accountId', record)} The source names none either.`);
  const ownRegion = identifierIn(record, 'region');
  const region = ownRegion ?? envelope.region;
  if (region === undefined) return rejected('noRegion', `${absent('region', record)} The source names none either.`);
  const time = occurredAt(record['timestamp'], envelope);
  if (time === null) {
    return rejected(
      'noUsableTime',
      "The record's `timestamp` is missing or impossible, and its log entry has no time.",
    );
  }

  const input = objectIn(record, 'input');
  const output = objectIn(record, 'output');
  const damaged = damagedCounter(input, output);
  if (damaged !== null) return rejected('badCounter', damaged);

  const flags = new Set<Flag>();
  if (ownAccount === null) flags.add('accountFromSource');
  if (ownRegion === null) flags.add('regionFromSource');
  if (time.from === 'envelope') flags.add('timeFromEnvelope');

  const named = modelReference(modelId);
  const bodies = bodiesOf(input, output, text, raw.bodies);
  const body = readResponse(bodies.response, named, flags);
  const model = withModelOfBody(named, body, flags);
  const resolved = resolveTokens(countersOf(input, output), body.usage, bodies.request.json);
  if (leavesUnknown(bodies, resolved)) flags.add('bodyInS3');
  for (const flag of resolved.flags) flags.add(flag);
  const errorCode = textIn(record, 'errorCode');
  const outcome = outcomeOf(errorCode, body, resolved);
  if (body.guardrailIntervened) flags.add('guardrailIntervened');
  if (outcome === 'failed' && hasTokens(resolved)) flags.add('failedWithTokens');
  const caller = readCaller(record, flags);
  const { metadata, allText } = readRequestMetadata(objectIn(record, 'requestMetadata'));
  if (!allText) flags.add('metadataNotText');
  const operation = textIn(record, 'operation', 128) ?? 'unknown';

  const at = new Date(time.at);
  const event: UsageEvent = {
    cloud: 'bedrock',
    eventId: eventIdOf('bedrock', accountId, requestId, at),
    occurredAt: at.toISOString(),
    accountId,
    region,
    inferenceRegion: textIn(record, 'inferenceRegion', 64),
    requestId,
    correlationIds: {},
    messageId: body.messageId,
    modelId,
    model: model.model,
    vendor: model.vendor,
    endpointScope: model.endpointScope,
    operation,
    streamed: operation.includes('Stream') || Array.isArray(bodies.response.json),
    outcome,
    errorCode,
    stopReason: body.stopReason,
    serviceTier: body.extras.serviceTier,
    speed: named.fast ? 'fast' : body.extras.speed,
    batch: false,
    inferenceGeo: body.extras.inferenceGeo,
    tokens: resolved.tokens,
    webSearchRequests: body.extras.webSearchRequests,
    principal: caller.principal,
    identity: caller.identity,
    callerAddress: null,
    userAgent: null,
    requestMetadata: withClaudeCode(metadata, recogniseClaudeCode(null, userIdIn(bodies.request))),
    tools: body.tools,
    latencyMs: body.latencyMs,
    firstByteMs: body.firstByteMs,
    requestBytes: bodies.request.bytes,
    responseBytes: bodies.response.bytes,
    flags: [...flags],
    provenance: {
      ...tokenProvenance(bodies, resolved),
      model: modelFrom(model, bodies.response, flags),
      time: time.from,
    },
  };
  const drift = driftOf(record, model, operation);
  return drift.length === 0 ? { event } : { event, drift };
}

/** What the caller calls its user, in a request in the words of Anthropic's own API. */
function userIdIn({ json }: Body): string | null {
  return isObject(json) ? textIn(objectIn(json, 'metadata'), 'user_id', 512) : null;
}

function readResponse({ json, from }: Body, model: ModelReference, flags: Set<Flag>): BodyFacts {
  if (from === 'absent') flags.add('bodyAbsent');
  if (from === 'absent' || from === 'unread') return NO_BODY;
  const claude = model.vendor === 'anthropic' || model.vendor === 'unknown';
  const body = readBody(json, claude);
  // Bodies of other makers' models are not read beyond their tokens, so that a shape of their own is nothing to report.
  if (body.truncated && claude) flags.add('bodyTruncated');
  return body;
}

function modelFrom({ model }: ModelReference, response: Body, flags: ReadonlySet<Flag>): Provenance['model'] {
  if (model === null) return 'absent';
  if (!flags.has('modelFromBody')) return 'modelId';
  return response.from === 'object' ? 'bodyInS3' : 'body';
}

/** An opaque id (an application inference profile, a provisioned or custom model) says no model; the answer often does. */
function withModelOfBody(named: ModelReference, body: BodyFacts, flags: Set<Flag>): ModelReference {
  if (named.endpointScope === 'unknown') flags.add('scopeUnknown');
  if (named.model !== null) return named;
  if (named.vendor === 'unknown' && body.model !== null) {
    const { model } = readModelName(body.model.replace(/^.*anthropic\./, ''));
    if (model !== null) flags.add('modelFromBody');
    else flags.add('modelUnknown');
    return {
      ...named,
      model,
      vendor: model !== null || /^(?:.*\.)?claude-/.test(body.model) ? 'anthropic' : 'unknown',
    };
  }
  if (named.vendor === 'anthropic' || named.vendor === 'unknown') flags.add('modelUnknown');
  return named;
}

/** A guardrail that only masks an answer reports that it intervened too; the call then has output and is answered. */
function outcomeOf(errorCode: string | null, body: BodyFacts, { tokens }: ResolvedTokens): Outcome {
  if (errorCode !== null) return 'failed';
  if (!body.guardrailIntervened) return 'ok';
  return body.stopReason === 'guardrail_intervened' || (tokens.output ?? 0) === 0 ? 'blocked' : 'ok';
}

function hasTokens({ tokens }: ResolvedTokens): boolean {
  return Object.values(tokens).some((count) => (count ?? 0) > 0);
}

/** Longest ARN that IAM makes is about 600 characters; anything longer is cut, because principals are a database key. */
const PRINCIPAL_LENGTH = 600;

function readCaller(record: JsonObject, flags: Set<Flag>): { principal: string | null; identity: Identity | null } {
  const principal = textIn(objectIn(record, 'identity'), 'arn', PRINCIPAL_LENGTH);
  if (principal === null) {
    flags.add('identityAbsent');
    return { principal: null, identity: null };
  }
  const identity = callerIdentity(principal);
  if (identity.kind === 'unknown') flags.add('identityUnparsed');
  return { principal, identity };
}
