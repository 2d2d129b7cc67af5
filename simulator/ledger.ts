import { teamOf } from './attribution.js';
import { deliveryOf, type Delivery } from './delivery/deliveries.js';
import type { Faults } from './faults.js';
import { judge, type Judgement, type ProfileLookup } from './ledger/rules.js';
import { Tallies, type LedgerGrouping } from './ledger/tallies.js';
import type { LedgerRow } from './ledger/tally.js';
import { HOUR_MS, permissionCheckAt } from './logs/log-hours.js';
import { arrives } from './delivery/log-state.js';
import { hasLogGroup, hasRecordsInS3, type Routes } from './delivery/routes.js';
import { batchOf } from './s3/batches.js';
import { callsOfHour, type WorldOptions } from './world.js';
import type { SimulatedCall } from './world/call.js';
import { PLACES, type Place } from './world-places.js';

/** A question to the ledger: calls that happened in [from, to) and whose records were ingested by `asOf`. */
export interface LedgerQuery {
  readonly from: number;
  readonly to: number;
  readonly asOf: number;
  readonly by: LedgerGrouping;
  /** The route through which the log is read; `any`, the default: each record on the route where it is first. */
  readonly route: LedgerRoute;
  /** Whether the reader fetches bodies that are too large for their records, where a place keeps them. Default: it does. */
  readonly bodies: boolean;
  /** What the reader can look up of application profiles and provisioned models. Default: `known`, all of them. */
  readonly profiles: ProfileLookup;
}

export const LEDGER_ROUTES = ['any', 'cloudwatch', 's3'] as const;
export type LedgerRoute = (typeof LEDGER_ROUTES)[number];

export interface LedgerAnswer {
  readonly from: string;
  readonly to: string;
  readonly asOf: string;
  readonly by: LedgerGrouping;
  readonly total: LedgerRow;
  /**
   * Sorted by key: a UTC day, a model id, a team or `account/region`. Lines that belong to no call (ignored, cut off) are
   * counted in groups of day and place, and in the total only otherwise.
   */
  readonly groups: readonly (LedgerRow & { readonly key: string })[];
}

/** The log that the ledger keeps the books of. */
export interface Books {
  readonly world: WorldOptions;
  readonly faults: Faults;
  readonly historyFrom: number;
  readonly routes: Routes;
}

interface RoutesOfPlace {
  readonly cloudWatch: boolean;
  readonly s3: boolean;
}

function routesOf(place: Place, routes: Routes, asked: LedgerRoute): RoutesOfPlace {
  return {
    cloudWatch: asked !== 's3' && hasLogGroup(place, routes),
    s3: asked !== 'cloudwatch' && hasRecordsInS3(place),
  };
}

/** The delivery that a reader of these routes meets first; CloudWatch Logs always has a record before S3 has it. */
function deliveryOn(call: SimulatedCall, faults: Faults, routes: RoutesOfPlace): Delivery | null {
  const { place, occurredAt } = call;
  if (routes.cloudWatch && arrives(place, occurredAt, 'cloudwatch', faults)) return deliveryOf(call, faults);
  if (!routes.s3 || !arrives(place, occurredAt, 's3', faults)) return null;
  const { deliveredAt, again } = batchOf(call, faults);
  return { ingestedAt: deliveredAt, again };
}

function addHour(tallies: Tallies, books: Books, query: LedgerQuery, place: Place, hour: number): void {
  const checkAt = permissionCheckAt(books.historyFrom);
  const isHere = (at: number): boolean => at >= query.from && at < query.to;
  const routes = routesOf(place, books.routes, query.route);
  if (routes.cloudWatch && Math.floor(checkAt / HOUR_MS) === hour && isHere(checkAt) && checkAt + 101 <= query.asOf) {
    for (const tally of tallies.of(place, checkAt)) tally.ignoredLines += 1;
  }
  for (const { call, judged, isAgain } of readableCalls(books, query, place, hour)) {
    if (judged === null) {
      for (const tally of tallies.of(place, call.occurredAt)) tally.unparseable += 1;
      continue;
    }
    const team = (): string =>
      teamOf({ accountId: place.accountId, principal: call.principal, metadata: call.metadata });
    for (const tally of tallies.of(place, call.occurredAt, { model: judged.model, team })) {
      tally.add(judged);
      if (isAgain) tally.duplicates += 1;
    }
  }
}

/** A call whose record has arrived, and what a careful reader knows of it; `null` where the record was cut off. */
interface ReadableCall {
  readonly call: SimulatedCall;
  readonly judged: Judgement | null;
  /** Whether its record was delivered twice. */
  readonly isAgain: boolean;
}

/** The calls of a place and hour that the log tells of. */
export function* readableCalls(books: Books, query: LedgerQuery, place: Place, hour: number): Generator<ReadableCall> {
  const checkAt = permissionCheckAt(books.historyFrom);
  const routes = routesOf(place, books.routes, query.route);
  for (const call of callsOfHour(books.world, place, hour)) {
    const { occurredAt } = call;
    if (occurredAt < checkAt || occurredAt < query.from || occurredAt >= query.to) continue;
    const delivery = deliveryOn(call, books.faults, routes);
    if (delivery === null || delivery.ingestedAt > query.asOf) continue;
    const bodies = query.bodies && arrives(place, occurredAt, 'largeData', books.faults);
    const judged = call.cutOff ? null : judge(call, { ...query, bodies });
    yield { call, judged, isAgain: delivery.again !== null && delivery.again <= query.asOf };
  }
}

const HOURS_AT_ONCE = 48;

/**
 * What the log holds, counted from the simulated calls themselves and never from their text. It lets other work in between,
 * so that the log can be read while a long question is answered.
 */
export async function askLedger(books: Books, query: LedgerQuery): Promise<LedgerAnswer> {
  const tallies = new Tallies(query.by);
  const first = Math.floor(Math.max(query.from, books.historyFrom) / HOUR_MS);
  const last = Math.ceil(Math.min(query.to, query.asOf) / HOUR_MS);
  for (const place of PLACES) {
    for (let hour = first; hour < last; hour += 1) {
      addHour(tallies, books, query, place, hour);
      if (hour % HOURS_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return {
    from: new Date(query.from).toISOString(),
    to: new Date(query.to).toISOString(),
    asOf: new Date(query.asOf).toISOString(),
    by: query.by,
    total: tallies.total.row(),
    groups: tallies.rows(),
  };
}
