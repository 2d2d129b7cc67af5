import type { Apart, LogStatistics } from '../usage/log-statistics.js';
import type { Seen } from './calls.js';
import { type Mean, meanOf } from './mean-of-kinds.js';
import { apart, kindOf, pooled } from './statistics.js';
import { LEAST_TOLERANCE_MS } from './tolerance.js';
import { type Span, type Usual, usual, type Zone, zoneOf, ZONES } from './usual-span.js';
import { groupedBy } from '../usage/grouped-by.js';

/** How likely one entry is a call's own, and how likely a call has none or an entry none, by what the logs show of them. */
export interface Evidence {
  /** That the call's own entry is there. */
  readonly present: (call: Seen) => number;
  /** How many entries of calls that no log with tokens tells of stand within the tolerance of an entry, on average. */
  readonly strangers: (entry: Seen) => number;
  /** How many times more likely its times are for the call's own entry than for a stranger's within the tolerance. */
  readonly ratio: (call: Seen, entry: Seen) => number;
}

/**
 * What is expected before anything is seen: a call without its entry, an entry without its call, entries of others within the
 * tolerance. A few calls do not tell who is exempt or how crowded it gets: none of few is no proof that there is none.
 */
const EXPECTED = { missing: 1 / 4, stray: 1 / 3, company: 1 / 4 };
/** Where own entries lie before it is seen: the two logs' clocks agree, and an entry is taken in soon after its call's end. */
const EXPECTED_START: Usual = { core: { from: -25, to: 25 }, whole: { from: -75, to: 75 } };
const EXPECTED_END: Usual = { core: { from: 0, to: 2_000 }, whole: { from: -300, to: 10_000 } };
/** Own entries that are taken for seen in each of these zones: of four, six in ten in the core. */
const EXPECTED_IN = { core: 2.4, rim: 1.2, outside: 0.4 } as const satisfies Record<Zone, number>;
/** The same in zones that were measured, where the calls themselves tell: half a one more outside, so that it is never impossible. */
const HARDLY_OUTSIDE = { core: 0.8, rim: 0.7, outside: 0.5 } as const satisfies Record<Zone, number>;
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
  const starts = usual(sure.map(({ startMs }) => startMs));
  const ends = usual(sure.flatMap(({ endMs }) => (endMs === null ? [] : [endMs])));
  const zoneOfStart = ({ startMs }: Apart) => zoneOf(starts ?? EXPECTED_START, startMs);
  const zoneOfEnd = ({ endMs }: Apart) => (endMs === null ? null : zoneOf(ends ?? EXPECTED_END, endMs));
  const startsAsUsual = (fit: Apart) => starts === null || zoneOfStart(fit) !== 'outside';
  const endsAsUsual = (fit: Apart) => ends === null || zoneOfEnd(fit) !== 'outside';
  // A stranger's entry may stand alone as well. It seldom is as usual in one of the two, so that those which are tell of the other.
  const own = {
    start: sharesOf(sure.filter(endsAsUsual).map(zoneOfStart), starts === null ? EXPECTED_IN : HARDLY_OUTSIDE),
    end: sharesOf(sure.filter(startsAsUsual).map(zoneOfEnd), ends === null ? EXPECTED_IN : HARDLY_OUTSIDE),
  };
  const hasOwn = ({ fits }: { readonly fits: readonly Apart[] }) =>
    fits.some((fit) => startsAsUsual(fit) && endsAsUsual(fit));
  const lasted = new Map(
    [...groupedBy(entries, ({ kind }) => kind)].map(([kind, of]) => [
      kind,
      of.flatMap(({ lastedMs }) => (lastedMs === null ? [] : [lastedMs])).toSorted((a, b) => a - b),
    ]),
  );
  const missing = meanOf(calls, (call) => (hasOwn(call) ? 0 : 1), EXPECTED.missing);
  const stray = meanOf(entries, (entry) => (hasOwn(entry) ? 0 : 1), EXPECTED.stray);
  const company = meanOf(entries, (entry) => entry.company, EXPECTED.company);
  // Where a stranger's looks like an own one, what is missing is not seen to be: the more, the more company there is.
  const startLike = starts === null ? 1 : Math.min(1, widthOf(starts.whole) / (2 * LEAST_TOLERANCE_MS));
  const seenShare = (kind: string) => {
    const endLike = ends === null ? 1 : alike(lasted.get(kind) ?? [], widthOf(ends.whole));
    return 1 - Math.min(0.9, company.of(kind) * startLike * endLike);
  };
  const share = (of: Mean, kind: string) => Math.min(0.999, of.of(kind) / seenShare(kind));
  const areStrange = missing.ofAny > STRANGE && stray.ofAny > STRANGE;
  return {
    present: (call) => (areStrange ? 0 : 1 - share(missing, kindOf(call))),
    strangers: (entry) => share(stray, kindOf(entry)) * company.of(kindOf(entry)),
    ratio(call, entry) {
      const fit = apart(call, entry);
      const start = zoneOfStart(fit);
      const atStart = own.start[start] / strangersStart(starts ?? EXPECTED_START, call)[start];
      const end = zoneOfEnd(fit);
      if (end === null || call.end === null) return atStart;
      // A stranger's entry ends when its own call did, which lasted as long as calls do.
      const as = lasted.get(kindOf(call)) ?? [];
      return atStart * (own.end[end] / strangersEnd(ends ?? EXPECTED_END, call.end - call.at, as)[end]);
    },
  };
}

type Shares = Readonly<Record<Zone, number>>;

/** How many of them are in each zone, taken together with what is expected. */
function sharesOf(zones: readonly (Zone | null)[], expected: Shares): Shares {
  const all = zones.filter((zone) => zone !== null);
  const whole = all.length + ZONES.reduce((sum, zone) => sum + expected[zone], 0);
  const share = (of: Zone) => (all.filter((zone) => zone === of).length + expected[of]) / whole;
  return { core: share('core'), rim: share('rim'), outside: share('outside') };
}

const LEAST_SHARE = 0.01;
const atLeast = (share: number) => Math.max(LEAST_SHARE, share);

/** A stranger's entry begins at any time within the tolerance: the share of it that each zone takes. */
function strangersStart({ core, whole }: Usual, { toleranceMs }: Seen): Shares {
  const share = ({ from, to }: Span) =>
    Math.max(0, Math.min(to, toleranceMs) - Math.max(from, -toleranceMs)) / (2 * toleranceMs);
  const [inCore, inWhole] = [share(core), share(whole)];
  return { core: atLeast(inCore), rim: atLeast(inWhole - inCore), outside: atLeast(1 - inWhole) };
}

/** It ends after as long as others of its kind take, of which these are the sorted lengths. */
function strangersEnd({ core, whole }: Usual, latencyMs: number, lasted: readonly number[]): Shares {
  const count = ({ from, to }: Span) => countUpTo(lasted, latencyMs + to) - countUpTo(lasted, latencyMs + from);
  const [inCore, inWhole] = [count(core), count(whole)];
  const share = (of: number) => (of + 1) / (lasted.length + ZONES.length);
  return { core: share(inCore), rim: share(inWhole - inCore), outside: share(lasted.length - inWhole) };
}

const widthOf = ({ from, to }: Span) => to - from;

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
