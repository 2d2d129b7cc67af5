import type { IdentityProvenance } from '../usage/usage-event.js';
import type { Chances, Weighed } from './assignments.js';
import type { Seen } from './calls.js';
import { callerKey, type Fit, fitting } from './fit.js';
import { groupedBy } from '../usage/grouped-by.js';

/** A call whose caller is looked for: the sight that tells best when it began. */
export interface Wanted {
  readonly seen: Seen;
  /** Ids under which an entry of another log may name it. */
  readonly ids: readonly string[];
}

/** The entries that can be a call's, and what follows from them. */
export interface CallerFound {
  readonly provenance: IdentityProvenance;
  /** All that can be the call's; where a caller is named, those of them that name this one. */
  readonly candidates: readonly Seen[];
}

/** Calls and entries before anybody is named: which share an id, and which of the others fit each other by time and method. */
export interface CallersSought {
  readonly wanted: readonly Wanted[];
  readonly byId: ReadonlyMap<Seen, Seen>;
  readonly fit: Fit;
}

/**
 * Below it a caller is not named: whoever pays for a call is better left open than wrong, and 999 of 1,000 names are to be
 * right also where none is surer than the least sure (`npm run bench join`, which also measures what lower ones come to).
 */
export const LEAST_CONFIDENCE = 0.999;

/** What all candidates agree on is taken where the call's own entry is one of them at least so surely. */
const LEAST_AMONG = 0.99;

export function seekCallers(wanted: readonly Wanted[], entries: readonly Seen[]): CallersSought {
  const withId = new Map(entries.map((entry) => [entry.event.requestId, entry]));
  const byId = new Map<Seen, Seen>();
  const taken = new Set<Seen>();
  for (const { seen, ids } of wanted) {
    const own = ids.map((id) => withId.get(id)).find((entry) => entry !== undefined);
    if (own === undefined || taken.has(own)) continue;
    taken.add(own);
    byId.set(seen, own);
  }
  const calls = wanted.map(({ seen }) => seen).filter((seen) => !byId.has(seen) && seen.startIsKnown);
  const free = entries.filter((entry) => !taken.has(entry));
  return { wanted, byId, fit: fitting(calls, free) };
}

/**
 * Whose entry belongs to which call. An entry with the call's id is its own. Of the others, those that fit by time and method
 * are weighed against each other, and against the chance that the own one is missing (assignments.ts), by what the logs tell
 * about themselves (evidence.ts). The caller is the one whose entries together are sure enough.
 */
export function findCallers(
  { wanted, byId, fit }: CallersSought,
  { chances }: Weighed,
  leastConfidence: number,
): Map<Seen, CallerFound> {
  return new Map(
    wanted.map(({ seen }): [Seen, CallerFound] => {
      const own = byId.get(seen);
      if (own !== undefined) return [seen, { provenance: SHARED_ID, candidates: [own] }];
      return [seen, callerOf(fit.entriesOf.get(seen) ?? [], chances.get(seen) ?? null, leastConfidence)];
    }),
  );
}

const SHARED_ID = { how: 'sharedId', confidence: 1, candidates: 1 } as const;

function callerOf(candidates: readonly Seen[], chances: Chances | null, leastConfidence: number): CallerFound {
  if (candidates.length === 0) return { provenance: { how: 'absent', confidence: 0, candidates: 0 }, candidates };
  const chanceOf = (entries: readonly Seen[]) => entries.reduce((sum, entry) => sum + (chances?.get(entry) ?? 0), 0);
  const [likeliest] = [...groupedBy(candidates, callerKey).values()]
    .map((entries) => ({ entries, chance: chanceOf(entries) }))
    .toSorted((a, b) => b.chance - a.chance);
  // Cut to three places, so that it is never stated too high.
  const confidence = Math.floor(1000 * (likeliest?.chance ?? 0)) / 1000;
  if (likeliest === undefined || confidence < leastConfidence) {
    // What all of them agree on is the call's where its own is sure to be among them.
    const isAmong = chanceOf(candidates) >= LEAST_AMONG;
    const provenance = { how: 'ambiguous', confidence: 0, candidates: candidates.length } as const;
    return { provenance, candidates: isAmong ? candidates : [] };
  }
  const { entries } = likeliest;
  const how = candidates.length === 1 ? 'time' : entries.length === candidates.length ? 'agreed' : 'likeliest';
  return { provenance: { how, confidence, candidates: candidates.length }, candidates: entries };
}
