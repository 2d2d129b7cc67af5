import { rowsOfCall } from '../../simulator/google/bigquery/log-rows.js';
import { entriesOfCall } from '../../simulator/google/logging/entry-hours.js';
import { NO_GOOGLE_FAULTS, type GoogleFaults } from '../../simulator/google/google-faults.js';
import { GoogleHours } from '../../simulator/google/google-hours.js';
import { DEFAULT_GOOGLE_WORLD } from '../../simulator/google/world/google-world.js';
import type { GoogleCall } from '../../simulator/google/world/google-call.js';
import { GOOGLE_PLACES, type GooglePlace } from '../../simulator/google/world/google-places.js';
import type { JoinReport, SourcedSight } from '../../src/join/group-join.js';
import { JOINS } from '../../src/join/joins.js';
import { joinVertexGroup } from '../../src/join/vertex-join.js';
import { normalise } from '../../src/normalise/normalise.js';
import type { RawRecord } from '../../src/usage/raw-record.js';
import { NEIGHBOURS_MS, type SightLog } from '../../src/usage/sight.js';
import type { UsageEvent } from '../../src/usage/usage-event.js';
import { HOUR_MS } from '../../src/usage/window.js';

export interface Traffic {
  readonly seed: number;
  /** First hour and how many, since 1970. */
  readonly fromHour: number;
  readonly hours: number;
  readonly callsPerDay: number;
  /** Share of calls that begin within 200 ms of another caller's on the same model in the same place. */
  readonly collisionShare: number;
  /** Share of the entries of a log that are lost. */
  readonly lost?: Readonly<Partial<Record<SightLog, number>>>;
  readonly faults?: GoogleFaults;
}

/** An event with the call that it really is, and whether the log of callers tells of that call. */
export interface JudgedCaller {
  readonly event: UsageEvent;
  readonly call: GoogleCall;
  readonly isTold: boolean;
  readonly isRight: boolean;
}

/** Joins simulated traffic as its logs tell it, and compares the callers with the true ones. */
export function joinSimulatedTraffic(traffic: Traffic): { callers: JudgedCaller[]; reports: JoinReport[] } {
  const world = { ...DEFAULT_GOOGLE_WORLD, bodyBytes: 0, ...traffic };
  const hours = new GoogleHours(world, 0);
  const callers: JudgedCaller[] = [];
  const reports: JoinReport[] = [];
  for (const place of GOOGLE_PLACES) {
    const told = Array.from({ length: traffic.hours }, (_, index) => hours.callsOf(place, traffic.fromHour + index))
      .flat()
      .flatMap((call) => sightsOf(call, place, traffic));
    const byRecord = new Map(told.map(({ sight, call }) => [sight.event.requestId, call]));
    const principals = new Map(
      told.flatMap(({ sight, call }) => (sight.log === 'audit' ? [[call.id, sight.event.principal] as const] : [])),
    );
    for (const sights of Map.groupBy(told, ({ sight }) => JOINS.vertex?.keyOf(sight).modelKey).values()) {
      for (let index = 0; index < traffic.hours; index += 1) {
        const from = (traffic.fromHour + index) * HOUR_MS;
        const near = sights.flatMap(({ sight }) => {
          const at = Date.parse(sight.event.occurredAt);
          return at >= from - NEIGHBOURS_MS && at < from + HOUR_MS + NEIGHBOURS_MS ? [sight] : [];
        });
        const { events, report } = joinVertexGroup({ from, to: from + HOUR_MS }, near);
        reports.push(report);
        for (const { event } of events) {
          const call = byRecord.get(event.requestId);
          if (call === undefined || event.provenance.identity?.how === 'record') continue;
          const own = principals.get(call.id);
          callers.push({ event, call, isTold: own !== undefined, isRight: event.principal === own });
        }
      }
    }
  }
  return { callers, reports };
}

function sightsOf(call: GoogleCall, place: GooglePlace, { lost = {}, faults = NO_GOOGLE_FAULTS }: Traffic) {
  const rows = rowsOfCall(call, faults).map(({ cells }) => {
    const columns = place.table?.schema === 'v1' ? [...cells].slice(0, 6) : [...cells];
    // Old tables have no model: it is what the body says.
    const row = Object.fromEntries(
      columns.map(([name, cell]) => [name, typeof cell === 'bigint' ? String(cell) : cell]),
    );
    const loggedAt = new Date(Number(row['logging_time']) / 1000).toISOString();
    return { text: JSON.stringify({ log: 'requestResponse', row: { ...row, logging_time: loggedAt } }) };
  });
  const entries = entriesOfCall(call, faults).map(({ entry }) => ({ text: JSON.stringify(entry) }));
  const envelope = { accountId: place.projectId, region: place.location };
  const records = new Map<string, SourcedSight>();
  for (const record of [...rows, ...entries]) {
    const raw: RawRecord = { ...record, envelope };
    const normalised = normalise('vertex', raw);
    if (!('sight' in normalised)) continue;
    const { sight } = normalised;
    records.set(`${sight.log} ${sight.recordId}`, { ...sight, sourceId: sight.log });
  }
  return [...records.values()]
    .filter(({ log, recordId }) => chance(`${log} ${recordId}`) >= (lost[log] ?? 0))
    .map((sight) => ({ sight, call }));
}

/** A number in [0, 1) that is always the same for a text. */
function chance(text: string): number {
  let hash = 2166136261;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 16777619);
  return ((Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0) % 1_000_000) / 1_000_000;
}
