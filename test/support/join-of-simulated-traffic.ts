import { Random, seedWordsOf } from '../../simulator/random.js';
import type { GoogleCall } from '../../simulator/google/world/google-call.js';
import type { JoinReport, SourcedSight } from '../../src/join/group-join.js';
import { JOINS } from '../../src/join/joins.js';
import { joinVertexGroup } from '../../src/join/vertex-join.js';
import type { LogStatistics } from '../../src/usage/log-statistics.js';
import { NEIGHBOURS_MS, type SightLog } from '../../src/usage/sight.js';
import type { UsageEvent } from '../../src/usage/usage-event.js';
import { HOUR_MS } from '../../src/usage/window.js';
import type { SimulatedCall } from './simulated-sights.js';
import { groupedBy } from '../../src/usage/grouped-by.js';

/** What becomes of the logs before they are joined. */
export interface Damage {
  readonly seed: number;
  /** Share of the entries of a log that are lost. */
  readonly lost?: Readonly<Partial<Record<SightLog, number>>>;
  /** How far the clock of the audit log is ahead of the others'. */
  readonly skewMs?: number;
  /** Name callers from this confidence on, instead of the join's own. */
  readonly leastConfidence?: number;
}

/** An event with the call that it really is, and whether the log of callers tells of that call. */
export interface JudgedCaller {
  readonly event: UsageEvent;
  readonly call: GoogleCall;
  readonly isTold: boolean;
  readonly isRight: boolean;
}

interface Group {
  readonly account: string;
  readonly hour: number;
  readonly sights: SourcedSight[];
  shows: LogStatistics;
}

/** What is known of the hours before a group: as many as the store gives (log-statistics.ts there). */
const HOURS = 24;
const ENOUGH_CALLS = 1_500;
const NOTHING: LogStatistics = { calls: [], entries: [] };

/** Joins simulated traffic as its logs tell it, and compares the callers with the true ones. */
export function joinSimulatedTraffic(
  calls: readonly SimulatedCall[],
  { seed, lost = {}, skewMs = 0, leastConfidence }: Damage,
): { callers: JudgedCaller[]; reports: JoinReport[] } {
  const random = new Random(seedWordsOf(`damage ${seed}`));
  const groups = new Map<string, Group>();
  const callOf = new Map<string, GoogleCall>();
  const callerOf = new Map<string, string | null>();
  for (const { call, place, sights } of calls) {
    for (const told of sights) {
      // Every sight draws, so that what one log loses never moves what another does.
      if (random.unit() < (lost[told.log] ?? 0)) continue;
      const sight = told.log === 'audit' ? shifted(told, skewMs) : told;
      if (sight.log === 'audit') callerOf.set(call.id, sight.event.principal);
      callOf.set(sight.event.requestId, call);
      const at = Date.parse(sight.event.occurredAt);
      const key = `${place.projectId} ${place.location} ${JOINS.vertex?.keyOf(sight).modelKey}`;
      const last = Math.floor((at + NEIGHBOURS_MS) / HOUR_MS);
      for (let hour = Math.floor((at - NEIGHBOURS_MS) / HOUR_MS); hour <= last; hour += 1) {
        const group = groups.get(`${key} ${hour}`) ?? { account: place.projectId, hour, sights: [], shows: NOTHING };
        groups.set(`${key} ${hour}`, group);
        group.sights.push(sight);
      }
    }
  }

  const ofAccount = groupedBy(groups.values(), ({ account, hour }) => `${account} ${hour}`);
  const join = ({ hour, sights }: Group, shown: readonly LogStatistics[]) =>
    joinVertexGroup({ from: hour * HOUR_MS, to: (hour + 1) * HOUR_MS }, sights, { shown }, leastConfidence);
  for (const group of groups.values()) group.shows = join(group, []).shows ?? NOTHING;
  const shown = new Map<string, readonly LogStatistics[]>();
  const shownTo = ({ account, hour }: Group) => {
    const before: LogStatistics[] = [];
    let seen = 0;
    for (let back = 1; back <= HOURS && seen < ENOUGH_CALLS; back += 1) {
      const shows = (ofAccount.get(`${account} ${hour - back}`) ?? []).map((group) => group.shows);
      before.push(...shows);
      seen += shows.reduce((sum, { calls: of }) => sum + of.length, 0);
    }
    const known = shown.get(`${account} ${hour}`) ?? before;
    shown.set(`${account} ${hour}`, known);
    return known;
  };

  const callers: JudgedCaller[] = [];
  const reports: JoinReport[] = [];
  for (const group of groups.values()) {
    const { events, report } = join(group, shownTo(group));
    reports.push(report);
    for (const { event } of events) {
      const call = callOf.get(event.requestId);
      if (call === undefined || event.provenance.tokens === 'absent') continue;
      const own = callerOf.get(call.id);
      callers.push({ event, call, isTold: own !== undefined, isRight: event.principal === own });
    }
  }
  return { callers, reports };
}

const shifted = (sight: SourcedSight, byMs: number): SourcedSight => ({
  ...sight,
  event: { ...sight.event, occurredAt: new Date(Date.parse(sight.event.occurredAt) + byMs).toISOString() },
});
