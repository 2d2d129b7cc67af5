import type { Pool } from 'pg';
import { z } from 'zod';
import { PEAK_COUNTS } from '../../usage/performance.js';
import type { LimitSpan } from '../../usage/limit-spans.js';
import type { Window } from '../../usage/window.js';
import { columnsOfSpans, inLimitSpan, limitSpansTable } from './limit-spans-table.js';
import { count } from './usage-sums.js';

const instant = z.date().transform((at) => at.getTime());
const peakSchema = z.object({
  accountId: z.string(),
  deployment: z.string(),
  /** As the meter spells it. */
  modelId: z.string(),
  counts: z.enum(PEAK_COUNTS),
  hour: instant,
  minute: instant,
  value: count,
});
export type MeteredPeak = z.output<typeof peakSchema>;

/** A deployment of an account, by the names that limits and meters know it by. */
export interface OneDeployment {
  readonly accountId: string;
  readonly name: string;
}

/** A peak's columns; where several meters read one account, the first by name counts, as for the hours themselves. */
const PEAKS = `m.account_id  as "accountId",
            m.deployment  as deployment,
            m.model_id    as "modelId",
            m.counts      as counts,
            m.hour        as hour,
            m.minute      as minute,
            m.value::text as value
     from   metered_peak m
     where  m.source_id = (select min(s.source_id)
                           from   performance_state s
                           where  s.cloud = m.cloud
                           and    s.account_id = m.account_id)
     and    m.hour >= $1
     and    m.hour < $2`;

/**
 * Which was the busiest minute of each deployment and model in the range, by what limits count? One of each time in which a
 * deployment had the same limits, and one of when its limits are not known.
 */
export async function meteredPeaks(
  pool: Pool,
  { from, to }: Window,
  spans: readonly LimitSpan[],
): Promise<MeteredPeak[]> {
  const { rows } = await pool.query(
    `with peak as (
       select ${PEAKS}
     )
     select distinct on (peak."accountId", peak.deployment, peak."modelId", peak.counts, span.since) peak.*
     from   peak
     left   join ${limitSpansTable(['$3', '$4', '$5', '$6'])} on ${inLimitSpan('peak."accountId"', 'peak.deployment', 'peak.hour')}
     order  by peak."accountId", peak.deployment, peak."modelId", peak.counts, span.since, peak.value::bigint desc,
               peak.minute`,
    [new Date(from), new Date(to), ...columnsOfSpans(spans)],
  );
  return z.array(peakSchema).parse(rows);
}

/** Which was the busiest minute of each hour of a deployment? */
export async function meteredPeaksByHour(
  pool: Pool,
  { from, to }: Window,
  { accountId, name }: OneDeployment,
): Promise<MeteredPeak[]> {
  const { rows } = await pool.query(
    `select ${PEAKS}
     and    m.account_id = $3
     and    m.deployment = $4
     order  by m.hour, m.counts, m.value desc, m.minute`,
    [new Date(from), new Date(to), accountId, name],
  );
  return z.array(peakSchema).parse(rows);
}
