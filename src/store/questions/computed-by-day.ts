import { z } from 'zod';
import { CLOUDS, ENDPOINT_SCOPES } from '../../usage/cloud.js';
import type { Window } from '../../usage/window.js';
import type { Queryable } from '../snapshot.js';

const whole = z
  .string()
  .regex(/^-?\d+$/)
  .transform(BigInt);
const rowSchema = z.object({
  day: z.string(),
  cloud: z.enum(CLOUDS),
  accountId: z.string(),
  model: z.string().nullable(),
  modelId: z.string(),
  endpointScope: z.enum(ENDPOINT_SCOPES),
  isUnpriced: z.boolean(),
  tier: z.string().nullable(),
  batch: z.boolean(),
  input: whole,
  cacheRead: whole,
  cacheWrite5m: whole,
  cacheWrite1h: whole,
  output: whole,
  webSearch: whole,
  inputPico: whole,
  cacheReadPico: whole,
  cacheWrite5mPico: whole,
  cacheWrite1hPico: whole,
  outputPico: whole,
  webSearchPico: whole,
  premiumPico: whole,
  effectiveFemto: whole,
});

/** What do the calls of each UTC day come to, by everything that a bill tells apart? Of makers that may be Anthropic. */
export async function computedByDay(database: Queryable, { from, to }: Window): Promise<z.output<typeof rowSchema>[]> {
  const { rows } = await database.query(
    `select d.day::text                                        as day,
            s.cloud                                            as cloud,
            s.account_id                                       as "accountId",
            s.model                                            as model,
            s.model_id                                         as "modelId",
            s.endpoint_scope                                   as "endpointScope",
            s.unpriced_reason is not null                      as "isUnpriced",
            s.price_tier                                       as tier,
            coalesce('batchDiscount' = any (s.price_rules), false) as batch,
            sum(d.input_tokens)::text                          as input,
            sum(d.cache_read_tokens)::text                     as "cacheRead",
            sum(d.cache_write_5m_tokens)::text                 as "cacheWrite5m",
            sum(d.cache_write_1h_tokens)::text                 as "cacheWrite1h",
            sum(d.output_tokens)::text                         as output,
            sum(d.web_search_requests)::text                   as "webSearch",
            sum(d.input_pico)::text                            as "inputPico",
            sum(d.cache_read_pico)::text                       as "cacheReadPico",
            sum(d.cache_write_5m_pico)::text                   as "cacheWrite5mPico",
            sum(d.cache_write_1h_pico)::text                   as "cacheWrite1hPico",
            sum(d.output_pico)::text                           as "outputPico",
            sum(d.web_search_pico)::text                       as "webSearchPico",
            sum(d.premium_pico)::text                          as "premiumPico",
            sum(d.effective_femto)::text                       as "effectiveFemto"
     from   usage_daily d
     join   usage_series s using (series_id)
     where  d.zone = 'UTC'
     and    d.day >= ($1 at time zone 'UTC')::date
     and    d.day < ($2 at time zone 'UTC')::date
     and    s.vendor in ('anthropic', 'unknown')
     and    s.unpriced_reason is distinct from 'outsideClaude'
     group  by 1, 2, 3, 4, 5, 6, 7, 8, 9`,
    [new Date(from), new Date(to)],
  );
  return z.array(rowSchema).parse(rows);
}
