import { costOf } from '../../ledger/prices.js';
import type { GoogleCall } from '../world/google-call.js';
import { scopeOfLocation } from '../world/google-places.js';

/**
 * The cost of a call in pico-dollars at list prices: nothing on provisioned throughput, nothing where no token was used; a
 * tenth more than on the global endpoint in a region or multi-region, from Sonnet 4.5 on.
 */
export function googleCostOf(call: GoogleCall): bigint {
  if (call.dedicated) return 0n;
  const cost = costOf(call.claude, scopeOfLocation(call.place.location), call.startedAt, call.tokens);
  if (cost === null) throw new Error(`simulator: no price for ${call.claude.name}`);
  return cost;
}
