import type { Pool } from 'pg';
import { z } from 'zod';
import type { Window } from '../../usage/window.js';
import { count } from './usage-sums.js';

const rowSchema = z.object({
  cloud: z.string(),
  accountId: z.string(),
  region: z.string(),
  /** Empty where a meter knows none. */
  deployment: z.string(),
  /** As the meter spells it. */
  modelId: z.string(),
  throttles: count,
});
export type MeteredThrottles = z.output<typeof rowSchema>;

/**
 * How many calls did the cloud itself count as turned away, of each place, deployment and model that it metered in the range?
 * Where several meters read one account of Foundry, the first by name counts.
 */
export async function meteredThrottles(pool: Pool, { from, to }: Window): Promise<MeteredThrottles[]> {
  const { rows } = await pool.query(
    `select m.cloud      as cloud,
            m.account_id as "accountId",
            m.region     as region,
            m.deployment as deployment,
            m.model_id   as "modelId",
            coalesce(sum(m.value) filter (where m.metric = 'throttles'), 0)::text as throttles
     from   metered_usage m
     where  m.hour >= $1
     and    m.hour < $2
     and    m.model_id <> ''
     and    (m.cloud <> 'foundry' or m.source_id = (select min(s.source_id)
                                                    from   meter_state s
                                                    where  s.cloud = m.cloud
                                                    and    s.account_id = m.account_id))
     group  by 1, 2, 3, 4, 5
     order  by 1, 2, 3, 4, 5`,
    [new Date(from), new Date(to)],
  );
  return z.array(rowSchema).parse(rows);
}
