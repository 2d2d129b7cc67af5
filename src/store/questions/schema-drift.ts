import type { Pool } from 'pg';
import { z } from 'zod';
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

/** What do the logs hold that this version was not written for? Unacknowledged first, then the newest. */
export async function schemaDrift(pool: Pool): Promise<z.output<typeof rowSchema>[]> {
  const { rows } = await pool.query(
    `select schema_drift_id::text as id,
            cloud                 as cloud,
            source_id             as "sourceId",
            kind                  as kind,
            name                  as name,
            example_event_id      as "exampleEventId",
            first_seen_at         as "firstSeenAt",
            last_seen_at          as "lastSeenAt",
            acknowledged_at       as "acknowledgedAt"
     from   schema_drift
     order  by (acknowledged_at is null) desc, first_seen_at desc, schema_drift_id desc
     limit  500`,
  );
  return z.array(rowSchema).parse(rows);
}
