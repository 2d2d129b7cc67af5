import type { Pool } from 'pg';
import { z } from 'zod';
import { SIGHT_KINDS } from '../../usage/first-sight.js';

const instant = z.date().transform((date) => date.getTime());
const rowSchema = z.object({
  kind: z.enum(SIGHT_KINDS),
  place: z.string(),
  value: z.string(),
  firstAt: instant,
  placeSince: instant,
  anywhereSince: instant,
  othersBefore: z.string().transform(Number),
});

/** What was first seen since then, and what was known of its place before? */
export async function firstSights(pool: Pool, since: number): Promise<z.output<typeof rowSchema>[]> {
  const { rows } = await pool.query(
    `select f.kind                 as "kind",
            f.place                as "place",
            f.value                as "value",
            f.first_at             as "firstAt",
            at_place.since         as "placeSince",
            anywhere.since         as "anywhereSince",
            at_place.before::text  as "othersBefore"
     from   first_seen f
     cross  join lateral (select min(o.first_at) as since, count(*) filter (where o.first_at < f.first_at) as before
                          from   first_seen o
                          where  o.kind = f.kind
                          and    o.place = f.place) at_place
     cross  join lateral (select min(o.first_at) as since
                          from   first_seen o
                          where  o.kind = f.kind
                          and    o.value = f.value) anywhere
     where  f.first_at >= $1
     order  by f.first_at, f.kind, f.place, f.value`,
    [new Date(since)],
  );
  return z.array(rowSchema).parse(rows);
}
