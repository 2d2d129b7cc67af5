import { eventIdOf } from '../../usage/event-id.js';
import type { Flag } from '../../usage/flags.js';
import type { Normalised } from '../../usage/normalised.js';
import type { Envelope } from '../../usage/raw-record.js';
import { UNKNOWN_TOKENS } from '../../usage/tokens.js';
import type { UsageEvent } from '../../usage/usage-event.js';
import { occurredAt } from '../occurred-at.js';
import type { Fields } from './fields.js';
import { modelOf } from './model.js';
import { NOT_TOLD } from './no-facts.js';
import { accountOf, regionOf } from './place.js';
import { instantOfTicks } from './ticks.js';

/** Operations that ask a model for an answer, where a failed one names no deployment. */
const ASKS_A_MODEL = /messages|completion|inference|response/i;

/**
 * A row of a Foundry account's request and response log: status, duration and deployment of a call, no tokens. Every field:
 * docs/formats/foundry.md.
 */
export function normaliseRequestResponse(fields: Fields, envelope: Envelope): Normalised {
  const operation = fields.text('operationName', 128) ?? 'unknown';
  const deployment = fields.text('modelDeploymentName', 128);
  const status = fields.number('resultSignature');
  const failed = status !== null && status >= 400;
  if (/count_?tokens/i.test(operation)) return { ignored: { reason: 'countTokens' } };
  if (deployment === null && !(failed && ASKS_A_MODEL.test(operation))) return { ignored: { reason: 'notInference' } };

  const correlationId = fields.text('correlationId');
  if (correlationId === null) return rejected('noRequestId', 'The record has no `correlationId`.');
  const accountId = accountOf(fields, envelope);
  if (accountId === null) {
    return rejected(
      'noAccount',
      "The record's `resourceId` is not that of a Foundry resource, and its source names none.",
    );
  }
  const region = regionOf(fields, envelope);
  if (region === null) return rejected('noRegion', 'Neither the record (`location`) nor its source names a region.');
  if (status === null)
    return rejected('noStatus', 'The record has no `resultSignature`, the HTTP status of the answer.');
  // `time` is when the row was written, seconds after the request.
  const requestTime = instantOfTicks(fields.number('requestTime'));
  const time = occurredAt(requestTime ?? fields.text('time') ?? fields.text('TimeGenerated'), envelope);
  if (time === null) return rejected('noUsableTime', 'The record has neither a possible `requestTime` nor a `time`.');

  const flags = new Set<Flag>(['tokensMissing']);
  if (time.from === 'envelope') flags.add('timeFromEnvelope');
  const { from, ...model } = modelOf(fields.text('modelName', 128), flags);
  const caller = fields.text('objectId');
  if (caller === null) flags.add('identityAbsent');
  const at = new Date(time.at);
  // Two rows may share a correlation id.
  const recordId = `${correlationId}/${operation}/${at.toISOString()}`;
  const event: UsageEvent = {
    ...NOT_TOLD,
    ...model,
    cloud: 'foundry',
    eventId: eventIdOf('foundry', accountId, recordId, at),
    occurredAt: at.toISOString(),
    accountId,
    region,
    requestId: correlationId,
    correlationIds: {},
    messageId: null,
    modelId: deployment ?? 'unknown',
    operation,
    streamed: /^streaming$/i.test(fields.text('streamType') ?? ''),
    outcome: failed ? 'failed' : 'ok',
    errorCode: failed ? String(status) : null,
    tokens: UNKNOWN_TOKENS,
    principal: caller,
    identity: caller === null ? null : { kind: 'entra-object', name: caller, session: null, accountId: null },
    requestMetadata: {},
    // The last part of it is masked by Azure.
    callerAddress: fields.text('callerIpAddress', 64),
    latencyMs: durationOf(fields),
    requestBytes: lengthOf(fields.number('requestLength')),
    responseBytes: lengthOf(fields.number('responseLength')),
    flags: [...flags],
    provenance: { tokens: 'absent', cacheTtl: 'none', model: from, time: time.from },
  };
  return { sight: { log: 'resource', recordId, event } };
}

/** Durations below zero occur; the ticks of request and response then tell it. */
function durationOf(fields: Fields): number | null {
  const own = fields.number('durationMs');
  if (own !== null && own >= 0) return Math.round(own);
  const from = instantOfTicks(fields.number('requestTime'));
  const to = instantOfTicks(fields.number('responseTime'));
  const duration = from === null || to === null ? -1 : Date.parse(to) - Date.parse(from);
  return duration >= 0 ? duration : null;
}

function lengthOf(bytes: number | null): number | null {
  return bytes !== null && bytes >= 0 ? Math.round(bytes) : null;
}

function rejected(reason: string, detail: string): Normalised {
  return { rejected: { reason, detail } };
}
