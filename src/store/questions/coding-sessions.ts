import { z } from 'zod';
import type { Queryable } from '../snapshot.js';
import { at, codingFigures, type CodingCalls } from './coding-session-calls.js';
import { Parameters } from './parameters.js';
import { count, IS_PRICED, usageSumColumns, usageSums, usageSumsOf, type UsageSums } from './usage-sums.js';

export interface CodingSessionsQuestion extends CodingCalls {
  readonly sort: CodingSessionsSort;
  /** The last row of the page before; null for the first page. */
  readonly after: CodingSessionKey | null;
  readonly limit: number;
}

/** The dearest first (last those of which nothing has a price: not known, or not billed), or those of the latest call. */
export const CODING_SESSIONS_SORTS = ['cost', 'last'] as const;
export type CodingSessionsSort = (typeof CODING_SESSIONS_SORTS)[number];

/** Where a row stands in the order: pico-dollars or null for cost, microseconds for the last call. */
export interface CodingSessionKey {
  readonly value: string | null;
  readonly session: string;
}

/** A session of Claude Code, as far as its calls in the range go. */
export interface CodingSession {
  readonly session: string;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly failed: number;
  readonly key: CodingSessionKey;
  readonly sums: UsageSums;
}

const rowSchema = z.object({
  ...usageSums,
  session: z.string(),
  firstAt: at,
  lastAt: at,
  failed: count,
  key: z.string().nullable(),
});

const ORDER_BY: Record<CodingSessionsSort, string> = {
  cost: `sum(cost_pico) filter (where ${IS_PRICED})`,
  last: `(extract(epoch from max(last_at)) * 1000000)::bigint`,
};

/** Which sessions had calls, and what do the calls of each add up to? One page, after a given row. */
export async function codingSessions(
  database: Queryable,
  { sort, after, limit, ...calls }: CodingSessionsQuestion,
): Promise<CodingSession[]> {
  const parameters = new Parameters();
  const order = ORDER_BY[sort];
  const statement = `
     with ${await codingFigures(database, calls, parameters)}
     select session           as session,
            min(first_at)     as "firstAt",
            max(last_at)      as "lastAt",
            coalesce(sum(requests) filter (where series.outcome = 'failed'), 0)::text as failed,
            (${order})::text  as key,
            ${usageSumColumns}
     from   figures
     join   usage_series series using (series_id)
     where  session is not null
     group  by session
     having ${afterKey(order, after, parameters)}
     order  by ${order} desc nulls last, session
     limit  ${parameters.add(limit)}`;
  const { rows } = await database.query(statement, parameters.values);
  return z
    .array(rowSchema)
    .parse(rows)
    .map((row) => ({
      session: row.session,
      firstAt: row.firstAt,
      lastAt: row.lastAt,
      failed: row.failed,
      key: { value: row.key, session: row.session },
      sums: usageSumsOf(row),
    }));
}

function afterKey(order: string, after: CodingSessionKey | null, parameters: Parameters): string {
  if (after === null) return 'true';
  const session = parameters.add(after.session);
  if (after.value === null) return `(${order} is null and session > ${session}::text)`;
  const value = `${parameters.add(after.value)}::numeric`;
  return `(${order} < ${value} or (${order} = ${value} and session > ${session}::text) or ${order} is null)`;
}
