import { z } from 'zod';
import { CLOUDS } from '../../usage/cloud.js';
import { DAY_MS, type Window } from '../../usage/window.js';
import type { Queryable } from '../snapshot.js';

const readingSchema = z.object({
  cloud: z.enum(CLOUDS),
  scope: z.string(),
  readAt: z.date(),
  from: z.date().nullable(),
  to: z.date().nullable(),
  leftOut: z
    .array(z.object({ meter: z.string(), category: z.string(), cost: z.string(), currency: z.string() }))
    .nullable(),
  leftOutCount: z.number().nullable(),
});
export type BilledReading = z.output<typeof readingSchema>;

/** What has been read of which bill? */
export async function billedReadings(client: Queryable): Promise<BilledReading[]> {
  const { rows } = await client.query(
    `select cloud          as cloud,
            scope          as scope,
            read_at        as "readAt",
            lower(covered) as "from",
            upper(covered) as "to",
            left_out       as "leftOut",
            left_out_count as "leftOutCount"
     from   billed_reading
     order  by cloud, scope`,
  );
  return z.array(readingSchema).parse(rows);
}

const meterSchema = z.object({
  meter: z.string(),
  unit: z.string().nullable(),
  quantity: z.string().nullable(),
  cost: z.string(),
  currency: z.string(),
});
const daySchema = z.object({
  day: z.string(),
  cloud: z.enum(CLOUDS),
  scope: z.string(),
  isCovered: z.boolean(),
  meters: z.array(meterSchema),
  billed: z.array(z.object({ currency: z.string(), cost: z.string() })),
  computedUsd: z.string().nullable(),
  unpricedRequests: z.coerce.number(),
  billedLessComputed: z.string().nullable(),
});
export type BilledDay = z.output<typeof daySchema>;

/**
 * What was billed of each scope on each UTC day that begins in the window, and what the calls of the accounts under it come to
 * by their own terms? Claude only, on both sides. Days of which neither side knows anything are left out.
 */
export async function billedByDay(client: Queryable, { from, to }: Window): Promise<BilledDay[]> {
  const { rows } = await client.query(
    `with billed as (
       select cloud, scope, day, currency, sum(cost) as cost,
              jsonb_agg(jsonb_build_object('meter', meter, 'unit', unit, 'quantity', trim_scale(quantity)::text,
                                           'cost', trim_scale(cost)::text, 'currency', currency) order by meter, unit) as meters
       from   billed_usage
       where  day >= $1::date
       and    day < $2::date
       group  by cloud, scope, day, currency
     ), bill as (
       select b.cloud, b.scope, b.day,
              jsonb_agg(jsonb_build_object('currency', b.currency, 'cost', trim_scale(b.cost)::text) order by b.currency) as billed,
              jsonb_path_query_array(jsonb_agg(b.meters order by b.currency), '$[*][*]') as meters,
              case when count(*) = 1 and min(b.currency) = 'USD' then sum(b.cost) end as usd
       from   billed b
       group  by b.cloud, b.scope, b.day
     ), computed as (
       select r.cloud, r.scope, u.day,
              case when sum(u.requests) > sum(u.unpriced_requests) or sum(u.effective_femto) > 0
                   then sum(u.effective_femto) / 1e15 end as usd,
              coalesce(sum(u.unpriced_requests) filter (where s.outcome <> 'failed'), 0) as unpriced_requests
       from   billed_reading r
       join   usage_series s on s.cloud = r.cloud and starts_with(s.account_id, r.scope || '/') and s.vendor = 'anthropic'
       join   usage_daily u on u.series_id = s.series_id and u.zone = 'UTC'
       where  u.day >= $1::date
       and    u.day < $2::date
       group  by 1, 2, 3
     )
     select day::text                                                as day,
            cloud                                                    as cloud,
            scope                                                    as scope,
            r.covered @> (day::timestamp at time zone 'UTC')         as "isCovered",
            coalesce(bill.meters, '[]')                              as meters,
            coalesce(bill.billed, '[]')                              as billed,
            trim_scale(computed.usd)::text                           as "computedUsd",
            coalesce(computed.unpriced_requests, 0)::text            as "unpricedRequests",
            trim_scale(bill.usd - computed.usd)::text                as "billedLessComputed"
     from   bill
     full   join computed using (cloud, scope, day)
     join   billed_reading r using (cloud, scope)
     order  by 1 desc, 2, 3`,
    [utcDayFrom(from), utcDayFrom(to)],
  );
  return z.array(daySchema).parse(rows);
}

/** The first UTC day that begins at an instant or after it. */
function utcDayFrom(at: number): string {
  return new Date(Math.ceil(at / DAY_MS) * DAY_MS).toISOString().slice(0, 10);
}
