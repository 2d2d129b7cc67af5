import type { Pool } from 'pg';
import { z } from 'zod';

const textOrNull = z.string().nullable();
const countOrNull = z.string().transform(Number).nullable();

const rowSchema = z.object({
  eventId: z.string(),
  occurredAt: z.date(),
  sourceId: z.string(),
  modelId: z.string(),
  outcome: z.string(),
  requestId: z.string(),
  messageId: textOrNull,
  errorCode: textOrNull,
  principal: textOrNull,
  input: countOrNull,
  cacheRead: countOrNull,
  cacheWrite5m: countOrNull,
  cacheWrite1h: countOrNull,
  output: countOrNull,
  webSearchRequests: z.number(),
  requests: z.number(),
  seenBy: z.array(z.string()).nullable(),
  filledFrom: z.record(z.string(), z.string()).nullable(),
});
export type StoredJoinedEvent = z.output<typeof rowSchema>;

/** What is stored of the events of a group, as far as the join of its sights decides it and no rule of the customer's does? */
export async function joinedEvents(pool: Pool, groupId: number, hour: number): Promise<StoredJoinedEvent[]> {
  const { rows } = await pool.query(
    `select e.event_id                    as "eventId",
            e.occurred_at                 as "occurredAt",
            s.source_id                   as "sourceId",
            s.model_id                    as "modelId",
            s.outcome                     as outcome,
            e.request_id                  as "requestId",
            e.message_id                  as "messageId",
            e.error_code                  as "errorCode",
            p.principal                   as principal,
            e.input_tokens::text          as input,
            e.cache_read_tokens::text     as "cacheRead",
            e.cache_write_5m_tokens::text as "cacheWrite5m",
            e.cache_write_1h_tokens::text as "cacheWrite1h",
            e.output_tokens::text         as output,
            e.web_search_requests         as "webSearchRequests",
            e.requests                    as requests,
            e.seen_by                     as "seenBy",
            e.filled_from                 as "filledFrom"
     from   usage_event e
     join   usage_series s using (series_id)
     left   join principal p using (principal_id)
     where  e.join_group_id = $1
     and    e.occurred_on between $2::date - 1 and $2::date + 1
     order  by e.event_id`,
    [groupId, new Date(hour).toISOString().slice(0, 10)],
  );
  return z.array(rowSchema).parse(rows);
}
