import { auditEntries } from '../delivery/audit-entries.js';
import { metadataEntries } from '../delivery/metadata-entries.js';
import type { DeliveredEntry } from '../delivery/log-entry.js';
import type { GoogleFaults } from '../google-faults.js';
import type { GoogleHours } from '../google-hours.js';
import { LastMade } from '../last-made.js';
import type { GoogleCall } from '../world/google-call.js';
import { GOOGLE_PLACES } from '../world/google-places.js';
import { readFilter } from './filter.js';
import { matches } from './match-entry.js';

const REMEMBERED_HOURS = 200;

/** Compare as entries.list sorts: by time, then by insert id, then by arrival. */
export function compareEntries(a: DeliveredEntry, b: DeliveredEntry): number {
  if (a.timestamp !== b.timestamp) return a.timestamp < b.timestamp ? -1 : 1;
  if (a.entry.insertId !== b.entry.insertId) return a.entry.insertId < b.entry.insertId ? -1 : 1;
  return Number(a.receiveTimestamp - b.receiveTimestamp);
}

/** The entries of a call that reach the log bucket of its project: those that no exclusion keeps out. */
export function entriesOfCall(call: GoogleCall, faults: GoogleFaults): readonly DeliveredEntry[] {
  const excluded = faults.exclusions
    .filter(({ projectId }) => projectId === call.place.projectId)
    .map(({ filter }) => readFilter(filter));
  return [...metadataEntries(call, faults), ...auditEntries(call, faults)].filter(
    ({ entry }) => !excluded.some((filter) => matches(filter, entry)),
  );
}

/** The entries of a project, by the hour in which their calls began. */
export class EntryHours {
  private readonly made = new LastMade<readonly DeliveredEntry[]>(REMEMBERED_HOURS);

  constructor(private readonly hours: GoogleHours) {}

  /** Forget what was made, because the faults that shaped it have changed. */
  forget(): void {
    this.made.forget();
  }

  entriesOf(projectId: string, hour: number, faults: GoogleFaults): readonly DeliveredEntry[] {
    return this.made.of(`${projectId}/${hour}`, () =>
      GOOGLE_PLACES.filter((place) => place.projectId === projectId).flatMap((place) =>
        this.hours.callsOf(place, hour).flatMap((call) => entriesOfCall(call, faults)),
      ),
    );
  }
}
