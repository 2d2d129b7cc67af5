import type { Window } from '../usage/window.js';
import { callerKey, type Fit } from './fit.js';
import type { Seen } from './calls.js';
import { WIDEST_MS } from './tolerance.js';

/** What an hour tells about the ways in which a caller can be mistaken. Shares, estimated not too low (one more, of two more). */
export interface Odds {
  /** That a call's own entry is missing: calls that no entry fits. */
  readonly missing: number;
  /** That an entry belongs to no call in the log: entries that fit no call. */
  readonly stray: number;
  /** That an entry of another caller stands within the tolerance of an entry. */
  readonly close: number;
}

export function oddsOf({ entriesOf, callsOf }: Fit, entries: readonly Seen[], hour: Window): Odds {
  const isInHour = ({ at }: Seen) => at >= hour.from && at < hour.to;
  const calls = [...entriesOf].filter(([call]) => isInHour(call));
  const own = entries.filter(isInHour);
  const answered = own.filter(({ event }) => event.outcome !== 'failed');
  const lonely = calls.filter(([, fits]) => fits.length === 0).length;
  const strays = answered.filter((entry) => callsOf.get(entry)?.length === 0).length;
  const byChance = ((own.length + 1) * 2 * WIDEST_MS) / (hour.to - hour.from);
  return {
    missing: (lonely + 1) / (calls.length + 2),
    stray: (strays + 1) / (answered.length + 2),
    close: Math.min(1, Math.max(byChance, closeShare(own))),
  };
}

/** The share of entries that have one of another caller within the tolerance, and so cannot vouch for the hour's quiet. */
function closeShare(entries: readonly Seen[]): number {
  if (entries.length === 0) return 0;
  const sorted = entries.toSorted((a, b) => a.at - b.at);
  let close = 0;
  for (const [index, entry] of sorted.entries()) {
    const isStranger = (other: Seen | undefined) =>
      other !== undefined && Math.abs(other.at - entry.at) <= WIDEST_MS && callerKey(other) !== callerKey(entry);
    if (isStranger(sorted[index - 1]) || isStranger(sorted[index + 1])) close += 1;
  }
  return close / entries.length;
}

export interface Circumstances {
  /** Whether the candidates fit other calls too. */
  readonly isContested: boolean;
  readonly candidates: number;
  /** Whether the offset in time is one of those that are usual in the hour; null where nothing is known about that. */
  readonly usual: { readonly isUsual: boolean; readonly unusualShare: number } | null;
}

/**
 * That the caller is right. It is wrong when the call's own entry is missing (or unusually late) and a stranger's stands in
 * its place: one that belongs to no call, where the candidates fit no other call. By Bayes, the chance of that against the
 * chance that the own entry stands there. Cut to three places, so that it is never stated too high.
 */
export function confidenceOf(
  { missing, stray, close }: Odds,
  { isContested, candidates, usual }: Circumstances,
): number {
  const stranger = close * (isContested ? 1 : stray) * candidates;
  const ownElsewhere = missing + (usual === null ? 0 : usual.unusualShare);
  const ownHere = (1 - missing) * (usual === null || usual.isUsual ? 1 : usual.unusualShare);
  const wrong = Math.min(1, ownElsewhere) * Math.min(1, stranger);
  return Math.floor((1000 * ownHere) / (ownHere + wrong)) / 1000;
}
