import { z } from 'zod';
import type { LogStatistics } from '../usage/log-statistics.js';
import type { Queryable } from './snapshot.js';

const fits = z.array(z.object({ startMs: z.number(), endMs: z.number().nullable() }));
export const logStatisticsSchema = z.object({
  calls: z.array(z.object({ kind: z.string(), fits, isAlone: z.boolean() })),
  entries: z.array(z.object({ kind: z.string(), fits, lastedMs: z.number().nullable(), company: z.number() })),
}) satisfies z.ZodType<LogStatistics>;

const rowSchema = z.array(z.object({ shows: logStatisticsSchema }));

/** Hours before a group's whose logs tell about its callers, the latest first, until there are enough calls. */
const HOURS = 24;
const ENOUGH_CALLS = 1_500;

/** What the logs of an account showed in the hours before one, group by group. */
export async function shownBefore(
  client: Queryable,
  cloud: string,
  accountId: string,
  hour: number,
): Promise<LogStatistics[]> {
  const { rows } = await client.query(
    `select shows
     from  (select join_group_id, shows,
                   sum(shown_calls) over (order by hour desc
                                          range between unbounded preceding and interval '1 hour' preceding) as later
            from   join_group
            where  cloud = $1
            and    account_id = $2
            and    hour >= $3::timestamptz - make_interval(hours => $4)
            and    hour < $3) g
     where  shows is not null
     and    coalesce(later, 0) < $5
     order  by join_group_id`,
    [cloud, accountId, new Date(hour), HOURS, ENOUGH_CALLS],
  );
  return rowSchema.parse(rows).map(({ shows }) => shows);
}

/**
 * Groups whose callers are named by what these show: of their accounts, in the day after. They and those
 * that are about to be written are locked, in the order in which everybody locks them (see sights.store.ts).
 */
export async function lockThoseShownTo(
  client: Queryable,
  changed: readonly number[],
  written: readonly number[],
): Promise<number[]> {
  if (changed.length === 0) return [];
  const { rows } = await client.query(
    `select join_group_id as id,
            exists (select from join_group c
                    where  c.join_group_id = any ($1)
                    and    c.cloud = g.cloud
                    and    c.account_id = g.account_id
                    and    g.hour > c.hour
                    and    g.hour <= c.hour + make_interval(hours => $3)) as "isShown"
     from   join_group g
     where  join_group_id = any ($2)
     or     join_group_id in (select o.join_group_id
                              from   join_group c
                              join   join_group o using (cloud, account_id)
                              where  c.join_group_id = any ($1)
                              and    o.hour > c.hour
                              and    o.hour <= c.hour + make_interval(hours => $3))
     order  by cloud, account_id, region, model_key, hour
     for    update`,
    [changed, written, HOURS],
  );
  return lockedRows.parse(rows).flatMap(({ id, isShown }) => (isShown ? [id] : []));
}

const lockedRows = z.array(z.object({ id: z.number(), isShown: z.boolean() }));

/** Marks groups that are in no hurry to be joined again, for what one group shows moves little; a sight puts them in one. */
export async function markPatiently(client: Queryable, groupIds: readonly number[], patienceMs: number): Promise<void> {
  if (groupIds.length === 0) return;
  await client.query(
    `update join_group
     set    marks = marks + 1,
            dirty_since = case when marks = joined_marks then now() + make_interval(secs => $2::float8 / 1000)
                               else dirty_since end
     where  join_group_id = any ($1)`,
    [groupIds, patienceMs],
  );
}
