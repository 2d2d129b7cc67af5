import type { Pool } from 'pg';
import { z } from 'zod';
import { CLOUDS } from '../../usage/cloud.js';
import { SIGHT_LOGS } from '../../usage/sight.js';
import type { Window } from '../../usage/window.js';
import { count } from './usage-sums.js';

const rowSchema = z.object({
  day: z.string(),
  cloud: z.enum(CLOUDS),
  accountId: z.string(),
  region: z.string(),
  model: z.string(),
  groups: count,
  waiting: count,
  bases: z.array(z.string()),
  joinedAt: z.date().nullable(),
  logs: z.record(z.string(), z.number()),
  matched: count,
  onlyInBase: count,
  notInBase: count,
  onlySights: count,
  ambiguous: count,
  callersLeft: count,
  meteredRequests: count,
  attributedRequests: count,
  owedRequests: count,
});
export type JoinsOfDay = z.output<typeof rowSchema>;

/** How many rows each log told, whatever the form of the report. */
const LOGS = SIGHT_LOGS.map(
  (log) => `'${log}', sum(coalesce(report -> 'logs' -> '${log}' -> 'sights', report -> 'sights' -> '${log}')::int)`,
).join(',\n                                                 ');
const sumOf = (place: string) => `coalesce(sum((report #>> '{${place}}')::int), 0)::text`;
const remaindersOf = (sums: string) =>
  `coalesce(sum((select sum((r -> '${sums}' ->> 'requests')::bigint) from jsonb_array_elements(report -> 'remainders') as r)), 0)::text`;

/** What did joining several logs decide of each account, place and model, by UTC day? Groups belong to the day they begin in. */
export async function joinsByDay(pool: Pool, { from, to }: Window): Promise<JoinsOfDay[]> {
  const { rows } = await pool.query(
    `select (hour at time zone 'UTC')::date::text                     as day,
            cloud                                                     as cloud,
            account_id                                                as "accountId",
            region                                                    as region,
            model_key                                                 as model,
            count(*)::text                                            as groups,
            (count(*) filter (where marks <> joined_marks))::text     as waiting,
            coalesce(array_agg(distinct base order by base) filter (where base is not null), '{}') as bases,
            max(joined_at)                                            as "joinedAt",
            jsonb_strip_nulls(jsonb_build_object(${LOGS})) as logs,
            ${sumOf('matched')}                                       as matched,
            ${sumOf('onlyInBase')}                                    as "onlyInBase",
            ${sumOf('notInBase')}                                     as "notInBase",
            ${sumOf('onlySights')}                                    as "onlySights",
            ${sumOf('callers,ambiguous')}                             as ambiguous,
            ${sumOf('callersLeft')}                                   as "callersLeft",
            ${remaindersOf('metered')}                                as "meteredRequests",
            ${remaindersOf('attributed')}                             as "attributedRequests",
            ${remaindersOf('owed')}                                   as "owedRequests"
     from   join_group
     where  hour >= $1
     and    hour < $2
     group  by 1, 2, 3, 4, 5
     order  by 1 desc, 2, 3, 4, 5`,
    [new Date(from), new Date(to)],
  );
  return z.array(rowSchema).parse(rows);
}
