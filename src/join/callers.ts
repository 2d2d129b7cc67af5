import type { IdentityProvenance } from '../usage/usage-event.js';
import type { Window } from '../usage/window.js';
import { calibrated, type Calibration } from './calibration.js';
import type { Seen } from './calls.js';
import { confidenceOf, type Odds, oddsOf } from './confidence.js';
import { callerKey, type Fit, fitting } from './fit.js';

/** A call whose caller is looked for: the sight that tells best when it began. */
export interface Wanted {
  readonly seen: Seen;
  /** Ids under which an entry of another log may name it. */
  readonly ids: readonly string[];
}

/** The entries that can be a call's, and what follows from them. */
export interface CallerFound {
  readonly provenance: IdentityProvenance;
  /** All that can be the call's; where a caller is named, all of them name this one. */
  readonly candidates: readonly Seen[];
}

/**
 * Below it a caller is not named: whoever pays for a call is better left open than wrong. Measured (`npm run bench join`) as
 * the place from which on one name in a thousand at most is wrong where half of all calls collide.
 */
const LEAST_CONFIDENCE = 0.993;

/**
 * Whose entry belongs to which call. An entry with the call's id is its own. Else those are candidates that fit by time and
 * method, one after the other: the only one that fits, where it fits no other call; several that all name one caller, where
 * there are enough for all calls that they fit. Logs that agree closely in their times narrow the tolerance (calibration.ts).
 * How likely a stranger's entry stands where the call's own is missing is reckoned from the hour itself (confidence.ts).
 */
export function findCallers(wanted: readonly Wanted[], entries: readonly Seen[], hour: Window): Map<Seen, CallerFound> {
  const found = new Map<Seen, CallerFound>();
  const byId = new Map(entries.map((entry) => [entry.event.requestId, entry]));
  const taken = new Set<Seen>();
  for (const { seen, ids } of wanted) {
    const own = ids.map((id) => byId.get(id)).find((entry) => entry !== undefined);
    if (own === undefined || taken.has(own)) continue;
    taken.add(own);
    found.set(seen, { provenance: { how: 'sharedId', confidence: 1, candidates: 1 }, candidates: [own] });
  }
  const calls = wanted.map(({ seen }) => seen).filter((seen) => !found.has(seen) && seen.startIsKnown);
  const free = entries.filter((entry) => !taken.has(entry));
  const wide = fitting(calls, free, (call) => ({ from: -call.toleranceMs, to: call.toleranceMs }));
  const calibration = calibrated(wide, hour);
  const narrow = calibration === null ? null : fitting(calls, free, (call) => narrowed(calibration, call.toleranceMs));
  const odds = oddsOf(wide, free, hour);
  for (const call of calls) found.set(call, callerOf(call, wide, narrow, odds, calibration));
  for (const { seen } of wanted) if (!found.has(seen)) found.set(seen, ABSENT);
  return found;
}

const ABSENT: CallerFound = { provenance: { how: 'absent', confidence: 0, candidates: 0 }, candidates: [] };

function callerOf(call: Seen, wide: Fit, narrow: Fit | null, odds: Odds, calibration: Calibration | null): CallerFound {
  const all = wide.entriesOf.get(call) ?? [];
  if (all.length === 0) return ABSENT;
  for (const fit of narrow === null ? [wide] : [wide, narrow]) {
    const candidates = fit.entriesOf.get(call) ?? [];
    const [first] = candidates;
    if (first === undefined) continue;
    const { rivals, isEnough } = offersOf(fit, call);
    if (!isEnough || candidates.some((entry) => callerKey(entry) !== callerKey(first))) continue;
    const isUsual = calibration === null || candidates.some((entry) => isWithin(calibration, entry.at - call.at));
    const confidence = confidenceOf(odds, {
      isContested: rivals > 1,
      candidates: candidates.length,
      usual: calibration === null ? null : { isUsual, unusualShare: calibration.outsideShare },
    });
    if (confidence < LEAST_CONFIDENCE) continue;
    const how = candidates.length === 1 ? ('time' as const) : ('agreed' as const);
    return { provenance: { how, confidence, candidates: candidates.length }, candidates };
  }
  // Where entries are fewer than calls, one that fits may still be no candidate at all, and says nothing.
  const isComplete = offersOf(wide, call).isEnough;
  const provenance = { how: 'ambiguous', confidence: 0, candidates: all.length } as const;
  return { provenance, candidates: isComplete ? all : [] };
}

/** How many calls the entries of a call fit, itself among them, and whether those have an entry each. */
function offersOf({ entriesOf, callsOf }: Fit, call: Seen): { readonly rivals: number; readonly isEnough: boolean } {
  const rivals = new Set((entriesOf.get(call) ?? []).flatMap((entry) => callsOf.get(entry) ?? []));
  const offers = new Set([...rivals].flatMap((rival) => entriesOf.get(rival) ?? []));
  return { rivals: rivals.size, isEnough: offers.size >= rivals.size };
}

const isWithin = ({ from, to }: Calibration, offsetMs: number) => offsetMs >= from && offsetMs <= to;

/** The narrower span, inside the stated tolerance. */
const narrowed = ({ from, to }: Calibration, toleranceMs: number) => ({
  from: Math.max(from, -toleranceMs),
  to: Math.min(to, toleranceMs),
});
