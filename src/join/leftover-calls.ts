import type { Weighed } from './assignments.js';
import { kindOf } from './statistics.js';
import type { Seen } from './calls.js';

/** An entry of an answered call of which no log with tokens tells. */
export interface Leftover {
  readonly entry: Seen;
  /** Whether it is this one. Where entries are more than calls, how many are left over is sure, and sometimes not which. */
  readonly isSure: boolean;
}

/** Up to so far beyond its tolerance a call without an entry may be that of an entry without a call: neither counts twice. */
const DOUBT_MS = 2_000;
/** The longest that answers take, and after it the log has it. */
const LONGEST_MS = 15 * 60_000;
/** What is less likely than this is not so. */
const HARDLY = 0.002;

/** Answered calls that only the log of callers tells of, and how many entries may be some call's after all. */
export function leftoverCalls(
  { clusters, chances }: Weighed,
  entries: readonly Seen[],
  calls: readonly Seen[],
): { readonly left: readonly Leftover[]; readonly doubtful: readonly Seen[] } {
  const ofEntry = new Map<Seen, number>();
  for (const of of chances.values())
    for (const [entry, chance] of of ?? []) ofEntry.set(entry, (ofEntry.get(entry) ?? 0) + chance);
  const weighed = new Set(clusters.flatMap((cluster) => cluster.entries));
  const left = clusters.flatMap((cluster): Leftover[] => {
    const isWeighed = cluster.calls.every((call) => chances.get(call) != null);
    const chanceOf = (entry: Seen) => (isWeighed ? (ofEntry.get(entry) ?? 0) : 1);
    const surplus = cluster.entries.length - cluster.calls.length;
    return cluster.entries
      .toSorted((a, b) => chanceOf(a) - chanceOf(b))
      .flatMap((entry, index) => {
        const isSure = chanceOf(entry) <= HARDLY;
        return isSure || index < surplus ? [{ entry, isSure }] : [];
      });
  });
  const lonely = calls.filter((call) => (chances.get(call)?.size ?? 0) === 0);
  const alone = entries.filter((entry) => !weighed.has(entry));
  const doubtful = mayBeOf(lonely, alone);
  return {
    left: [...left, ...alone.flatMap((entry) => (doubtful.has(entry) ? [] : [{ entry, isSure: true }]))],
    doubtful: [...doubtful],
  };
}

/**
 * Entries without a call that lie next to a call without an entry, one for each: clocks may have disagreed for once. Of a call
 * of which only the end is known it is the one that was taken in next to it, or any that began before.
 */
function mayBeOf(calls: readonly Seen[], entries: readonly Seen[]): Set<Seen> {
  const taken = new Set<Seen>();
  for (const call of calls) {
    const [next] = entries
      .flatMap((entry) => {
        if (taken.has(entry) || kindOf(entry) !== kindOf(call)) return [];
        const isNear = call.startIsKnown
          ? Math.abs(entry.at - call.at) <= DOUBT_MS
          : entry.at <= call.at && entry.at > call.at - LONGEST_MS;
        const distance = Math.abs((call.startIsKnown ? entry.at : (entry.endedBefore ?? entry.at)) - call.at);
        return isNear ? [{ entry, distance }] : [];
      })
      .toSorted((a, b) => a.distance - b.distance);
    if (next !== undefined) taken.add(next.entry);
  }
  return taken;
}
