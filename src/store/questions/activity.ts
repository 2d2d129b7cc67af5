import type { Pool } from 'pg';
import { z } from 'zod';
import { DAY_MS, type Window } from '../../usage/window.js';

const count = z.string().transform(Number);
const rowSchema = z
  .object({
    hour: z.date(),
    identity: z.string().nullable(),
    team: z.string().nullable(),
    requests: count,
    refused: count,
    tokens: count,
    costPico: z.string().transform(BigInt),
  })
  .transform(({ hour, ...row }) => ({ ...row, at: hour.getTime() }));

/** Who did nothing for so long is not judged, and counts within the team alone. */
const AWAY_MS = 4 * DAY_MS;

/** What was done in each hour of the window, by person and team? */
export async function activity(pool: Pool, { from, to }: Window): Promise<z.output<typeof rowSchema>[]> {
  const { rows } = await pool.query(
    `with present as (
       select distinct person_id
       from   activity_hour
       where  hour >= $3
       and    person_id is not null
     )
     select a.hour                    as "hour",
            person.person             as "identity",
            a.team                    as "team",
            sum(a.requests)::text     as "requests",
            sum(a.refused)::text      as "refused",
            sum(a.tokens)::text       as "tokens",
            sum(a.cost_pico)::text    as "costPico"
     from   activity_hour a
     left   join present using (person_id)
     left   join person on person.person_id = present.person_id
     where  a.hour >= $1
     and    a.hour < $2
     group  by 1, 2, 3`,
    [new Date(from), new Date(to), new Date(to - AWAY_MS)],
  );
  return z.array(rowSchema).parse(rows);
}
