import type { Pricing } from '../price/pricing.js';
import { UNPRICED_WORDS } from '../price/rules.js';
import type { StoredRequest } from '../store/questions/request-by-id.js';
import { FLAGS, isFlag } from '../usage/flags.js';
import { UNPRICED_REASONS } from '../usage/priced.js';
import type { RequestDetail } from './answers/requests.js';
import type { Visible } from './answers/scope.js';
import { tokensByClass } from './by-class.js';
import { costStateOf } from './cost-state.js';
import { explainFilledFacts, explainProvenance } from './provenance-words.js';
import { shapeOwnRates, shapeRequestCost } from './shape-request-cost.js';

export function shapeRequestDetail(row: StoredRequest, pricing: Pricing, visible: Visible): RequestDetail {
  return {
    visible,
    event: shapeEvent(row, visible),
    costState: costStateOf(row.costPico, row.basis?.rules ?? []),
    cost: shapeRequestCost(row, pricing),
    ownRates: shapeOwnRates(row, pricing),
    unpriced:
      row.unpricedReason === null ? null : { reason: row.unpricedReason, words: unpricedWords(row.unpricedReason) },
    flags: row.flags.map((flag) => ({
      flag,
      words: isFlag(flag) ? FLAGS[flag] : 'A flag that this version does not know.',
    })),
    provenance: [
      ...explainProvenance(row.provenance, row.joinDueAt),
      ...explainFilledFacts(row.filledFrom ?? {}, row.sourceId),
    ],
  };
}

function shapeEvent(row: StoredRequest, { masked }: Visible): RequestDetail['event'] {
  return {
    eventId: row.eventId,
    occurredAt: row.occurredAt.toISOString(),
    cloud: row.cloud,
    accountId: row.accountId,
    region: row.region,
    inferenceRegion: row.inferenceRegion,
    requestId: row.requestId,
    messageId: row.messageId,
    modelId: row.modelId,
    model: row.model,
    vendor: row.vendor,
    endpointScope: row.endpointScope,
    operation: row.operation,
    streamed: row.streamed,
    outcome: row.outcome,
    errorCode: row.errorCode,
    stopReason: row.stopReason,
    serviceTier: row.serviceTier,
    speed: row.speed,
    batch: row.batch,
    inferenceGeo: row.inferenceGeo,
    tokens: tokensByClass(row),
    webSearchRequests: row.webSearchRequests,
    principal: masked.includes('principal') ? null : row.principal,
    identity:
      masked.includes('identity') || row.principalKind === null || row.principalName === null
        ? null
        : {
            kind: row.principalKind,
            name: row.principalName,
            session: row.principalSession,
            accountId: row.principalAccountId,
          },
    callerAddress: masked.includes('identity') ? null : row.callerAddress,
    userAgent: masked.includes('identity') ? null : row.userAgent,
    correlationIds: row.correlationIds ?? {},
    requestMetadata: masked.includes('requestMetadata') ? null : (row.requestMetadata ?? {}),
    tools: row.tools ?? [],
    latencyMs: row.latencyMs,
    firstByteMs: row.firstByteMs,
    requestBytes: row.requestBytes,
    responseBytes: row.responseBytes,
    requests: row.requests,
    flags: row.flags,
    team: row.team,
    person: masked.includes('person') ? null : row.person,
    sourceId: row.sourceId,
    sources: [row.sourceId, ...(row.seenBy ?? [])],
    collectedAt: row.collectedAt.toISOString(),
    joinDueAt: row.joinDueAt?.toISOString() ?? null,
  };
}

function unpricedWords(reason: string): string {
  const known = UNPRICED_REASONS.find((one) => one === reason);
  return known === undefined ? 'A reason that this version does not know.' : UNPRICED_WORDS[known];
}
