import type { Normalised } from '../usage/normalised.js';

/**
 * What `ledgerline normalise` prints for one record: `{"event": …}`, `{"rejected": {"reason", "detail"}}`,
 * `{"ignored": {"reason"}}` or, from a log that tells a part of a call, `{"sight": {"log", "recordId", "event"}}`. An event
 * prints with the names of usage-event.ts: the caller is `principal` as logged and `identity` taken apart, the five classes
 * are in `tokens`, and an unknown count is `null`.
 */
export function printNormalised(normalised: Normalised): unknown {
  return normalised;
}
