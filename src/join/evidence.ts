import type { Apart, LogStatistics } from '../usage/log-statistics.js';
import type { Seen } from './calls.js';
import { apart, kindOf, pooled } from './statistics.js';
import { LEAST_TOLERANCE_MS } from './tolerance.js';
import { isIn, type Span, usualSpan } from './usual-span.js';

/** How likely one entry is a call's own, and how likely a call has none or an entry none, by what the logs show of them. */
export interface Evidence {
  /** That the call's own entry is there. */
  readonly present: (call: Seen) => number;
  /** How many entries of calls that no log with tokens tells of stand within the tolerance of an entry, on average. */
  readonly strangers: (entry: Seen) => number;
  /** How many times more likely its times are for the call's own entry than for a stranger's within the tolerance. */
  readonly ratio: (call: Seen, entry: Seen) => number;
}

/** The count of a kind of calls is taken together with so many of all kinds, which hardly moves it where it is large. */
const PRIOR = 3;
/** What is taken for seen already, of two more, before anything is: one in four is missing; one in forty has company. */
const SHARE_FIRST = 0.5;
const COMPANY_FIRST = 0.05;
/** Until an account has shown enough, no less than this is taken to be missing: a few calls do not tell who is exempt. */
const UNTRIED = { missing: 1 / 4, stray: 1 / 3 };
/** Where more calls and more entries than this have no counterpart, the two logs do not agree on time, and what fits says nothing. */
const STRANGE = 0.75;

/** Where the account showed so many calls before, what a group adds of its own moves nothing. */
const ENOUGH_CALLS = 500;

const known = new WeakMap<readonly LogStatistics[], Evidence>();

/** By what the account showed before, and the group's own where that is little. The groups of an hour share the former. */
export function evidenceFor(own: LogStatistics, shown: readonly LogStatistics[]): Evidence {
  const calls = shown.reduce((sum, one) => sum + one.calls.length, 0);
  if (calls < ENOUGH_CALLS) return evidenceOf(pooled([own, ...shown]));
  const evidence = known.get(shown) ?? evidenceOf(pooled(shown));
  known.set(shown, evidence);
  return evidence;
}

function evidenceOf({ calls, entries }: LogStatistics): Evidence {
  const sure = calls.flatMap(({ fits, isAlone }) => (isAlone ? fits : []));
  const starts = usualSpan(sure.map(({ startMs }) => startMs));
  const ends = usualSpan(sure.flatMap(({ endMs }) => (endMs === null ? [] : [endMs])));
  const startsAsUsual = ({ startMs }: Apart) => starts === null || isIn(starts, startMs);
  const endsAsUsual = ({ endMs }: Apart) => ends === null || endMs === null || isIn(ends, endMs);
  // A stranger's entry may stand alone as well. It seldom is as usual in one of the two, so that those which are tell of the other.
  const unusual = {
    start: shareOf(sure.filter(endsAsUsual), (fit) => !startsAsUsual(fit)),
    end: shareOf(sure.filter(startsAsUsual), (fit) => !endsAsUsual(fit)),
  };
  const hasOwn = ({ fits }: { readonly fits: readonly Apart[] }) =>
    fits.some((fit) => startsAsUsual(fit) && endsAsUsual(fit));
  const lasted = new Map(
    [...Map.groupBy(entries, ({ kind }) => kind)].map(([kind, of]) => [
      kind,
      of.flatMap(({ lastedMs }) => (lastedMs === null ? [] : [lastedMs])).toSorted((a, b) => a - b),
    ]),
  );
  const missing = byKind(calls, (call) => (hasOwn(call) ? 0 : 1), SHARE_FIRST);
  const stray = byKind(entries, (entry) => (hasOwn(entry) ? 0 : 1), SHARE_FIRST);
  const company = byKind(entries, (entry) => entry.company, COMPANY_FIRST);
  // Where a stranger's looks like an own one, what is missing is not seen to be: the more, the more company there is.
  const startLike = starts === null ? 1 : Math.min(1, (starts.to - starts.from) / (2 * LEAST_TOLERANCE_MS));
  const seenShare = (kind: string) => {
    const endLike = ends === null ? 1 : alike(lasted.get(kind) ?? [], ends.to - ends.from);
    return 1 - Math.min(0.9, company.of(kind) * startLike * endLike);
  };
  const share = (of: Mean, kind: string, untried: number) =>
    Math.min(0.999, Math.max(of.of(kind) / seenShare(kind), calls.length < ENOUGH_CALLS ? untried : 0));
  const areStrange = missing.ofAny > STRANGE && stray.ofAny > STRANGE;
  return {
    present: (call) => (areStrange ? 0 : 1 - share(missing, kindOf(call), UNTRIED.missing)),
    strangers: (entry) => share(stray, kindOf(entry), UNTRIED.stray) * company.of(kindOf(entry)),
    ratio(call, entry) {
      const { startMs, endMs } = apart(call, entry);
      const atStart = starts === null ? 1 : ratioOf(isIn(starts, startMs), unusual.start, widthOf(starts, call));
      if (ends === null || endMs === null || call.end === null) return atStart;
      // A stranger's entry ends when its own call did, which lasted as long as calls do.
      const latencyMs = call.end - call.at;
      const as = lasted.get(kindOf(call)) ?? [];
      const asLong = countUpTo(as, latencyMs + ends.to) - countUpTo(as, latencyMs + ends.from);
      return atStart * ratioOf(isIn(ends, endMs), unusual.end, (asLong + 1) / (as.length + 2));
    },
  };
}

/** Bayes: what is usual for own entries and seldom for strangers' speaks for the call's own, and the other way round. */
function ratioOf(isUsual: boolean, unusualOfOwn: number, usualOfStrangers: number): number {
  return isUsual ? (1 - unusualOfOwn) / usualOfStrangers : unusualOfOwn / (1 - usualOfStrangers);
}

/** A stranger's entry begins at any time within the tolerance: the share of it that is usual for own ones. */
function widthOf({ from, to }: Span, { toleranceMs }: Seen): number {
  const width = Math.min(to, toleranceMs) - Math.max(from, -toleranceMs);
  return Math.min(0.99, Math.max(0.01, width / (2 * toleranceMs)));
}

/** A share of many, not too low of few: half a one more, of two more. */
const shareOf = <One>(all: readonly One[], is: (one: One) => boolean) =>
  (all.filter(is).length + SHARE_FIRST) / (all.length + 2);

interface Mean {
  readonly of: (kind: string) => number;
  readonly ofAny: number;
}

/** The mean of each kind, taken together with a little of all kinds. */
function byKind<One extends { readonly kind: string }>(
  all: readonly One[],
  value: (one: One) => number,
  first: number,
): Mean {
  const sum = (of: readonly One[]) => of.reduce((total, one) => total + value(one), 0);
  const ofAny = (sum(all) + first) / (all.length + 2);
  const means = new Map(
    [...Map.groupBy(all, ({ kind }) => kind)].map(([kind, of]) => [
      kind,
      (sum(of) + PRIOR * ofAny) / (of.length + PRIOR),
    ]),
  );
  return { of: (kind) => means.get(kind) ?? ofAny, ofAny };
}

/** The share of sorted values that lie as close together as this, in their middle; all, where there are few. */
function alike(sorted: readonly number[], widthMs: number): number {
  const middle = sorted[sorted.length >> 1] ?? 0;
  const close = countUpTo(sorted, middle + widthMs / 2) - countUpTo(sorted, middle - widthMs / 2);
  return (close + 1) / (sorted.length + 1);
}

/** How many of sorted values are at most this. */
function countUpTo(sorted: readonly number[], most: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? Infinity) <= most) low = middle + 1;
    else high = middle;
  }
  return low;
}
