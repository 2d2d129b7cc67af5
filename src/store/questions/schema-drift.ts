import type { Pool } from 'pg';
import { z } from 'zod';
import { dayOfEventId } from '../../usage/event-id.js';
import { DRIFT_KINDS } from '../../usage/drift.js';

const rowSchema = z.object({
  id: z.string(),
  cloud: z.string(),
  sourceId: z.string(),
  kind: z.literal([
    'field',
    'usageField',
    'type',
    'operation',
    'model',
    'schemaVersion',
  ] as const satisfies readonly (keyof typeof DRIFT_KINDS)[]),
  name: z.string(),
  exampleEventId: z.string(),
  firstSeenAt: z.date(),
  lastSeenAt: z.date(),
  acknowledgedAt: z.date().nullable(),
});

/** A finding; its example is null where the record that showed it is no event, or no more. */
type DriftRow = Omit<z.output<typeof rowSchema>, 'exampleEventId'> & { readonly exampleEventId: string | null };

/** What do the logs hold that this version was not written for? Unacknowledged first, then the newest. */
export async function schemaDrift(pool: Pool): Promise<readonly DriftRow[]> {
  const { rows } = await pool.query(
    `select schema_drift_id::text as id,
            cloud                 as cloud,
            source_id             as "sourceId",
            kind                  as kind,
            name                  as name,
            coalesce(joined_event_id, example_event_id) as "exampleEventId",
            first_seen_at         as "firstSeenAt",
            last_seen_at          as "lastSeenAt",
            acknowledged_at       as "acknowledgedAt"
     from   schema_drift
     order  by (acknowledged_at is null) desc, first_seen_at desc, schema_drift_id desc
     limit  500`,
  );
  const found = z.array(rowSchema).parse(rows);
  const known = await storedOf(
    pool,
    found.map(({ exampleEventId }) => exampleEventId),
  );
  return found.map((row) => ({ ...row, exampleEventId: known.has(row.exampleEventId) ? row.exampleEventId : null }));
}

/** Those of the events that are stored: a record may be no call of the figures, and calls are kept for a time. */
async function storedOf(pool: Pool, eventIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ id: string }>(
    `select e.event_id as id
     from   unnest($1::uuid[], $2::date[]) as asked (event_id, occurred_on)
     join   usage_event e using (event_id, occurred_on)`,
    [eventIds, eventIds.map(dayOfEventId)],
  );
  return new Set(rows.map(({ id }) => id));
}
