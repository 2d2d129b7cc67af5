import type { Pool } from 'pg';
import { z } from 'zod';
import { CLOUDS } from '../../usage/cloud.js';
import type { Window } from '../../usage/window.js';

const rowSchema = z.object({
  cloud: z.enum(CLOUDS),
  accountId: z.string(),
  region: z.string().nullable(),
  requests: z.string().transform(Number),
});

/** How many answered calls has each account's meter counted, by region, where it has been read for the whole window? */
export async function callsMetered(pool: Pool, window: Window) {
  const { rows } = await pool.query(
    `select s.cloud                          as "cloud",
            s.account_id                     as "accountId",
            m.region                         as "region",
            coalesce(sum(m.value), 0)::text  as "requests"
     from   meter_state s
     left   join metered_usage m
       on   m.source_id = s.source_id
       and  m.metric = 'requests'
       and  m.model_id <> ''
       and  m.hour >= $1
     where  s.covered @> tstzrange($1, $2)
     group  by 1, 2, 3
     order  by 1, 2, 3`,
    [new Date(window.from), new Date(window.to)],
  );
  return z.array(rowSchema).parse(rows);
}
