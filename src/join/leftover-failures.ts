import { isOneMethod, type Seen } from './calls.js';
import { WIDEST_MS } from './tolerance.js';

/**
 * Failed calls that only the second log tells of: what is left when each failed call of the first has taken the entry next to
 * it in time. A burst of refusals has many at once; which is which does not matter for how many there were.
 */
export function leftoverFailures(first: readonly Seen[], second: readonly Seen[]): Seen[] {
  const offered = second.toSorted(byTime);
  const taken = new Set<Seen>();
  let from = 0;
  for (const call of first.toSorted(byTime)) {
    while ((offered[from]?.at ?? Infinity) < call.at - WIDEST_MS) from += 1;
    for (let index = from; index < offered.length; index += 1) {
      const entry = offered[index];
      if (entry === undefined || entry.at > call.at + call.toleranceMs) break;
      if (taken.has(entry) || entry.at < call.at - call.toleranceMs) continue;
      if (!isOneMethod(entry.event, call.event)) continue;
      taken.add(entry);
      break;
    }
  }
  return offered.filter((entry) => !taken.has(entry));
}

const byTime = (a: Seen, b: Seen) => a.at - b.at;
