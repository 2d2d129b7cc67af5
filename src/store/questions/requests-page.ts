import type { Pool } from 'pg';
import { z } from 'zod';
import { dayOfEventId } from '../../usage/event-id.js';
import type { Window } from '../../usage/window.js';
import { allOf, conditionOf } from './conditions.js';
import { occurredBetween } from './figures.js';
import { joinDueColumn } from './joins-due.js';
import { matchingSeries } from './matching-series.js';
import { Parameters } from './parameters.js';
import type { ScopedFilters } from './scoped-filters.js';

/** The latest, the dearest or the first calls first. */
export type RequestsSort = 'time' | 'cost' | 'first';

export interface RequestsQuestion {
  readonly range: Window;
  readonly filters: ScopedFilters;
  readonly conditions: RequestConditions;
  readonly sort: RequestsSort;
  /** The last row of the page before; null for the first page. */
  readonly after: RequestKey | null;
  readonly limit: number;
}

/** What a single call can be looked for by, beside the dimensions. */
export interface RequestConditions {
  readonly eventId?: string | undefined;
  readonly requestId?: string | undefined;
  readonly principal?: string | undefined;
  readonly flag?: string | undefined;
  readonly operation?: string | undefined;
  readonly stopReason?: string | undefined;
  readonly errorCode?: string | undefined;
  /** A session of Claude Code: its calls may lie in several places and have several models. */
  readonly session?: string | undefined;
}

/** Where a row stands in the order: microseconds for time, pico-dollars or null for cost. */
export interface RequestKey {
  readonly value: string | null;
  readonly eventId: string;
}

const textOrNull = z.string().nullable();
const picoOrNull = z.string().transform(BigInt).nullable();

const rowSchema = z.object({
  eventId: z.string(),
  occurredAt: z.date(),
  occurredAtMicros: z.string(),
  cloud: z.string(),
  accountId: z.string(),
  region: z.string(),
  model: textOrNull,
  modelId: z.string(),
  vendor: z.string(),
  endpointScope: z.string(),
  operation: z.string(),
  streamed: z.boolean(),
  outcome: z.string(),
  errorCode: textOrNull,
  stopReason: textOrNull,
  principal: textOrNull,
  person: textOrNull,
  team: textOrNull,
  tokensTotal: z.string().transform(Number).nullable(),
  tokensKnown: z.string().transform(Number).nullable(),
  costPico: picoOrNull,
  effectiveFemto: picoOrNull,
  unpricedReason: textOrNull,
  priceRules: z.array(z.string()).nullable(),
  latencyMs: z.number().nullable(),
  requests: z.number(),
  flags: z.array(z.string()),
  joinDueAt: z.date().nullable(),
});
export type RequestsRow = z.output<typeof rowSchema>;

const ORDERS: Record<RequestsSort, string> = {
  time: 'e.occurred_at desc, e.event_id desc',
  cost: 'e.cost_pico desc nulls last, e.event_id desc',
  first: 'e.occurred_at, e.event_id',
};

/** Which calls match, in which order (those without a cost last)? One page, after a given row. */
export async function requestsPage(pool: Pool, question: RequestsQuestion): Promise<RequestsRow[]> {
  const parameters = new Parameters();
  const where = [
    ...occurredBetween(question.range, parameters),
    ...(await filterConditions(pool, question.filters, parameters)),
    ...requestConditions(question.conditions, parameters),
    ...afterKey(question, parameters),
  ];
  const statement = `
     select e.event_id                                                    as "eventId",
            e.occurred_at                                                 as "occurredAt",
            (extract(epoch from e.occurred_at) * 1000000)::bigint::text   as "occurredAtMicros",
            series.cloud                                                  as cloud,
            series.account_id                                             as "accountId",
            series.region                                                 as region,
            series.model                                                  as model,
            series.model_id                                               as "modelId",
            series.vendor                                                 as vendor,
            series.endpoint_scope                                         as "endpointScope",
            e.operation                                                   as operation,
            e.streamed                                                    as streamed,
            series.outcome                                                as outcome,
            e.error_code                                                  as "errorCode",
            e.stop_reason                                                 as "stopReason",
            principal.principal                                           as principal,
            person.person                                                 as person,
            series.team                                                   as team,
            (e.input_tokens + e.cache_read_tokens + e.cache_write_5m_tokens + e.cache_write_1h_tokens
               + e.output_tokens)::text                                   as "tokensTotal",
            case when num_nonnulls(e.input_tokens, e.cache_read_tokens, e.cache_write_5m_tokens, e.cache_write_1h_tokens,
                                   e.output_tokens) > 0
                 then (coalesce(e.input_tokens, 0)::bigint + coalesce(e.cache_read_tokens, 0)
                       + coalesce(e.cache_write_5m_tokens, 0) + coalesce(e.cache_write_1h_tokens, 0)
                       + coalesce(e.output_tokens, 0))::text
            end                                                           as "tokensKnown",
            e.cost_pico::text                                             as "costPico",
            e.effective_femto::text                                       as "effectiveFemto",
            series.unpriced_reason                                        as "unpricedReason",
            series.price_rules                                            as "priceRules",
            e.latency_ms                                                  as "latencyMs",
            e.requests                                                    as requests,
            e.flags                                                       as flags,
            ${joinDueColumn}                                              as "joinDueAt"
     from   usage_event e
     join   usage_series series using (series_id)
     left   join principal using (principal_id)
     left   join person using (person_id)
     left   join join_group g on g.join_group_id = e.join_group_id
     where  ${allOf(where)}
     order  by ${ORDERS[question.sort]}
     limit  ${parameters.add(question.limit)}`;
  const { rows } = await pool.query(statement, parameters.values);
  return z.array(rowSchema).parse(rows);
}

/**
 * Filters on the series become their numbers, looked up first: with a filter as a mere join, the planner walks the whole
 * range back in time in the hope of an early end.
 */
async function filterConditions(pool: Pool, filters: ScopedFilters, parameters: Parameters): Promise<string[]> {
  const where = filters.ofPerson.map((filter) => conditionOf(filter, parameters));
  if (filters.ofSeries.length > 0) {
    where.push(`e.series_id = any (${parameters.add(await matchingSeries(pool, filters))}::integer[])`);
  }
  return where;
}

function requestConditions(conditions: RequestConditions, parameters: Parameters): string[] {
  const where: string[] = [];
  const equals = (column: string, value: string | undefined) => {
    if (value !== undefined) where.push(`${column} = ${parameters.add(value)}`);
  };
  equals('e.event_id', conditions.eventId);
  if (conditions.eventId !== undefined)
    where.push(`e.occurred_on = ${parameters.add(dayOfEventId(conditions.eventId))}::date`);
  if (conditions.requestId !== undefined) where.push(knownBy(parameters.add(conditions.requestId)));
  equals('e.operation', conditions.operation);
  equals('e.stop_reason', conditions.stopReason);
  equals('e.error_code', conditions.errorCode);
  equals(`e.request_metadata ->> 'session'`, conditions.session);
  if (conditions.flag !== undefined) where.push(`e.flags @> array[${parameters.add(conditions.flag)}]`);
  if (conditions.principal !== undefined) {
    where.push(
      `e.principal_id in (select principal_id from principal where principal = ${parameters.add(conditions.principal)})`,
    );
  }
  return where;
}

/**
 * A call may be known by the id of its answer, or by one that only another log of it has. What a log tells of a call that is
 * no event of its own is found in what was metered of its deployment in that hour; a failure that a gateway tells of and
 * Foundry's own log too, in the failures of that status within a minute, as foundry-failures.ts counts them once.
 */
function knownBy(id: string): string {
  return `(e.request_id = ${id}
           or e.message_id = ${id}
           or e.event_id in (select (s.event ->> 'eventId')::uuid
                             from   sight s
                             where  s.cloud = 'foundry'
                             and    sight_ids(s.event) @> array[${id}::text])
           or (e.flags @> array['meteredRemainder']
               and exists (select
                           from   sight s
                           where  s.cloud = 'foundry'
                           and    sight_ids(s.event) @> array[${id}::text]
                           and    s.event ->> 'outcome' <> 'failed'
                           and    s.join_group_id = e.join_group_id
                           and    s.event ->> 'modelId' = series.model_id
                           and    date_trunc('hour', s.occurred_at, 'UTC') = e.occurred_at
                           and    not exists (select
                                              from   usage_event own
                                              where  own.event_id = (s.event ->> 'eventId')::uuid
                                              and    own.occurred_on = s.occurred_on)))
           or (series.outcome = 'failed'
               and exists (select
                           from   sight s
                           where  s.cloud = 'foundry'
                           and    s.log = 'gateway'
                           and    sight_ids(s.event) @> array[${id}::text]
                           and    s.event ->> 'outcome' = 'failed'
                           and    s.account_id = series.account_id
                           and    s.event ->> 'errorCode' = e.error_code
                           and    e.occurred_at between s.occurred_at - interval '1 minute'
                                                    and s.occurred_at + interval '1 minute'
                           and    not exists (select
                                              from   usage_event own
                                              where  own.event_id = (s.event ->> 'eventId')::uuid
                                              and    own.occurred_on = s.occurred_on))))`;
}

function afterKey({ sort, after }: RequestsQuestion, parameters: Parameters): string[] {
  if (after === null) return [];
  const eventId = parameters.add(after.eventId);
  if (sort !== 'cost') {
    const micros = parameters.add(after.value);
    return [
      `(e.occurred_at, e.event_id) ${sort === 'time' ? '<' : '>'} (timestamptz 'epoch' + ${micros}::bigint * interval '1 microsecond', ${eventId}::uuid)`,
    ];
  }
  if (after.value === null) return [`e.cost_pico is null and e.event_id < ${eventId}::uuid`];
  return [
    `((e.cost_pico, e.event_id) < (${parameters.add(after.value)}::bigint, ${eventId}::uuid) or e.cost_pico is null)`,
  ];
}
