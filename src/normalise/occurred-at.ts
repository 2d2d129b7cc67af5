import { parseInstant } from '../usage/instant.js';
import type { Envelope } from '../usage/raw-record.js';
import { HOUR_MS } from '../usage/window.js';

/** Claude came to Bedrock in 2023; event ids carry their day in 16 bits, which is past 2100. */
const EARLIEST = Date.UTC(2023, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/** How far a record's time may lie after the moment when the cloud took it in: what CloudWatch Logs lets pass. */
const CLOCK_SKEW_MS = 2 * HOUR_MS;

/**
 * When a call was made, in milliseconds since 1970: by the record's own clock, so that the same call has the same time
 * through every route; by its log entry where the record's time is missing or impossible. `null` when there is neither.
 */
export function occurredAt(
  recordTime: unknown,
  envelope: Envelope,
): { readonly at: number; readonly from: 'record' | 'envelope' } | null {
  const takenIn = envelope.ingestedAt ?? envelope.timestamp;
  const own = typeof recordTime === 'string' ? parseInstant(recordTime) : null;
  if (own !== null && isPossible(own) && (takenIn === undefined || own <= takenIn + CLOCK_SKEW_MS)) {
    return { at: own, from: 'record' };
  }
  const entry = envelope.timestamp ?? envelope.ingestedAt;
  return entry !== undefined && Number.isInteger(entry) && isPossible(entry) ? { at: entry, from: 'envelope' } : null;
}

function isPossible(at: number): boolean {
  return at >= EARLIEST && at < LATEST;
}
