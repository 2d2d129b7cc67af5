import { eventIdOf } from '../../usage/event-id.js';
import type { SightLog } from '../../usage/sight.js';
import { UNKNOWN_TOKENS } from '../../usage/tokens.js';
import type { UsageEvent } from '../../usage/usage-event.js';
import { readModelId } from '../model-id.js';
import { remembered } from '../remembered.js';

/** What every log of Vertex AI tells of a call. */
export interface CallPlace {
  readonly log: SightLog;
  /** The log's own id of the record. */
  readonly recordId: string;
  readonly at: number;
  readonly projectId: string;
  readonly location: string;
  /** `anthropic`, `google` …; `null` where the log names none. */
  readonly publisher: string | null;
  readonly modelId: string;
  /** `rawPredict`, `streamRawPredict` …: as the REST API spells it. */
  readonly operation: string;
}

const reference = remembered((path) => {
  const [location = '', ...modelPath] = path.split('\n');
  return readModelId('vertex', modelPath.join('\n'), location);
}, 5_000);

/** A call of which nothing is known yet but what, where and when; every log adds what it tells. */
export function emptyEvent(place: CallPlace): UsageEvent {
  const { log, recordId, at, projectId, location, publisher, modelId, operation } = place;
  const path = publisher === null ? modelId : `publishers/${publisher}/models/${modelId}`;
  const { model, vendor, endpointScope, fast } = reference(`${location}\n${path}`);
  const occurredAt = new Date(at);
  const isClaude = vendor === 'anthropic' || vendor === 'unknown';
  return {
    cloud: 'vertex',
    eventId: eventIdOf('vertex', projectId, `${log}/${recordId}`, occurredAt),
    occurredAt: occurredAt.toISOString(),
    accountId: projectId,
    region: location,
    inferenceRegion: null,
    requestId: recordId,
    correlationIds: {},
    messageId: null,
    modelId,
    model: isClaude ? model : null,
    vendor,
    endpointScope,
    operation,
    streamed: /^(?:stream|bidi)/i.test(operation),
    outcome: 'ok',
    errorCode: null,
    stopReason: null,
    serviceTier: null,
    speed: fast ? 'fast' : 'standard',
    batch: false,
    inferenceGeo: null,
    tokens: UNKNOWN_TOKENS,
    webSearchRequests: 0,
    principal: null,
    identity: null,
    callerAddress: null,
    userAgent: null,
    requestMetadata: {},
    tools: [],
    latencyMs: null,
    firstByteMs: null,
    requestBytes: null,
    responseBytes: null,
    flags: isClaude && model === null ? ['modelUnknown'] : [],
    provenance: {
      tokens: 'absent',
      cacheTtl: 'none',
      model: isClaude && model !== null ? 'modelId' : 'absent',
      time: 'record',
    },
  };
}

/** The REST API's spelling of a method: `StreamRawPredict` of the audit log is `streamRawPredict`. */
export function operationName(method: string): string {
  const name = method.slice(method.lastIndexOf('.') + 1);
  return name.charAt(0).toLowerCase() + name.slice(1);
}
