import type { PoolClient } from 'pg';
import { z } from 'zod';
import { CLOUDS, ENDPOINT_SCOPES, OUTCOMES } from '../usage/cloud.js';
import { dayOfEventId } from '../usage/event-id.js';
import { type Flag, isFlag } from '../usage/flags.js';
import { UNPRICED_REASONS } from '../usage/priced.js';
import type { UsageEvent } from '../usage/usage-event.js';
import { AMOUNT_COLUMNS } from './amount-columns.js';
import { provenanceSchema } from './rerate.store.js';

const count = z.number().nullable();
const text = z.string().nullable();
const amount = z.string().transform(BigInt);

const rowSchema = z
  .object({
    /** The event that the call is now. */
    eventId: z.string(),
    /** Under which it is stored. */
    storedId: z.string(),
    cloud: z.enum(CLOUDS),
    accountId: z.string(),
    region: z.string(),
    modelId: z.string(),
    model: text,
    vendor: z.string(),
    endpointScope: z.enum(ENDPOINT_SCOPES),
    outcome: z.enum(OUTCOMES),
    errorCode: text,
    stopReason: text,
    streamed: z.boolean(),
    speed: z.enum(['standard', 'fast']),
    batch: z.boolean(),
    inferenceGeo: text,
    tokens: z.object({ input: count, cacheRead: count, cacheWrite5m: count, cacheWrite1h: count, output: count }),
    webSearchRequests: z.number(),
    principal: text,
    requestMetadata: z.record(z.string(), z.string()).nullable(),
    flags: z.array(z.custom<Flag>(isFlag)),
    provenance: provenanceSchema,
    team: text,
    person: text,
    amounts: z
      .object({
        input: amount,
        cacheRead: amount,
        cacheWrite5m: amount,
        cacheWrite1h: amount,
        output: amount,
        webSearch: amount,
      })
      .nullable(),
    premium: amount.nullable(),
    total: amount.nullable(),
    withoutCaching: amount.nullable(),
    basis: z
      .object({
        book: z.string(),
        entry: z.string(),
        tier: z.enum(['standard', 'long-context', 'fast', 'fast-long-context']),
        rules: z.array(z.string()),
      })
      .nullable(),
    unpriced: z.enum(UNPRICED_REASONS).nullable(),
    femto: amount.nullable(),
    terms: z.array(z.string()).nullable(),
  })
  .transform(({ amounts, premium, total, withoutCaching, basis, unpriced, femto, terms, ...facts }) => ({
    ...facts,
    priced:
      amounts === null || premium === null || total === null || withoutCaching === null || basis === null
        ? null
        : { amounts, premium, total, withoutCaching, basis },
    unpriced,
    effective: femto === null ? null : { femto, terms: terms ?? [] },
  }));

/** What is stored of a call whose group is joined again: by what it was judged, and what came of it. */
export type StoredJudgement = z.output<typeof rowSchema>;

/** What rules decide of an event, not its logs. */
const JUDGED = ['series_id', 'person_id', ...AMOUNT_COLUMNS];
const judgedOf = (row: string) => JUDGED.map((column) => `${row}.${column}`).join(', ');

/**
 * The stored judgements of staged events that were judged otherwise now, nearly always none; and of those that have another
 * id than they are stored under, because another log tells of the call too. The caller holds the locks of all these rows.
 */
export async function judgedOtherwise(
  client: PoolClient,
  events: readonly { readonly event: Pick<UsageEvent, 'eventId'>; readonly sightIds: readonly string[] }[],
): Promise<readonly StoredJudgement[]> {
  const others = events.flatMap(({ event: { eventId }, sightIds }) =>
    sightIds.filter((id) => id !== eventId).map((id) => [eventId, id] as const),
  );
  const { rows } = await client.query(
    `with known as (
       select s.event_id, e.event_id as stored_id, e.occurred_on as stored_on
       from   staged_joined s
       join   usage_event e using (event_id, occurred_on)
       where  (${judgedOf('s')}) is distinct from (${judgedOf('e')})
       union all
       select o.event_id, e.event_id, e.occurred_on
       from   unnest($1::uuid[], $2::date[], $3::uuid[], $4::date[]) as o (event_id, occurred_on, stored_id, stored_on)
       join   usage_event e on e.event_id = o.stored_id and e.occurred_on = o.stored_on
       where  not exists (select from usage_event k where k.event_id = o.event_id and k.occurred_on = o.occurred_on)
     )
     select n.event_id           as "eventId",
            n.stored_id          as "storedId",
            x.cloud              as cloud,
            x.account_id         as "accountId",
            x.region             as region,
            x.model_id           as "modelId",
            x.model              as model,
            x.vendor             as vendor,
            x.endpoint_scope     as "endpointScope",
            x.outcome            as outcome,
            e.error_code         as "errorCode",
            e.stop_reason        as "stopReason",
            e.streamed           as streamed,
            e.speed              as speed,
            e.batch              as batch,
            e.inference_geo      as "inferenceGeo",
            jsonb_build_object('input', e.input_tokens, 'cacheRead', e.cache_read_tokens,
                               'cacheWrite5m', e.cache_write_5m_tokens, 'cacheWrite1h', e.cache_write_1h_tokens,
                               'output', e.output_tokens) as tokens,
            e.web_search_requests as "webSearchRequests",
            p.principal          as principal,
            e.request_metadata   as "requestMetadata",
            e.flags              as flags,
            e.provenance         as provenance,
            x.team               as team,
            h.person             as person,
            case when e.cost_pico is not null
                 then jsonb_build_object('input', e.input_pico::text, 'cacheRead', e.cache_read_pico::text,
                                         'cacheWrite5m', e.cache_write_5m_pico::text,
                                         'cacheWrite1h', e.cache_write_1h_pico::text,
                                         'output', e.output_pico::text, 'webSearch', e.web_search_pico::text) end as amounts,
            e.premium_pico::text as premium,
            e.cost_pico::text    as total,
            e.without_caching_pico::text as "withoutCaching",
            case when x.price_entry is not null
                 then jsonb_build_object('book', x.price_book, 'entry', x.price_entry, 'tier', x.price_tier,
                                         'rules', x.price_rules) end as basis,
            x.unpriced_reason    as unpriced,
            e.effective_femto::text as femto,
            x.price_terms        as terms
     from   known n
     join   usage_event e on e.event_id = n.stored_id and e.occurred_on = n.stored_on
     join   usage_series x using (series_id)
     left   join principal p using (principal_id)
     left   join person h using (person_id)
     order  by n.event_id, n.stored_id`,
    [
      others.map(([id]) => id),
      others.map(([id]) => dayOfEventId(id)),
      others.map(([, id]) => id),
      others.map(([, id]) => dayOfEventId(id)),
    ],
  );
  return z.array(rowSchema).parse(rows);
}
