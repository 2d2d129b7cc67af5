import type { SourcedSight } from '../../src/join/group-join.js';
import { eventIdOf } from '../../src/usage/event-id.js';
import type { SightLog } from '../../src/usage/sight.js';
import { UNKNOWN_TOKENS, type TokenCounts } from '../../src/usage/tokens.js';
import type { UsageEvent } from '../../src/usage/usage-event.js';

/** A call as it really was, to be told by logs. */
export interface TrueCall {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly caller: string;
  readonly tokens: readonly [input: number, output: number];
  readonly latencyMs?: number;
  readonly streamed?: boolean;
  readonly failed?: boolean;
  readonly labels?: Readonly<Record<string, string>>;
}

export const PLACE = { accountId: 'insurer-prod', region: 'europe-west1', modelId: 'claude-sonnet-4-5@20250929' };

/** What one log tells of a call: no more, no less, `shiftMs` beside its true time. */
export function sightOf(
  log: SightLog,
  id: string,
  { at, caller, tokens: [input, output], latencyMs = 900, streamed = true, failed = false, labels = {} }: TrueCall,
  { shiftMs = 0, changes = {} }: { readonly shiftMs?: number; readonly changes?: Partial<UsageEvent> } = {},
): SourcedSight {
  const { accountId, region, modelId } = PLACE;
  const occurredAt = new Date(at + shiftMs).toISOString();
  const isRow = log === 'requestResponse';
  const isAudit = log === 'audit';
  const tokens: TokenCounts =
    isAudit || failed ? UNKNOWN_TOKENS : { input, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output };
  const event: UsageEvent = {
    cloud: 'vertex',
    eventId: eventIdOf('vertex', accountId, `${log} ${id}`, new Date(occurredAt)),
    occurredAt,
    accountId,
    region,
    inferenceRegion: null,
    correlationIds: {},
    requestId: id,
    messageId: isRow ? `msg_vrtx_${id}` : null,
    modelId,
    model: 'claude-sonnet-4-5',
    vendor: 'anthropic',
    endpointScope: 'region',
    operation: streamed ? 'StreamRawPredict' : 'RawPredict',
    streamed,
    outcome: failed ? 'failed' : 'ok',
    errorCode: failed ? 'RESOURCE_EXHAUSTED' : null,
    stopReason: isRow ? 'end_turn' : null,
    serviceTier: null,
    speed: 'standard',
    batch: false,
    inferenceGeo: null,
    tokens,
    webSearchRequests: 0,
    principal: isAudit ? caller : null,
    identity: isAudit ? { kind: 'google-user', name: caller, session: null, accountId: null } : null,
    callerAddress: isAudit ? '192.0.2.7' : null,
    userAgent: isAudit ? 'claude-cli/2.1' : null,
    requestMetadata: log === 'inferenceMetadata' ? labels : {},
    tools: isRow ? ['search'] : [],
    latencyMs: isAudit ? null : latencyMs,
    firstByteMs: null,
    requestBytes: isRow ? 2000 : null,
    responseBytes: isRow ? 500 : null,
    flags: isAudit ? ['tokensMissing'] : ['identityAbsent'],
    provenance: {
      tokens: isAudit || failed ? 'absent' : isRow ? 'body' : 'counters',
      cacheTtl: isAudit ? 'none' : 'body',
      model: 'modelId',
      time: isRow ? 'fromEnd' : 'record',
    },
    ...changes,
  };
  return { log, recordId: id, event, sourceId: SOURCES[log] ?? log };
}

const SOURCES: Readonly<Partial<Record<SightLog, string>>> = {
  requestResponse: 'rows',
  inferenceMetadata: 'metadata',
  audit: 'audit',
};
