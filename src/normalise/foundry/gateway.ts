import { eventIdOf } from '../../usage/event-id.js';
import type { Flag } from '../../usage/flags.js';
import type { Normalised } from '../../usage/normalised.js';
import type { Envelope } from '../../usage/raw-record.js';
import { withClaudeCode } from '../claude-code.js';
import { isCount } from '../json-value.js';
import type { UsageEvent } from '../../usage/usage-event.js';
import { occurredAt } from '../occurred-at.js';
import type { Fields } from './fields.js';
import { gatewayCaller, gatewayLabels, idsOfHeaders, programOfHeaders } from './gateway-facts.js';
import { damagedCounter, gatewayTokens } from './gateway-tokens.js';
import { modelOf } from './model.js';
import { NOT_TOLD } from './no-facts.js';
import { accountOf, regionOf } from './place.js';

interface GatewayRecord {
  readonly correlationId: string | null;
  readonly llm: Fields | null;
  readonly call: Fields | null;
  readonly alone: boolean;
}

/**
 * A call through Azure API Management: uncached tokens from its log of language models, caller and status from its log of
 * requests. Every field: docs/formats/foundry.md;
 * https://learn.microsoft.com/azure/azure-monitor/reference/tables/apimanagementgatewayllmlog
 */
export function normaliseGateway({ correlationId, llm, call, alone }: GatewayRecord, envelope: Envelope): Normalised {
  const reply = replyOf(call);
  if (isProbe(llm, call)) return { ignored: { reason: hasMessages(llm) ? 'messages' : 'probe' } };
  if (correlationId === null) return rejected('noRequestId', 'The record has no `CorrelationId`.');
  // Rows name the gateway; the account behind it is known to the source.
  const accountId = accountOf(null, envelope);
  if (accountId === null) {
    return rejected(
      'noAccount',
      'A gateway’s record does not name the Foundry resource behind it, and its source names none.',
    );
  }
  const region = regionOf(null, envelope);
  if (region === null)
    return rejected('noRegion', 'A gateway’s record does not name the region of the resource behind it.');
  const damaged = damagedCounter(llm);
  if (damaged !== null) return rejected('badCounter', damaged);
  const time = occurredAt(timeIn(llm) ?? timeIn(call), envelope);
  if (time === null) return rejected('noUsableTime', 'The record has no possible `TimeGenerated`.');

  const flags = new Set<Flag>();
  if (time.from === 'envelope') flags.add('timeFromEnvelope');
  const deployment = llm?.text('DeploymentName', 128) ?? null;
  const modelName = llm?.text('ModelName', 128) ?? null;
  const { from, ...model } = modelOf(modelName, flags);
  const tokens = gatewayTokens(llm, model.vendor, flags);
  const caller = gatewayCaller(call, flags);
  const { userAgent, claudeCode } = programOfHeaders(call);
  const answerId = llm?.text('RequestId') ?? null;
  const isMessage = answerId?.startsWith('msg_') ?? false;
  const at = new Date(time.at);
  const event: UsageEvent = {
    ...NOT_TOLD,
    ...model,
    cloud: 'foundry',
    eventId: eventIdOf('foundry', accountId, correlationId, at),
    occurredAt: at.toISOString(),
    accountId,
    region,
    requestId: correlationId,
    correlationIds: { ...idsOfHeaders(call), ...(answerId === null || isMessage ? {} : { answer: answerId }) },
    messageId: isMessage ? answerId : null,
    modelId: deployment ?? modelName ?? 'unknown',
    operation: call?.text('OperationId', 128) ?? llm?.text('OperationName', 128) ?? 'unknown',
    // Answers that were streamed are logged as not streamed at times; nothing hangs on it.
    streamed: llm?.bool('IsStreamCompletion') ?? false,
    outcome: reply.failed ? 'failed' : 'ok',
    errorCode: reply.errorCode,
    tokens,
    ...caller,
    userAgent,
    requestMetadata: withClaudeCode(gatewayLabels(call), claudeCode),
    callerAddress: call?.text('CallerIpAddress', 64) ?? null,
    latencyMs: sizeOf(call, 'TotalTime') ?? sizeOf(call, 'DurationMs'),
    requestBytes: sizeOf(call, 'RequestSize'),
    responseBytes: sizeOf(call, 'ResponseSize'),
    flags: [...flags],
    provenance: {
      tokens: tokens.input === null ? 'absent' : 'counters',
      cacheTtl: 'none',
      model: from,
      time: time.from,
    },
  };
  // Rows of the two logs that come by themselves must not take each other's place.
  const recordId = alone && llm === null ? `${correlationId}/call` : correlationId;
  return { sight: { log: 'gateway', recordId, event } };
}

interface Reply {
  readonly failed: boolean;
  /** The status that Foundry answered; with `gateway-` in front where the gateway itself refused the call. */
  readonly errorCode: string | null;
}

/** A policy of the gateway refuses without asking Foundry, so that there is no status of the backend. */
function replyOf(call: Fields | null): Reply {
  const status = call?.number('ResponseCode') ?? null;
  if (status === null || status < 400) return { failed: false, errorCode: null };
  const backend = call?.number('BackendResponseCode') ?? 0;
  return { failed: true, errorCode: backend >= 400 ? String(backend) : `gateway-${status}` };
}

/** Where a model's answer is asked for. */
const ASKS_A_MODEL = /\/(?:v1\/messages|chat\/completions|responses)$/;

/** Clients ask whether the gateway is there; such rows count nothing, answer nothing and asked no model. */
function isProbe(llm: Fields | null, call: Fields | null): boolean {
  const counted = (llm?.number('PromptTokens') ?? 0) + (llm?.number('CompletionTokens') ?? 0) > 0;
  if (counted || (llm?.text('RequestId') ?? null) !== null) return false;
  const path = call?.text('Url', 2_000)?.replace(/[?#].*$/s, '') ?? '';
  return !ASKS_A_MODEL.test(path);
}

/** Rows that hold a part of a prompt or an answer count nothing: another row of their call does. */
function hasMessages(llm: Fields | null): boolean {
  return llm !== null && (llm.has('RequestMessages') || llm.has('ResponseMessages'));
}

function timeIn(fields: Fields | null): string | null {
  return fields?.text('TimeGenerated') ?? fields?.text('time') ?? null;
}

function sizeOf(call: Fields | null, name: string): number | null {
  const size = Math.round(call?.number(name) ?? -1);
  return isCount(size) ? size : null;
}

function rejected(reason: string, detail: string): Normalised {
  return { rejected: { reason, detail } };
}
