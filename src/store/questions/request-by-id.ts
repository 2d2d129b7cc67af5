import type { Pool } from 'pg';
import { z } from 'zod';
import { dayOfEventId } from '../../usage/event-id.js';
import { allOf, conditionOf } from './conditions.js';
import { joinDueColumn } from './joins-due.js';
import { Parameters } from './parameters.js';
import { priceBasisColumn, priceBasisRow } from './price-basis.js';
import type { ScopedFilters } from './scoped-filters.js';

const textOrNull = z.string().nullable();
const countOrNull = z.string().transform(Number).nullable();
const picoOrNull = z.string().transform(BigInt).nullable();

const rowSchema = z.object({
  eventId: z.string(),
  occurredAt: z.date(),
  cloud: z.string(),
  accountId: z.string(),
  region: z.string(),
  sourceId: z.string(),
  modelId: z.string(),
  model: textOrNull,
  vendor: z.string(),
  endpointScope: z.string(),
  serviceTier: textOrNull,
  outcome: z.string(),
  team: textOrNull,
  basis: priceBasisRow.nullable(),
  unpricedReason: textOrNull,
  principal: textOrNull,
  principalKind: textOrNull,
  principalName: textOrNull,
  principalSession: textOrNull,
  principalAccountId: textOrNull,
  person: textOrNull,
  requestId: z.string(),
  messageId: textOrNull,
  operation: z.string(),
  streamed: z.boolean(),
  stopReason: textOrNull,
  errorCode: textOrNull,
  inferenceRegion: textOrNull,
  speed: z.string(),
  batch: z.boolean(),
  inferenceGeo: textOrNull,
  inputTokens: countOrNull,
  cacheReadTokens: countOrNull,
  cacheWrite5mTokens: countOrNull,
  cacheWrite1hTokens: countOrNull,
  outputTokens: countOrNull,
  webSearchRequests: z.number(),
  latencyMs: z.number().nullable(),
  firstByteMs: z.number().nullable(),
  requestBytes: z.number().nullable(),
  responseBytes: z.number().nullable(),
  requests: z.number(),
  callerAddress: textOrNull,
  userAgent: textOrNull,
  correlationIds: z.record(z.string(), z.string()).nullable(),
  inputPico: picoOrNull,
  cacheReadPico: picoOrNull,
  cacheWrite5mPico: picoOrNull,
  cacheWrite1hPico: picoOrNull,
  outputPico: picoOrNull,
  webSearchPico: picoOrNull,
  premiumPico: picoOrNull,
  costPico: picoOrNull,
  withoutCachingPico: picoOrNull,
  effectiveFemto: picoOrNull,
  priceTerms: z.array(z.string()).nullable(),
  flags: z.array(z.string()),
  requestMetadata: z.record(z.string(), z.string()).nullable(),
  tools: z.array(z.string()).nullable(),
  provenance: z.record(z.string(), z.unknown()),
  seenBy: z.array(z.string()).nullable(),
  filledFrom: z.record(z.string(), z.string()).nullable(),
  collectedAt: z.date(),
  joinDueAt: z.date().nullable(),
});
export type StoredRequest = z.output<typeof rowSchema>;

/**
 * What is known about one call? The id carries its day, so one partition is opened. A call out of scope is as unknown as one
 * that never was, and found to be so in the same way.
 */
export async function requestById(pool: Pool, eventId: string, scope: ScopedFilters): Promise<StoredRequest | null> {
  const parameters = new Parameters();
  const where = [
    `e.event_id = ${parameters.add(eventId)}`,
    `e.occurred_on = ${parameters.add(dayOfEventId(eventId))}::date`,
    ...[...scope.ofSeries, ...scope.ofPerson].map((filter) => conditionOf(filter, parameters)),
  ];
  const { rows } = await pool.query(
    `select e.event_id                    as "eventId",
            e.occurred_at                 as "occurredAt",
            series.cloud                  as cloud,
            series.account_id             as "accountId",
            series.region                 as region,
            series.source_id              as "sourceId",
            series.model_id               as "modelId",
            series.model                  as model,
            series.vendor                 as vendor,
            series.endpoint_scope         as "endpointScope",
            series.service_tier           as "serviceTier",
            series.outcome                as outcome,
            series.team                   as team,
            ${priceBasisColumn}           as basis,
            series.unpriced_reason        as "unpricedReason",
            principal.principal           as principal,
            principal.kind                as "principalKind",
            principal.name                as "principalName",
            principal.session             as "principalSession",
            principal.account_id          as "principalAccountId",
            person.person                 as person,
            e.request_id                  as "requestId",
            e.message_id                  as "messageId",
            e.operation                   as operation,
            e.streamed                    as streamed,
            e.stop_reason                 as "stopReason",
            e.error_code                  as "errorCode",
            e.inference_region            as "inferenceRegion",
            e.speed                       as speed,
            e.batch                       as batch,
            e.inference_geo               as "inferenceGeo",
            e.input_tokens::text          as "inputTokens",
            e.cache_read_tokens::text     as "cacheReadTokens",
            e.cache_write_5m_tokens::text as "cacheWrite5mTokens",
            e.cache_write_1h_tokens::text as "cacheWrite1hTokens",
            e.output_tokens::text         as "outputTokens",
            e.web_search_requests         as "webSearchRequests",
            e.latency_ms                  as "latencyMs",
            e.first_byte_ms               as "firstByteMs",
            e.request_bytes               as "requestBytes",
            e.response_bytes              as "responseBytes",
            e.requests                    as requests,
            e.caller_address              as "callerAddress",
            e.user_agent                  as "userAgent",
            e.correlation_ids             as "correlationIds",
            e.input_pico::text            as "inputPico",
            e.cache_read_pico::text       as "cacheReadPico",
            e.cache_write_5m_pico::text   as "cacheWrite5mPico",
            e.cache_write_1h_pico::text   as "cacheWrite1hPico",
            e.output_pico::text           as "outputPico",
            e.web_search_pico::text       as "webSearchPico",
            e.premium_pico::text          as "premiumPico",
            e.cost_pico::text             as "costPico",
            e.without_caching_pico::text  as "withoutCachingPico",
            e.effective_femto::text       as "effectiveFemto",
            series.price_terms            as "priceTerms",
            e.flags                       as flags,
            e.request_metadata            as "requestMetadata",
            e.tools                       as tools,
            e.provenance                  as provenance,
            e.seen_by                     as "seenBy",
            e.filled_from                 as "filledFrom",
            e.collected_at                as "collectedAt",
            ${joinDueColumn}              as "joinDueAt"
     from   usage_event e
     join   usage_series series using (series_id)
     left   join principal using (principal_id)
     left   join person using (person_id)
     left   join join_group g on g.join_group_id = e.join_group_id
     where  ${allOf(where)}`,
    parameters.values,
  );
  return rowSchema.nullable().parse(rows[0] ?? null);
}
