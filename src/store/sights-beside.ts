import type { Pool } from 'pg';
import { z } from 'zod';
import { dayOfEventId } from '../usage/event-id.js';
import type { Sight } from '../usage/sight.js';
import { DAY_MS } from '../usage/window.js';
import { boundedText } from './dimensions.store.js';
import { factsTold } from './sight-event.js';
import { groupedBy } from '../usage/grouped-by.js';

/** A stored sight that gives way to another reading of its record. */
export interface OutdoneSight {
  readonly cloud: string;
  readonly accountId: string;
  readonly log: string;
  readonly recordId: string;
  readonly storedOn: string;
  readonly groupId: number;
}

const rowSchema = z.object({
  position: z.number(),
  cloud: z.string(),
  accountId: z.string(),
  log: z.string(),
  recordId: z.string(),
  storedOn: z.string(),
  groupId: z.number(),
  facts: z.number(),
});

/**
 * A record has a day by its time, and readings of one record may differ in that: one tells the end of a call where another
 * tells its start, or only when the entry was taken in. Around midnight they are of two days, and one call all the same.
 * Those of the sights that tell most of their record, and stored ones of the days beside that tell less.
 */
export async function besideStored<Read extends Sight>(
  pool: Pool,
  sights: readonly Read[],
): Promise<{ readonly sights: readonly Read[]; readonly outdone: readonly OutdoneSight[] }> {
  const fullest = fullestOf(sights);
  if (fullest.length === 0) return { sights: [], outdone: [] };
  const { rows } = await pool.query(
    // Without the offset PostgreSQL may hash every sight there is.
    `select s.position::int4 as position,
            s.cloud          as cloud,
            s.account_id     as "accountId",
            s.log            as log,
            s.record_id      as "recordId",
            g.occurred_on::text as "storedOn",
            g.join_group_id  as "groupId",
            g.facts          as facts
     from   unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::date[])
            with ordinality as s (cloud, account_id, log, record_id, occurred_on, position)
     cross  join lateral (select occurred_on, join_group_id, facts
                          from   sight g
                          where  g.cloud = s.cloud
                          and    g.account_id = s.account_id
                          and    g.log = s.log
                          and    g.record_id = s.record_id
                          and    g.occurred_on in (s.occurred_on - 1, s.occurred_on + 1)
                          offset 0) as g`,
    [
      fullest.map(({ event }) => event.cloud),
      fullest.map(({ event }) => boundedText(event.accountId)),
      fullest.map(({ log }) => log),
      fullest.map(({ recordId }) => boundedText(recordId)),
      fullest.map(dayOf),
    ],
  );
  const beside = groupedBy(z.array(rowSchema).parse(rows), ({ position }) => position - 1);
  const known = new Set<Read>();
  const outdone: OutdoneSight[] = [];
  for (const [index, stored] of beside) {
    const read = fullest[index];
    if (read === undefined) continue;
    const isKnown = stored.some(({ facts, storedOn }) => goesBefore({ facts, day: storedOn }, placeOf(read)));
    if (isKnown) known.add(read);
    else outdone.push(...stored);
  }
  return { sights: fullest.filter((sight) => !known.has(sight)), outdone };
}

interface Place {
  readonly facts: number;
  readonly day: string;
}

/** Of readings that tell as much, that of the earlier day stays, whichever comes first. */
const goesBefore = (a: Place, b: Place) => a.facts > b.facts || (a.facts === b.facts && a.day < b.day);

const dayOf = ({ event }: Sight) => dayOfEventId(event.eventId);
const placeOf = (sight: Sight): Place => ({ facts: factsTold(sight.event), day: dayOf(sight) });

/** Of readings of one record in a batch, on days beside each other, the one that tells most; all of a day are left together. */
function fullestOf<Read extends Sight>(sights: readonly Read[]): readonly Read[] {
  const byRecord = groupedBy(sights, ({ log, recordId, event }) =>
    JSON.stringify([event.cloud, event.accountId, log, recordId]),
  );
  if (byRecord.size === sights.length) return sights;
  const outdone = new Set<Read>();
  for (const readings of byRecord.values()) {
    const days = new Set(readings.map(dayOf));
    if (days.size === 1) continue;
    for (const reading of readings) {
      const isOutdone = readings.some(
        (other) => areBeside(other, reading) && goesBefore(placeOf(other), placeOf(reading)),
      );
      if (isOutdone) outdone.add(reading);
    }
  }
  return sights.filter((sight) => !outdone.has(sight));
}

const areBeside = (a: Sight, b: Sight) => Math.abs(Date.parse(dayOf(a)) - Date.parse(dayOf(b))) === DAY_MS;
