import type { Pool } from 'pg';
import { z } from 'zod';
import { TOKEN_CLASSES } from '../../usage/tokens.js';
import type { Window } from '../../usage/window.js';
import { count } from './usage-sums.js';

/** What is counted of a deployment: each token class, and calls. */
export const COUNTED = [...TOKEN_CLASSES, 'requests'] as const;

const rowSchema = z.object({
  day: z.string(),
  accountId: z.string(),
  model: z.string(),
  deployment: z.string(),
  counted: z.enum(COUNTED),
  metered: count,
  attributed: count,
  hours: count.nullable(),
  below: count,
  owed: count,
});
export type UnmeteredRow = z.output<typeof rowSchema>;

/**
 * Where did a gateway tell of more than was metered, by deployment, UTC day and what is counted? The most of what no other
 * hour made good first. The number of hours is not known of days that an older version joined.
 */
export async function unmeteredByDay(pool: Pool, { from, to }: Window): Promise<UnmeteredRow[]> {
  const { rows } = await pool.query(
    `select (g.hour at time zone 'UTC')::date::text    as day,
            g.account_id                               as "accountId",
            g.model_key                                as model,
            r.remainder ->> 'deployment'               as deployment,
            b.counted                                  as counted,
            r.remainder -> 'metered' ->> b.counted     as metered,
            r.remainder -> 'attributed' ->> b.counted  as attributed,
            r.remainder -> 'hoursBelow' ->> b.counted  as hours,
            b.below                                    as below,
            r.remainder -> 'owed' ->> b.counted        as owed
     from   join_group g
     cross  join lateral jsonb_array_elements(g.report -> 'remainders') as r (remainder)
     cross  join lateral jsonb_each_text(r.remainder -> 'below') as b (counted, below)
     where  g.cloud = 'foundry'
     and    g.hour >= $1
     and    g.hour < $2
     and    b.below::bigint > 0
     order  by (r.remainder -> 'owed' ->> b.counted)::bigint desc, b.below::bigint desc, 1 desc, 2, 4, 5`,
    [new Date(from), new Date(to)],
  );
  return z.array(rowSchema).parse(rows);
}
