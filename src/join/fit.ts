import { isOneMethod, type Seen } from './calls.js';

/** Which calls and entries fit each other within a tolerance. */
export interface Fit {
  readonly entriesOf: ReadonlyMap<Seen, readonly Seen[]>;
  readonly callsOf: ReadonlyMap<Seen, readonly Seen[]>;
}

/** Finds them, with the tolerance of each call around its start. */
export function fitting(calls: readonly Seen[], entries: readonly Seen[]): Fit {
  const entriesOf = new Map<Seen, Seen[]>(calls.map((call) => [call, []]));
  const callsOf = new Map<Seen, Seen[]>(entries.map((entry) => [entry, []]));
  const sorted = entries.toSorted((a, b) => a.at - b.at);
  for (const call of calls) {
    for (let index = firstAtOrAfter(sorted, call.at - call.toleranceMs); index < sorted.length; index += 1) {
      const entry = sorted[index];
      if (entry === undefined || entry.at > call.at + call.toleranceMs) break;
      if (!isOneKind(call, entry)) continue;
      entriesOf.get(call)?.push(entry);
      callsOf.get(entry)?.push(call);
    }
  }
  return { entriesOf, callsOf };
}

/** Place and model are those of the group; method and outcome must be the same. */
function isOneKind(call: Seen, entry: Seen): boolean {
  return (
    isOneMethod(call.event, entry.event) && (call.event.outcome === 'failed') === (entry.event.outcome === 'failed')
  );
}

function firstAtOrAfter(sorted: readonly Seen[], time: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.at ?? Infinity) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Who called, as text: entries with the same are of one caller. */
export const callerKey = ({ event }: Seen) => JSON.stringify([event.principal, event.identity]);
