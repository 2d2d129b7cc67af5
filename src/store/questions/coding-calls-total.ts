import { z } from 'zod';
import type { Queryable } from '../snapshot.js';
import { codingFigures, type CodingCalls } from './coding-session-calls.js';
import { Parameters } from './parameters.js';
import { count, usageSumColumns, usageSums, usageSumsOf, type UsageSums } from './usage-sums.js';

/** Calls of Claude Code that a log tells the session of, or all the others. */
export interface CodingCallsTotal {
  readonly inSession: boolean;
  readonly sessions: number;
  readonly sums: UsageSums;
}

const rowSchema = z.object({ ...usageSums, inSession: z.boolean(), sessions: count });

/** How much did Claude Code use, with and without a session that is known? */
export async function codingCallsTotal(database: Queryable, calls: CodingCalls): Promise<CodingCallsTotal[]> {
  const parameters = new Parameters();
  const statement = `
     with ${await codingFigures(database, calls, parameters)}
     select session is not null              as "inSession",
            count(distinct session)::text    as sessions,
            ${usageSumColumns}
     from   figures
     join   usage_series series using (series_id)
     group  by 1`;
  const { rows } = await database.query(statement, parameters.values);
  return z
    .array(rowSchema)
    .parse(rows)
    .map(({ inSession, sessions, ...row }) => ({ inSession, sessions, sums: usageSumsOf(row) }));
}
