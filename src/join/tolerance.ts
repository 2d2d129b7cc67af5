import { SECOND_MS } from '../usage/window.js';

/**
 * Two logs give the start of one call within this many milliseconds of each other, by the call's latency. Measured by a
 * collector in production that joins Vertex AI's request-response rows with audit entries: 200 ms, up to 300 ms where the
 * start is counted back over a long answer. https://github.com/slashid/slashid-ai-forwarders (vertex/event_source.py)
 */
export function toleranceMs(latencyMs: number | null): number {
  const step = TOLERANCES.find(({ belowMs }) => (latencyMs ?? 0) < belowMs);
  return step?.toleranceMs ?? WIDEST_MS;
}

/** The widest tolerance there is. */
export const WIDEST_MS = 300;
/** That of most calls. */
export const LEAST_TOLERANCE_MS = 200;
const TOLERANCES = [
  { belowMs: 10 * SECOND_MS, toleranceMs: LEAST_TOLERANCE_MS },
  { belowMs: 60 * SECOND_MS, toleranceMs: 250 },
];
