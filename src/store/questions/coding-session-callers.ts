import { z } from 'zod';
import type { Queryable } from '../snapshot.js';
import { fromCodingCalls, SESSION, type CodingCalls } from './coding-session-calls.js';
import { Parameters } from './parameters.js';

const rowSchema = z.object({
  session: z.string(),
  callers: z.array(z.object({ principal: z.string().nullable(), person: z.string().nullable() })),
  teams: z.array(z.string().nullable()),
  userAgents: z.array(z.string()),
});
export type CodingSessionCallers = z.output<typeof rowSchema>;

/** Who called in the sessions, for which teams, and with which programs? Each once; a caller no log names is left out. */
export async function codingSessionCallers(
  database: Queryable,
  calls: CodingCalls & { readonly sessions: readonly string[] },
): Promise<CodingSessionCallers[]> {
  const parameters = new Parameters();
  const statement = `
     with calls as (
       select distinct ${SESSION} as session, e.principal_id, person.person, s.team, e.user_agent
       ${await fromCodingCalls(database, calls, parameters)}
     )
     select calls.session                                            as session,
            coalesce(jsonb_agg(distinct jsonb_build_object('principal', principal.principal, 'person', calls.person))
                       filter (where principal.principal is not null), '[]') as callers,
            array_agg(distinct calls.team)                           as teams,
            coalesce(array_agg(distinct calls.user_agent)
                       filter (where calls.user_agent is not null), '{}')     as "userAgents"
     from   calls
     left   join principal using (principal_id)
     group  by calls.session`;
  const { rows } = await database.query(statement, parameters.values);
  return z.array(rowSchema).parse(rows);
}
