import type { EndpointScope } from '../usage/cloud.js';
import type { PriceBasis, RateableUsage } from '../usage/priced.js';
import type { UsageEvent } from '../usage/usage-event.js';
import { couldMoveToGlobal, globalOfferChanges, type MoveToGlobal, type ResidencyPolicies } from './availability.js';
import { startOf } from './dated-rules.js';
import { isPremiumRule } from './rules.js';

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

/**
 * Whether what a series paid as a premium could have been saved by moving to the global endpoint, at an instant. `null`
 * for one that pays none; provisioned throughput pays none either, and is told apart.
 */
export function movesOfSeries(series: SeriesFacts, at: number, policies: ResidencyPolicies): MoveToGlobal | null {
  if (series.endpointScope === 'provisioned') return { answer: 'provisioned' };
  if (series.basis === null || !series.basis.rules.some(isPremiumRule)) return null;
  // What paid a premium that today's rules do not know of has no endpoint to move to, as far as is known.
  return couldMoveToGlobal(usageOfSeries(series, at), policies) ?? { answer: 'notOffered' };
}

/** The instants at which the answers may change: policies begin and end, models come to global endpoints. */
export function moveChanges(policies: ResidencyPolicies): number[] {
  const ofPolicies = policies.flatMap(({ from, to }) => [from, to].filter((text) => text !== undefined).map(startOf));
  return [...ofPolicies, ...globalOfferChanges()].map((text) => Date.parse(text));
}
