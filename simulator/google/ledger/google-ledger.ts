import type { GoogleFaults } from '../google-faults.js';
import { HOUR_MS, type GoogleHours } from '../google-hours.js';
import { callerName } from '../world/caller.js';
import type { GoogleCall } from '../world/google-call.js';
import { GOOGLE_PLACES, googlePlaceKey } from '../world/google-places.js';
import { GoogleTally, type GoogleLedgerRow } from './google-tally.js';
import { toldOf, type Told } from './google-told.js';

export const GOOGLE_GROUPINGS = ['none', 'day', 'model', 'place', 'principal'] as const;
export type GoogleGrouping = (typeof GOOGLE_GROUPINGS)[number];

/**
 * Which calls are counted: all of them; those of which one log tells; those whose tokens either log tells; those that
 * used tokens of which neither tells.
 */
export const LEDGER_BASES = ['truth', 'requestResponse', 'inferenceMetadata', 'audit', 'tokens', 'unlogged'] as const;
export type LedgerBase = (typeof LEDGER_BASES)[number];

/** A question to the ledger: calls that began in [from, to), and what the logs tell of them at `asOf`. */
export interface GoogleLedgerQuery {
  readonly from: number;
  readonly to: number;
  readonly asOf: number;
  readonly by: GoogleGrouping;
  readonly base: LedgerBase;
}

export interface GoogleLedgerAnswer {
  readonly from: string;
  readonly to: string;
  readonly asOf: string;
  readonly by: GoogleGrouping;
  readonly base: LedgerBase;
  readonly total: GoogleLedgerRow;
  /** Sorted by key: a UTC day, a model's canonical name, `project/location`, or an address or subject. */
  readonly groups: readonly (GoogleLedgerRow & { readonly key: string })[];
}

function isCounted(base: LedgerBase, call: GoogleCall, told: Told): boolean {
  const tellsTokens = told.row !== null || told.metadata !== null;
  switch (base) {
    case 'requestResponse':
      return told.row !== null;
    case 'inferenceMetadata':
      return told.metadata !== null;
    case 'audit':
      return told.audit.length > 0;
    case 'tokens':
      return tellsTokens;
    case 'unlogged':
      return !tellsTokens && (call.outcome === 'ok' || call.outcome === 'aborted');
    default:
      return true;
  }
}

function keyOf(by: GoogleGrouping, call: GoogleCall): string | null {
  if (by === 'day') return new Date(call.startedAt).toISOString().slice(0, 10);
  if (by === 'model') return call.claude.name;
  if (by === 'place') return googlePlaceKey(call.place);
  return by === 'principal' ? callerName(call.caller) : null;
}

const HOURS_AT_ONCE = 24;

/** What happened and what the logs tell of it, counted from the simulated calls themselves. */
export async function askGoogleLedger(
  hours: GoogleHours,
  faults: GoogleFaults,
  query: GoogleLedgerQuery,
): Promise<GoogleLedgerAnswer> {
  const total = new GoogleTally();
  const groups = new Map<string, GoogleTally>();
  const first = Math.floor(Math.max(query.from, hours.historyFrom) / HOUR_MS);
  const last = Math.ceil(Math.min(query.to, query.asOf) / HOUR_MS);
  for (let hour = first; hour < last; hour += 1) {
    for (const call of GOOGLE_PLACES.flatMap((place) => hours.callsOf(place, hour))) {
      if (call.startedAt < query.from || call.startedAt >= Math.min(query.to, query.asOf)) continue;
      const told = toldOf(call, faults, query.asOf);
      if (!isCounted(query.base, call, told)) continue;
      total.add(call, told);
      const key = keyOf(query.by, call);
      if (key === null) continue;
      const group = groups.get(key) ?? new GoogleTally();
      groups.set(key, group);
      group.add(call, told);
    }
    // The logs can be read while a long question is answered.
    if (hour % HOURS_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return {
    from: new Date(query.from).toISOString(),
    to: new Date(query.to).toISOString(),
    asOf: new Date(query.asOf).toISOString(),
    by: query.by,
    base: query.base,
    total: total.row(),
    groups: [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, tally]) => Object.assign({ key }, tally.row())),
  };
}
