import type { Pool } from 'pg';
import { z } from 'zod';
import { CLOUDS } from '../../usage/cloud.js';
import { METER_STATES } from '../meters.store.js';

const span = z.object({ from: z.coerce.date(), to: z.coerce.date() });
const rowSchema = z.object({
  sourceId: z.string(),
  cloud: z.enum(CLOUDS),
  kind: z.enum(['metrics', 'deployments', 'cost']),
  accountId: z.string().nullable(),
  region: z.string().nullable(),
  state: z.enum(METER_STATES),
  detail: z.string().nullable(),
  lastSuccessAt: z.date().nullable(),
  triedAt: z.date(),
  from: z.date().nullable(),
  to: z.date().nullable(),
  keptDays: z.number().nullable(),
  missing: z.array(span),
  lost: z.array(span),
});
export type ReaderBesideLogs = z.output<typeof rowSchema>;

const spansOf = (multirange: string) =>
  `coalesce((select jsonb_agg(jsonb_build_object('from', lower(span), 'to', upper(span)) order by span)
             from   unnest(${multirange}) as span), '[]')`;

/**
 * At what point is each reader of what clouds tell beside their logs: meters, deployments, bills? Of the hours between its
 * first and its last that a meter has not been read for, those are lost that its cloud keeps no more. What somebody has to see
 * to first.
 */
export async function readersBesideLogs(pool: Pool, now: number): Promise<ReaderBesideLogs[]> {
  const { rows } = await pool.query(
    `with meter as (
       select m.*, tstzmultirange(tstzrange(lower(covered), upper(covered))) - covered as holes,
              tstzmultirange(tstzrange(null, coalesce(date_trunc('day', $1::timestamptz, 'UTC') - make_interval(days => kept_days),
                                                      '-infinity'))) as gone
       from   meter_state m
     ), reader as (
       select source_id as "sourceId", cloud, 'metrics' as kind, account_id as "accountId", region, state, detail,
              last_success_at as "lastSuccessAt", tried_at as "triedAt", lower(covered) as "from", upper(covered) as "to",
              kept_days as "keptDays", ${spansOf('holes - gone')} as missing, ${spansOf('holes * gone')} as lost
       from   meter
       union  all
       select source_id, cloud, case when kind like '%cost' then 'cost' else 'deployments' end, null, null, state, detail,
              last_success_at, tried_at, null, null, null, '[]', '[]'
       from   reader_state
     )
     select *
     from   reader
     order  by array_position(array['permission', 'failing', 'ok'], state), cloud, kind, "sourceId"`,
    [new Date(now)],
  );
  return z.array(rowSchema).parse(rows);
}
