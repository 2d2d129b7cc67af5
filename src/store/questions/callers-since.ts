import type { Pool } from 'pg';
import { z } from 'zod';
import { CLOUDS } from '../../usage/cloud.js';

const rowSchema = z.object({
  cloud: z.enum(CLOUDS),
  accountId: z.string(),
  identity: z.string().nullable(),
  principal: z.string().nullable(),
  address: z.string().nullable(),
  requests: z.string().transform(Number),
});

/** Who called since the beginning of an hour, and from which addresses? */
export async function callersSince(pool: Pool, hour: number): Promise<z.output<typeof rowSchema>[]> {
  const { rows } = await pool.query(
    `select s.cloud                  as "cloud",
            s.account_id             as "accountId",
            person.person            as "identity",
            principal.principal      as "principal",
            e.caller_address         as "address",
            sum(e.requests)::text    as "requests"
     from   usage_event e
     join   usage_series s using (series_id)
     left   join person using (person_id)
     left   join principal using (principal_id)
     where  e.occurred_at >= $1
     and    e.occurred_on >= ($1::timestamptz at time zone 'UTC')::date - 1
     group  by 1, 2, 3, 4, 5`,
    [new Date(hour)],
  );
  return z.array(rowSchema).parse(rows);
}
