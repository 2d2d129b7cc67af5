import { couldMoveToGlobal, offerChanges, type MoveToGlobal, type ResidencyPolicies } from './availability.js';
import { startOf } from './dated-rules.js';
import { isPremiumRule } from './rules.js';
import { type SeriesFacts, usageOfSeries } from './series-facts.js';

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

/** The instants at which the answers may change: policies begin and end, models come to endpoints. */
export function moveChanges(policies: ResidencyPolicies): number[] {
  const bounds = policies.flatMap(({ from, to }) => [from, to]).filter((text) => text !== undefined);
  return [...bounds.map((text) => Date.parse(startOf(text))), ...offerChanges()];
}
