import type { Pool } from 'pg';
import { z } from 'zod';
import { HEAD_BYTES } from '../../runtime/keys/sealed.js';

const rowSchema = z.object({
  id: z.string(),
  sourceId: z.string(),
  cloud: z.string(),
  reason: z.string(),
  detail: z.string(),
  firstSeenAt: z.date(),
  entryTime: z.date().nullable(),
  lastTriedAt: z.date().nullable(),
  bytes: z.number(),
});

/** Which records could not be read, the newest first, below a given id? Their text stays where it is. */
export async function quarantinedRecords(
  pool: Pool,
  below: string | null,
  limit: number,
): Promise<z.output<typeof rowSchema>[]> {
  const { rows } = await pool.query(
    `select quarantine_id::text as id,
            source_id           as "sourceId",
            cloud               as cloud,
            reason              as reason,
            detail              as detail,
            first_seen_at       as "firstSeenAt",
            entry_time          as "entryTime",
            last_tried_at       as "lastTriedAt",
            octet_length(raw) - case when key_id is null then 0 else ${HEAD_BYTES} end as bytes
     from   quarantine
     where  $1::bigint is null or quarantine_id < $1::bigint
     order  by quarantine_id desc
     limit  $2`,
    [below, limit],
  );
  return z.array(rowSchema).parse(rows);
}
