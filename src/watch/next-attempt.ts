import { DAY_MS, MINUTE_MS, SECOND_MS } from '../usage/window.js';

/** Later messages of a channel wait for earlier ones, so that "over" never comes before "began": the pauses stay short. */
const LONGEST_PAUSE_MS = 5 * MINUTE_MS;
/** What could not be delivered for so long is given up; the alert itself still stands in the list. */
const GIVEN_UP_AFTER_MS = DAY_MS;

/** When to try again what has failed so many times: after 5, 15, 45 … seconds, at most 5 minutes; null to give up. */
export function nextAttemptAt(attempts: number, createdAt: number, now: number): number | null {
  if (now - createdAt >= GIVEN_UP_AFTER_MS) return null;
  return now + Math.min(5 * SECOND_MS * 3 ** (attempts - 1), LONGEST_PAUSE_MS);
}
