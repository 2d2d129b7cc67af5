import type { Seen } from './calls.js';
import type { Evidence } from './evidence.js';
import type { Fit } from './fit.js';

/** The chance of each entry to be a call's own. What is left to 1 is the chance that none of them is. */
export type Chances = ReadonlyMap<Seen, number>;

/** What fits what, and how likely it belongs together. */
export interface Weighed {
  readonly clusters: readonly Cluster[];
  /** Of every call that some entry fits or none does; null where too many compete to weigh them. */
  readonly chances: ReadonlyMap<Seen, Chances | null>;
}

/** Calls and entries that hang together by what fits what. */
interface Cluster {
  readonly calls: readonly Seen[];
  readonly entries: readonly Seen[];
}

/** More entries than this between which calls compete at once are not weighed: 2 to this power are the cases. */
const MOST_OPEN = 12;
/** Longer chains are not followed: what decides about a call must lie close to it (reach.ts). */
const LONGEST_MS = 2_500;

/**
 * Of every call the chance of each entry that fits it, over all ways to give every call one entry or none and every entry to
 * one call or none. A way is as likely as the product of its parts: own entries that are there, by how well their times
 * agree; own entries that are missing; entries that belong to calls which no log with tokens tells of.
 */
export function weighed(fit: Fit, evidence: Evidence): Weighed {
  const chances = new Map<Seen, Chances | null>();
  const clusters = clustersOf(fit);
  for (const cluster of clusters) {
    const found = weigh(cluster, fit, evidence);
    for (const [index, call] of cluster.calls.entries()) chances.set(call, found?.[index] ?? null);
  }
  return { clusters, chances };
}

function clustersOf({ entriesOf, callsOf }: Fit): Cluster[] {
  const seen = new Set<Seen>();
  return [...entriesOf.keys()].flatMap((first) => {
    if (seen.has(first)) return [];
    seen.add(first);
    const calls = [first];
    const entries = new Set<Seen>();
    for (const call of calls) {
      for (const entry of entriesOf.get(call) ?? []) {
        if (entries.has(entry)) continue;
        entries.add(entry);
        for (const other of callsOf.get(entry) ?? []) {
          if (seen.has(other)) continue;
          seen.add(other);
          calls.push(other);
        }
      }
    }
    return [{ calls: calls.toSorted(inOrder), entries: [...entries].toSorted(inOrder) }];
  });
}

const inOrder = (a: Seen, b: Seen) => a.at - b.at || (a.sight.recordId < b.sight.recordId ? -1 : 1);

/** A call's choices: the entry's number in its cluster, and its weight. */
interface Choice {
  readonly index: number;
  readonly weight: number;
}

/** From which way of the calls before to which after, by which choice. */
interface Step {
  readonly from: number;
  readonly to: number;
  readonly choice: Choice;
}

function weigh({ calls, entries }: Cluster, { entriesOf }: Fit, evidence: Evidence): Chances[] | null {
  const [first, last] = [calls[0], calls.at(-1)];
  if (first === undefined || last === undefined || last.at - first.at > LONGEST_MS) return null;
  const numberOf = new Map(entries.map((entry, index) => [entry, index]));
  const choices = calls.map((call) => {
    const present = evidence.present(call);
    const none: Choice = { index: -1, weight: 1 - present };
    const own = (entriesOf.get(call) ?? []).flatMap((entry): Choice[] => {
      const index = numberOf.get(entry);
      // Weights are relative to the way in which every entry is a stranger's.
      const weight = (present * evidence.ratio(call, entry)) / evidence.strangers(entry);
      return index === undefined ? [] : [{ index, weight }];
    });
    return [none, ...own];
  });
  // An entry is remembered as taken from the first call that it fits to the last one.
  const lastUse = entries.map((_, index) => choices.findLastIndex((of) => of.some((choice) => choice.index === index)));
  const firstUse = entries.map((_, index) => choices.findIndex((of) => of.some((choice) => choice.index === index)));

  const open: number[] = [];
  const slotOf = new Map<number, number>();
  let states = new Map<number, number>([[0, 1]]);
  const forward = [states];
  const steps: Step[][] = [];
  for (const [at, of] of choices.entries()) {
    for (const index of entries.keys()) {
      if (firstUse[index] !== at) continue;
      const slot = freeSlot(open);
      if (slot === null) return null;
      open[slot] = index;
      slotOf.set(index, slot);
    }
    let closing = 0;
    for (const [index, use] of lastUse.entries()) if (use === at) closing |= 1 << (slotOf.get(index) ?? 0);
    const next = new Map<number, number>();
    const taken: Step[] = [];
    for (const [state, weight] of states) {
      for (const choice of of) {
        const bit = choice.index < 0 ? 0 : 1 << (slotOf.get(choice.index) ?? 0);
        if ((state & bit) !== 0) continue;
        const to = (state | bit) & ~closing;
        taken.push({ from: state, to, choice });
        next.set(to, (next.get(to) ?? 0) + weight * choice.weight);
      }
    }
    for (const slot of open.keys()) if (lastUse[open[slot] ?? -1] === at) open[slot] = -1;
    steps.push(taken);
    states = scaled(next);
    forward.push(states);
  }

  const chances: Chances[] = [];
  let backward = new Map<number, number>([...states.keys()].map((state) => [state, 1]));
  for (let at = choices.length - 1; at >= 0; at -= 1) {
    const before = new Map<number, number>();
    const sums = new Map<number, number>();
    let total = 0;
    for (const { from, to, choice } of steps[at] ?? []) {
      const onward = choice.weight * (backward.get(to) ?? 0);
      before.set(from, (before.get(from) ?? 0) + onward);
      const weight = (forward[at]?.get(from) ?? 0) * onward;
      total += weight;
      sums.set(choice.index, (sums.get(choice.index) ?? 0) + weight);
    }
    chances[at] = new Map(
      [...sums].flatMap(([index, sum]) => {
        const entry = entries[index];
        return entry === undefined || total === 0 ? [] : [[entry, sum / total] as const];
      }),
    );
    backward = scaled(before);
  }
  return chances;
}

/** A place for one more entry between which calls choose; null where too many are open. */
function freeSlot(open: readonly number[]): number | null {
  const closed = open.indexOf(-1);
  const slot = closed === -1 ? open.length : closed;
  return slot < MOST_OPEN ? slot : null;
}

/** Only their proportions matter: kept near one, products of many small numbers do not vanish. */
function scaled(weights: Map<number, number>): Map<number, number> {
  const most = Math.max(...weights.values());
  return most > 0 ? new Map([...weights].map(([key, weight]) => [key, weight / most])) : weights;
}
