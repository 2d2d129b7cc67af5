import { rowsOfCall } from '../../simulator/google/bigquery/log-rows.js';
import { NO_GOOGLE_FAULTS } from '../../simulator/google/google-faults.js';
import { GoogleHours } from '../../simulator/google/google-hours.js';
import { entriesOfCall } from '../../simulator/google/logging/entry-hours.js';
import type { GoogleCall } from '../../simulator/google/world/google-call.js';
import { BATCH_ACCOUNT, GOOGLE_PLACES, type GooglePlace } from '../../simulator/google/world/google-places.js';
import { DEFAULT_GOOGLE_WORLD } from '../../simulator/google/world/google-world.js';
import type { SourcedSight } from '../../src/join/group-join.js';
import { normalise } from '../../src/normalise/normalise.js';

/** Traffic as it was, before any log loses of it. */
export interface Traffic {
  readonly seed: number;
  /** First hour and how many, since 1970. */
  readonly fromHour: number;
  readonly hours: number;
  readonly callsPerDay: number;
  /** Share of calls that begin within 200 ms of another caller's on the same model in the same place. */
  readonly collisionShare: number;
  /** Who is exempt from the audit log: nobody, an account of every seventh call of its project, or of every fourth call. */
  readonly exempt?: 'nobody' | 'seventh' | 'fourth';
  /** Share of rows and entries that are taken in up to an hour and a half late. */
  readonly lateShare?: number;
}

/** A call and what its logs tell of it, in the order of the calls of a place. */
export interface SimulatedCall {
  readonly call: GoogleCall;
  readonly place: GooglePlace;
  readonly sights: readonly SourcedSight[];
}

/** Of every simulated call what the three logs would tell, through the same records that readers bring. */
export function simulatedSights({ exempt = 'seventh', lateShare = 0, ...traffic }: Traffic): SimulatedCall[] {
  const hours = new GoogleHours({ ...DEFAULT_GOOGLE_WORLD, bodyBytes: 0, ...traffic }, 0);
  const faults = { ...NO_GOOGLE_FAULTS, lateShare };
  return GOOGLE_PLACES.flatMap((place) =>
    Array.from({ length: traffic.hours }, (_, index) => hours.callsOf(place, traffic.fromHour + index))
      .flat()
      .map((one) => {
        const call = exempt === 'nobody' ? audited(one) : one;
        const sights = sightsOf(call, place, faults);
        const isUntold = exempt === 'fourth' && MORE.test(call.caller.email ?? '');
        return { call, place, sights: isUntold ? sights.filter(({ log }) => log !== 'audit') : sights };
      }),
  );
}

/** Accounts of further calls. */
const MORE = /^(?:fraud-triage|ci-review)@/;

/** The simulator's own exempt account under another name, which is not exempt. */
function audited(call: GoogleCall): GoogleCall {
  const { caller } = call;
  return caller.email === BATCH_ACCOUNT ? { ...call, caller: { ...caller, email: `audited-${BATCH_ACCOUNT}` } } : call;
}

function sightsOf(call: GoogleCall, place: GooglePlace, faults: typeof NO_GOOGLE_FAULTS): SourcedSight[] {
  const rows = rowsOfCall(call, faults).map(({ cells }) => {
    // Old tables have no model: it is what the body says.
    const columns = place.table?.schema === 'v1' ? [...cells].slice(0, 6) : [...cells];
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
    const normalised = normalise('vertex', { ...record, envelope });
    if (!('sight' in normalised)) continue;
    const { sight } = normalised;
    records.set(`${sight.log} ${sight.recordId}`, { ...sight, sourceId: sight.log });
  }
  return [...records.values()];
}
