import type { DeliveredEntry } from '../delivery/log-entry.js';
import { rowTold, type RowTold } from '../delivery/row-told.js';
import type { GoogleFaults } from '../google-faults.js';
import { entriesOfCall } from '../logging/entry-hours.js';
import { retentionDaysOf } from '../logging/log-bucket.js';
import { millisOfNanos } from '../nanos.js';
import type { GoogleCall } from '../world/google-call.js';
import { tableName } from '../world/google-places.js';

/** What can be read of a call at an instant, log by log. */
export interface Told {
  readonly row: RowTold | null;
  /** The first arrivals; of a stream there may be two audit entries. */
  readonly metadata: DeliveredEntry | null;
  readonly audit: readonly DeliveredEntry[];
  /** Rows and entries that can be read a second time. */
  readonly again: number;
}

const DAY_MS = 86_400_000;

/** What the logs tell of a call to somebody who reads them at `asOf`. */
export function toldOf(call: GoogleCall, faults: GoogleFaults, asOf: number): Told {
  const row = rowTold(call, faults);
  const expiry = row === null ? undefined : faults.tableExpires.find(({ table }) => table === tableName(row.table));
  const isReadable = row !== null && row.arrival.at <= asOf && (expiry === undefined || asOf < expiry.at);
  const kept = asOf - retentionDaysOf(call.place.projectId, faults) * DAY_MS;
  const entries = entriesOfCall(call, faults).filter(
    ({ timestamp, receiveTimestamp }) => millisOfNanos(timestamp) >= kept && millisOfNanos(receiveTimestamp) < asOf,
  );
  const ids = new Set<string>();
  const first = entries.filter(({ entry }) => !ids.has(entry.insertId) && ids.add(entry.insertId));
  const rowAgain = isReadable && row.arrival.again !== null && row.arrival.again <= asOf;
  return {
    row: isReadable ? row : null,
    metadata: first.find(({ entry }) => entry.jsonPayload !== undefined) ?? null,
    audit: first.filter(({ entry }) => entry.protoPayload !== undefined),
    again: entries.length - first.length + (rowAgain ? 1 : 0),
  };
}
