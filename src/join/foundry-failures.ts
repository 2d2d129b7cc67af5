import { MINUTE_MS } from '../usage/window.js';
import type { Seen } from './calls.js';

/** Two logs tell of one failure within this time: a gateway may try for a while before it gives up. */
export const FAILURES_WITHIN_MS = MINUTE_MS;

/**
 * Failed calls, each once. Foundry's own log goes first, because it has those of every caller. A gateway's log adds what
 * Foundry never heard of, refused by a policy, and answers of Foundry with a status of which its own log has no further
 * failure at about that time. Which row is which call does not matter for how many there were, and no fact is taken over.
 */
export function failuresOnce(seen: readonly Seen[]): Seen[] {
  const ofFoundry = seen.filter(({ sight }) => sight.log === 'resource');
  const ofGateway = seen.filter(({ sight }) => sight.log === 'gateway');
  const taken = new Set<Seen>();
  for (const status of new Set(ofGateway.map(({ event }) => event.errorCode))) {
    const claims = ofFoundry.filter(({ event }) => event.errorCode === status);
    const offered = ofGateway.filter(({ event }) => event.errorCode === status);
    let next = 0;
    for (const claim of claims) {
      while ((offered[next]?.at ?? Infinity) < claim.at - FAILURES_WITHIN_MS) next += 1;
      const one = offered[next];
      if (one === undefined || one.at > claim.at + FAILURES_WITHIN_MS) continue;
      taken.add(one);
      next += 1;
    }
  }
  return [...ofFoundry, ...ofGateway.filter((one) => !taken.has(one))];
}
