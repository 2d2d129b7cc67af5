import type { Pool } from 'pg';
import { z } from 'zod';
import { LATENCY_METRICS } from '../../usage/performance.js';
import type { Window } from '../../usage/window.js';
import type { OneDeployment } from './metered-peaks.js';
import { count } from './usage-sums.js';

const place = { accountId: z.string(), deployment: z.string(), modelId: z.string(), metric: z.enum(LATENCY_METRICS) };

const rangeSchema = z.object({
  ...place,
  hours: count,
  lowestAverageMs: z.number(),
  highestAverageMs: z.number(),
  leastMs: z.number().nullable(),
  mostMs: z.number(),
});
export type MeteredLatency = z.output<typeof rangeSchema>;

const hourSchema = z.object({
  ...place,
  hour: z.date().transform((at) => at.getTime()),
  averageMs: z.number(),
  leastMs: z.number().nullable(),
  mostMs: z.number(),
});
export type MeteredLatencyOfHour = z.output<typeof hourSchema>;

/** Where several meters read one account, the first by name counts, as for the hours themselves. */
const OF_FIRST_METER = `m.source_id = (select min(s.source_id)
                           from   performance_state s
                           where  s.cloud = m.cloud
                           and    s.account_id = m.account_id)`;

/**
 * Between what did the cloud's hourly averages of latency lie in the range, by deployment and model? There is no average of
 * them: how many calls each is of is not told.
 */
export async function meteredLatency(pool: Pool, { from, to }: Window): Promise<MeteredLatency[]> {
  const { rows } = await pool.query(
    `select m.account_id      as "accountId",
            m.deployment      as deployment,
            m.model_id        as "modelId",
            m.metric          as metric,
            count(*)::text    as hours,
            min(m.average_ms) as "lowestAverageMs",
            max(m.average_ms) as "highestAverageMs",
            min(m.least_ms)   as "leastMs",
            max(m.most_ms)    as "mostMs"
     from   metered_latency m
     where  m.hour >= $1
     and    m.hour < $2
     and    ${OF_FIRST_METER}
     group  by 1, 2, 3, 4
     order  by 1, 2, 3, 4`,
    [new Date(from), new Date(to)],
  );
  return z.array(rangeSchema).parse(rows);
}

/** What did the cloud average the latency of each hour of a deployment to? */
export async function meteredLatencyByHour(
  pool: Pool,
  { from, to }: Window,
  { accountId, name }: OneDeployment,
): Promise<MeteredLatencyOfHour[]> {
  const { rows } = await pool.query(
    `select m.account_id as "accountId",
            m.deployment as deployment,
            m.model_id   as "modelId",
            m.metric     as metric,
            m.hour       as hour,
            m.average_ms as "averageMs",
            m.least_ms   as "leastMs",
            m.most_ms    as "mostMs"
     from   metered_latency m
     where  m.hour >= $1
     and    m.hour < $2
     and    m.account_id = $3
     and    m.deployment = $4
     and    ${OF_FIRST_METER}
     order  by m.hour, m.metric, m.model_id`,
    [new Date(from), new Date(to), accountId, name],
  );
  return z.array(hourSchema).parse(rows);
}
