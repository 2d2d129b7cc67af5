import { isLowerBoundBy, unbilledBy } from '../price/rules.js';
import type { CostState } from './answers/requests.js';

/** What the cost of a stored call is, by the rules that priced it. */
export function costStateOf(costPico: bigint | null, rules: readonly string[]): CostState {
  if (costPico === null) return 'notKnown';
  return unbilledBy(rules) ?? (isLowerBoundBy(rules) ? 'lowerBound' : 'known');
}
