import { type Alternative, alternativesOf } from '../price/alternatives.js';
import { WHAT_IF_CAVEATS } from '../price/what-if.js';
import type { StoredRequest } from '../store/questions/request-by-id.js';
import { CLOUDS, ENDPOINT_SCOPES } from '../usage/cloud.js';
import { formatUsd } from '../usage/money.js';
import type { WhatIfAnswer } from './answers/what-if.js';

/** What a stored call would have cost otherwise. */
export function shapeWhatIf(row: StoredRequest): WhatIfAnswer {
  const cloud = CLOUDS.find((one) => one === row.cloud);
  const endpointScope = ENDPOINT_SCOPES.find((one) => one === row.endpointScope);
  const alternatives =
    cloud === undefined || endpointScope === undefined || row.costPico === null
      ? []
      : alternativesOf({
          cloud,
          endpointScope,
          accountId: row.accountId,
          region: row.region,
          modelId: row.modelId,
          model: row.model,
          vendor: row.vendor,
          occurredAt: row.occurredAt.toISOString(),
          speed: row.speed === 'fast' ? 'fast' : 'standard',
          batch: row.batch,
          inferenceGeo: row.inferenceGeo,
          stopReason: row.stopReason,
          tokens: {
            input: row.inputTokens,
            cacheRead: row.cacheReadTokens,
            cacheWrite5m: row.cacheWrite5mTokens,
            cacheWrite1h: row.cacheWrite1hTokens,
            output: row.outputTokens,
          },
          webSearchRequests: row.webSearchRequests,
        });
  return {
    eventId: row.eventId,
    costUsd: row.costPico === null ? null : formatUsd(row.costPico),
    alternatives: alternatives.map((alternative) => shapeAlternative(alternative, row.costPico ?? 0n)),
  };
}

function shapeAlternative(
  { change, imagined, move }: Alternative,
  costPico: bigint,
): WhatIfAnswer['alternatives'][number] {
  const total = 'priced' in imagined.price ? imagined.price.priced.total : null;
  return {
    change: change.kind,
    to: change.kind === 'scope' ? change.endpointScope : change.kind === 'model' ? change.model : null,
    costUsd: total === null ? null : formatUsd(total),
    differenceUsd: total === null ? null : formatUsd(total - costPico),
    possible: move?.answer ?? null,
    caveats: imagined.caveats.map((caveat) => ({ caveat, words: WHAT_IF_CAVEATS[caveat] })),
  };
}
