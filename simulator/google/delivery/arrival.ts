import { Random } from '../../random.js';
import type { GoogleCall } from '../world/google-call.js';
import { isWithin, type GoogleFaults, type GoogleLog } from '../google-faults.js';

/** When something that a log tells of a call can be read, in milliseconds since 1970, and when for a second time. */
export interface Arrival {
  readonly at: number;
  readonly again: number | null;
}

/** Each log draws from a stream of its own, so that faults of one never move those of another. */
const STREAMS: Readonly<Record<GoogleLog, number>> = { requestResponse: 21, inferenceMetadata: 22, audit: 23 };
const AGAIN_WITHIN_MINUTES = 30;

/** When what should arrive at `dueAt` arrives under these faults. `part` tells the entries of one call in one log apart. */
export function arrivalOf(
  call: GoogleCall,
  log: GoogleLog,
  part: number,
  dueAt: number,
  faults: GoogleFaults,
): Arrival {
  const random = new Random(call.words, STREAMS[log] + 10 * part, call.index);
  const isLate = random.chance(faults.lateShare);
  const lateMinutes = 1 + random.unit() * Math.max(0, faults.lateMaxMinutes - 1);
  const comesAgain = random.chance(faults.duplicateShare);
  const afterMinutes = random.unit() * AGAIN_WITHIN_MINUTES;
  const at = isLate ? dueAt + Math.round(lateMinutes * 60_000) : dueAt;
  return { at, again: comesAgain ? at + 1000 + Math.round(afterMinutes * 60_000) : null };
}

/** True unless the log was switched off there when the call was made. */
export function isOn(call: GoogleCall, log: GoogleLog, faults: GoogleFaults): boolean {
  return !faults.loggingOff.some((off) => off.log === log && isWithin(off, call.place, call.startedAt));
}

/** How long after the end of a call the last thing that tells of it may arrive. */
export function longestDelayMs(faults: GoogleFaults): number {
  return (faults.lateMaxMinutes + AGAIN_WITHIN_MINUTES + 5) * 60_000;
}

/** The longest that a call takes, with room for clocks that disagree. */
export const LONGEST_CALL_MS = 605_000;
