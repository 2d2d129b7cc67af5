import { FAILURES_WITHIN_MS } from './foundry-failures.js';
import { NEIGHBOURS_MS } from '../usage/sight.js';
import type { UsageEvent } from '../usage/usage-event.js';
import { SECOND_MS, type Window } from '../usage/window.js';

/** What decides about a call begins this close to it, whatever its latency: some tolerances in a row. */
const CLOSE_MS = 5 * SECOND_MS;

/**
 * The times at which other sights may begin for which this one matters: hours that it touches are joined again when the
 * sight changes. A sight whose time is the call's end matters to calls that began long before it.
 */
export function reachOf({ cloud, occurredAt, latencyMs, outcome, provenance }: UsageEvent): Window {
  const at = Date.parse(occurredAt);
  // On Foundry calls are added up, not paired; only failures of two logs are.
  if (cloud === 'foundry') {
    const within = outcome === 'failed' ? FAILURES_WITHIN_MS : 0;
    return { from: at - within, to: at + within };
  }
  const before = provenance.time === 'end' ? NEIGHBOURS_MS : CLOSE_MS;
  const after = Math.min(NEIGHBOURS_MS, CLOSE_MS + (latencyMs ?? 0));
  return { from: at - before, to: at + after };
}
