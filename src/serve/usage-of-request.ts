import type { TermedUsage } from '../price/terms.js';
import type { StoredRequest } from '../store/questions/request-by-id.js';
import { CLOUDS, ENDPOINT_SCOPES } from '../usage/cloud.js';
import type { Priced, PriceableUsage } from '../usage/priced.js';
import { amountsByClass, tokensByClass } from './by-class.js';

/** A stored call as prices read it; `null` for a cloud or endpoint that this version does not know. */
export function usageOfRequest(row: StoredRequest): (PriceableUsage & TermedUsage) | null {
  const cloud = CLOUDS.find((one) => one === row.cloud);
  const endpointScope = ENDPOINT_SCOPES.find((one) => one === row.endpointScope);
  if (cloud === undefined || endpointScope === undefined) return null;
  return {
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
    tokens: tokensByClass(row),
    webSearchRequests: row.webSearchRequests,
  };
}

/** The list price as it is stored; `null` where there is none. */
export function pricedOfRequest(row: StoredRequest): Priced | null {
  if (row.basis === null || row.costPico === null) return null;
  return {
    basis: row.basis,
    amounts: amountsByClass(row),
    premium: row.premiumPico ?? 0n,
    total: row.costPico,
    withoutCaching: row.withoutCachingPico ?? 0n,
  };
}
