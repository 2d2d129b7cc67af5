import type { Pool } from 'pg';
import { z } from 'zod';

const rowSchema = z.object({
  channelId: z.string(),
  waiting: z.string().transform(Number),
  lastSentAt: z.date().nullable(),
  lastError: z.string().nullable(),
});
export type ChannelStanding = z.output<typeof rowSchema>;

/** How does each channel stand: what waits, what was last delivered, and what keeps the first that waits? */
export async function channelStanding(pool: Pool): Promise<Map<string, ChannelStanding>> {
  const { rows } = await pool.query(
    `select channel_id                                                     as "channelId",
            count(*) filter (where state = 'waiting')::text                as "waiting",
            max(sent_at)                                                   as "lastSentAt",
            (array_agg(last_error order by created_at) filter (where state = 'waiting'))[1] as "lastError"
     from   notification
     group  by 1`,
  );
  return new Map(
    z
      .array(rowSchema)
      .parse(rows)
      .map((row) => [row.channelId, row]),
  );
}
