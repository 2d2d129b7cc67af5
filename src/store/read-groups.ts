import { z } from 'zod';
import { CLOUDS, type Cloud } from '../usage/cloud.js';
import { type GroupFacts, UNNAMED_MODELS } from '../usage/group-facts.js';
import type { LogStatistics } from '../usage/log-statistics.js';
import { groupSpanMs, NEIGHBOURS_MS, SIGHT_LOGS, type Sight } from '../usage/sight.js';
import { HOUR_MS, type Window } from '../usage/window.js';
import { logStatisticsSchema, shownBefore } from './log-statistics.js';
import { meteredFacts } from './questions/metered-facts.js';
import { sightEventSchema } from './sight-event.js';
import type { Queryable } from './snapshot.js';
import { groupedBy } from '../usage/grouped-by.js';

/** A group and its sights, with those of its neighbours. */
export interface GroupToJoin {
  readonly groupId: number;
  readonly cloud: Cloud;
  /** The hour or the day that it is of. */
  readonly time: Window;
  readonly sights: readonly (Sight & { readonly sourceId: string })[];
  readonly facts: GroupFacts;
}

const groupRow = z
  .object({
    groupId: z.number(),
    cloud: z.enum(CLOUDS),
    accountId: z.string(),
    modelKey: z.string(),
    hour: z.date(),
    marks: z.string(),
    hourDigests: z.record(z.string(), z.string()).nullable(),
    shows: logStatisticsSchema.nullable(),
  })
  .transform(({ hour, shows, ...group }) => ({
    ...group,
    showed: shows,
    time: { from: hour.getTime(), to: hour.getTime() + groupSpanMs(group.cloud) },
  }));

const sightRows = z.array(
  z.object({
    groupId: z.number(),
    log: z.enum(SIGHT_LOGS),
    recordId: z.string(),
    sourceId: z.string(),
    event: sightEventSchema,
  }),
);

export type GroupRow = z.output<typeof groupRow>;

/** Groups by their ids, of those that meet a condition on join_group. */
export async function readGroups(client: Queryable, groupIds: readonly number[], condition = ''): Promise<GroupRow[]> {
  const { rows } = await client.query(
    `select join_group_id as "groupId", cloud, account_id as "accountId", model_key as "modelKey", hour, marks::text as marks,
            hour_digests as "hourDigests", shows
     from   join_group
     where  join_group_id = any($1::int[])
     ${condition}
     order  by 1`,
    [groupIds],
  );
  return z.array(groupRow).parse(rows);
}

const NO_FACTS = { bins: [], meteredHours: new Set<number>(), spells: [] };

/** Groups with all that is known of them. The groups of an account and an hour or day share what is known beside sights. */
export async function withFacts(client: Queryable, groups: readonly GroupRow[]): Promise<(GroupRow & GroupToJoin)[]> {
  const metered = new Map<string, Omit<GroupFacts, 'accountId' | 'modelKey' | 'shown'>>();
  const shown = new Map<string, readonly LogStatistics[]>();
  const told: (GroupRow & GroupToJoin)[] = [];
  for (const group of await withSights(client, groups)) {
    const { cloud, accountId, modelKey, time } = group;
    const key = `${cloud} ${accountId} ${time.from}`;
    const facts = cloud === 'foundry' ? (metered.get(key) ?? (await meteredFacts(client, group))) : NO_FACTS;
    metered.set(key, facts);
    const before =
      cloud === 'foundry' ? [] : (shown.get(key) ?? (await shownBefore(client, cloud, accountId, time.from)));
    shown.set(key, before);
    told.push({ ...group, facts: { accountId, modelKey, ...facts, shown: before } });
  }
  return told;
}

type WithSights = GroupRow & Pick<GroupToJoin, 'sights'>;

async function withSights(client: Queryable, groups: readonly GroupRow[]): Promise<WithSights[]> {
  if (groups.length === 0) return [];
  const { rows } = await client.query(
    `select o.join_group_id as "groupId",
            s.log           as log,
            s.record_id     as "recordId",
            s.source_id     as "sourceId",
            s.event         as event
     from   unnest($1::int[], $5::int[]) as asked (id, hours)
     cross  join lateral make_interval(hours => asked.hours) as span
     join   join_group o on o.join_group_id = asked.id
     join   join_group n on  n.cloud = o.cloud
                         and n.account_id = o.account_id
                         and n.region = o.region
                         and n.model_key in (o.model_key, case when o.cloud = 'foundry' then $6 end)
     join   sight s on s.join_group_id = n.join_group_id
     where  n.hour between o.hour - span and o.hour + span
     and    s.occurred_at >= o.hour - make_interval(secs => $2::float8 / 1000)
     and    s.occurred_at < o.hour + span + make_interval(secs => $2::float8 / 1000)
     and    s.occurred_on between ($3 at time zone 'UTC')::date - 1 and ($4 at time zone 'UTC')::date + 1`,
    [
      groups.map(({ groupId }) => groupId),
      NEIGHBOURS_MS,
      new Date(Math.min(...groups.map(({ time }) => time.from)) - NEIGHBOURS_MS),
      new Date(Math.max(...groups.map(({ time }) => time.to)) + NEIGHBOURS_MS),
      groups.map(({ cloud }) => groupSpanMs(cloud) / HOUR_MS),
      UNNAMED_MODELS,
    ],
  );
  const sights = groupedBy(sightRows.parse(rows), ({ groupId }) => groupId);
  return groups.map((group) => ({ ...group, sights: sights.get(group.groupId) ?? [] }));
}
