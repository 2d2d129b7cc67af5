import { decimalUsd } from '../../ledger/tally.js';
import type { TrueTokens } from '../../world/call.js';
import type { DeliveredEntry } from '../delivery/log-entry.js';
import type { GoogleFaults } from '../google-faults.js';
import { HOUR_MS, type GoogleHours } from '../google-hours.js';
import { nanosText } from '../nanos.js';
import type { Caller } from '../world/caller.js';
import { CODE_UNAUTHENTICATED, type GoogleCall } from '../world/google-call.js';
import { GOOGLE_PLACES } from '../world/google-places.js';
import { googleCostOf } from './google-cost.js';
import { toldOf } from './google-told.js';

interface EntryTold {
  readonly insertId: string;
  readonly timestamp: string;
  readonly operationId: string | null;
}

/** The truth of one call, with the ids under which the logs tell of it. */
export interface TrueCall {
  readonly id: string;
  readonly projectId: string;
  readonly location: string;
  readonly startedAt: string;
  readonly latencyMs: number;
  /** Canonical name, and the id as it stands in the URL. */
  readonly model: string;
  readonly modelId: string;
  readonly method: GoogleCall['method'];
  readonly outcome: GoogleCall['outcome'];
  /** google.rpc.Code. */
  readonly code: number;
  readonly tokens: TrueTokens;
  readonly costUsd: string;
  readonly dedicated: boolean;
  readonly labels: GoogleCall['labels'];
  readonly session: string | null;
  readonly principal: Pick<Caller, 'kind' | 'email' | 'subject'>;
  readonly userAgent: string;
  readonly requestResponse: { readonly requestId: string; readonly loggingTime: string } | null;
  readonly inferenceMetadata: EntryTold | null;
  readonly audit: readonly EntryTold[];
  /** False where the audit log has the call without its caller, as it has of refused credentials. */
  readonly auditTellsCaller: boolean;
}

export interface CallsQuery {
  readonly from: number;
  readonly to: number;
  readonly asOf: number;
  readonly limit: number;
  /** Id of the call after which the page begins, or `null`. */
  readonly after: string | null;
}

/** A page of calls in order of time, and the id to go on after. */
export interface CallsPage {
  readonly calls: readonly TrueCall[];
  readonly next: string | null;
}

function entryTold({ entry }: DeliveredEntry): EntryTold {
  return { insertId: entry.insertId, timestamp: entry.timestamp, operationId: entry.operation?.id ?? null };
}

function trueCall(call: GoogleCall, faults: GoogleFaults, asOf: number): TrueCall {
  const { row, metadata, audit } = toldOf(call, faults, asOf);
  const { kind, email, subject } = call.caller;
  return {
    id: call.id,
    projectId: call.place.projectId,
    location: call.place.location,
    startedAt: new Date(call.startedAt).toISOString(),
    latencyMs: call.latencyMicros / 1000,
    model: call.claude.name,
    modelId: call.modelId,
    method: call.method,
    outcome: call.outcome,
    code: call.code,
    tokens: call.tokens,
    costUsd: decimalUsd(googleCostOf(call)),
    dedicated: call.dedicated,
    labels: call.labels,
    session: call.session,
    principal: { kind, email, subject },
    userAgent: call.caller.userAgent,
    requestResponse:
      row === null ? null : { requestId: row.requestId, loggingTime: nanosText(BigInt(row.loggingTimeMicros) * 1000n) },
    inferenceMetadata: metadata === null ? null : entryTold(metadata),
    audit: audit.map(entryTold),
    auditTellsCaller: audit.length > 0 && call.code !== CODE_UNAUTHENTICATED,
  };
}

/** The calls that began in [from, to), each with its true caller, to measure how well readers bring the logs together. */
export function trueCalls(hours: GoogleHours, faults: GoogleFaults, query: CallsQuery): CallsPage {
  const { to, asOf, limit, after } = query;
  const calls: TrueCall[] = [];
  // An id ends in the hour and the number of the call.
  const reached = after === null ? 0 : Number(after.split('/').at(-2)) * HOUR_MS;
  const from = Math.max(query.from, hours.historyFrom);
  let skipping = after !== null;
  const last = Math.ceil(Math.min(to, asOf) / HOUR_MS);
  for (let hour = Math.floor(Math.max(from, reached) / HOUR_MS); hour < last; hour += 1) {
    const sorted = GOOGLE_PLACES.flatMap((place) => hours.callsOf(place, hour)).sort(
      (a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1),
    );
    for (const call of sorted) {
      if (skipping) {
        skipping = call.id !== after;
        continue;
      }
      if (call.startedAt < from || call.startedAt >= Math.min(to, asOf)) continue;
      if (calls.length === limit) return { calls, next: calls.at(-1)?.id ?? null };
      calls.push(trueCall(call, faults, asOf));
    }
  }
  return { calls, next: null };
}
