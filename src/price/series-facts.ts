import type { EndpointScope } from '../usage/cloud.js';
import type { PriceBasis, RateableUsage } from '../usage/priced.js';
import type { UsageEvent } from '../usage/usage-event.js';

/** What all calls of a series have in common: what is known of them beside their counts, and how they were priced. */
export interface SeriesFacts extends Pick<
  UsageEvent,
  'cloud' | 'accountId' | 'region' | 'modelId' | 'model' | 'vendor'
> {
  readonly endpointScope: EndpointScope;
  readonly basis: PriceBasis | null;
}

/**
 * The call that a series stands for at an instant (milliseconds since 1970): what is not part of a series is told by the
 * rules that priced it. Without web searches, for they are counted.
 */
export function usageOfSeries(
  { cloud, accountId, region, modelId, model, vendor, endpointScope, basis }: SeriesFacts,
  at: number,
): RateableUsage & Pick<UsageEvent, 'accountId'> {
  const rules = basis?.rules ?? [];
  return {
    cloud,
    accountId,
    region,
    modelId,
    model,
    vendor,
    endpointScope,
    occurredAt: new Date(at).toISOString(),
    speed: rules.includes('fastMode') ? 'fast' : 'standard',
    batch: rules.includes('batchDiscount'),
    // Elsewhere nothing hangs on it.
    inferenceGeo: cloud === 'anthropic' && rules.includes('regionalPremium') ? 'us' : null,
    stopReason: rules.includes('refusalNotBilled') ? 'refusal' : null,
    webSearchRequests: 0,
  };
}
