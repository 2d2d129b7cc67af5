import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import { CLOUDS, type Cloud } from '../usage/cloud.js';
import { dayOfEventId } from '../usage/event-id.js';
import { type GroupFacts, UNNAMED_MODELS } from '../usage/group-facts.js';
import type { LogStatistics } from '../usage/log-statistics.js';
import { groupSpanMs, NEIGHBOURS_MS, SIGHT_LOGS, type Sight } from '../usage/sight.js';
import { HOUR_MS, MINUTE_MS, type Window } from '../usage/window.js';
import { changedHours } from './changed-hours.js';
import { DimensionStore } from './dimensions.store.js';
import { noteJoinedExamples } from './drift.store.js';
import { PartitionStore } from './partitions.store.js';
import { lockThoseShownTo, logStatisticsSchema, markPatiently, shownBefore } from './log-statistics.js';
import { meteredFacts } from './questions/metered-facts.js';
import { sightEventSchema } from './sight-event.js';
import type { Queryable } from './snapshot.js';
import { inTransaction } from './transaction.js';
import { type GroupEvents, type JoinedEvent, type Keep, replaceJoined, type WrittenCounts } from './write-joined.js';

/** A group and its sights, with those of its neighbours. */
export interface GroupToJoin {
  readonly groupId: number;
  readonly cloud: Cloud;
  /** The hour or the day that it is of. */
  readonly time: Window;
  readonly sights: readonly (Sight & { readonly sourceId: string })[];
  readonly facts: GroupFacts;
}

/** Groups that were joined, how many sights they had, and what that changed. */
export interface GroupsJoined extends WrittenCounts {
  readonly joined: readonly number[];
  readonly sights: number;
}

/** What its sights come to. */
export interface GroupJoined {
  readonly events: readonly JoinedEvent[];
  readonly base: string | null;
  /** What the join decided, as JSON. */
  readonly report: unknown;
  /** What its logs show; null where nothing hangs on it. */
  readonly shows: LogStatistics | null;
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

/**
 * Groups whose sights have changed since they were joined, and the joining of some. Instances share the work: a group is
 * joined by one at a time, in one transaction, and stays dirty when a sight changes meanwhile.
 */
export class JoinGroupStore {
  private readonly dimensions: DimensionStore;
  private readonly partitions: PartitionStore;

  constructor(private readonly pool: Pool) {
    this.dimensions = new DimensionStore(pool);
    this.partitions = new PartitionStore(pool);
  }

  /**
   * Groups that have been dirty for so long, the newest hours first; where that is no time all that are dirty, those that are
   * in no hurry last, so that they are joined once for all that the others show.
   */
  async dirty(settledMs: number, limit: number): Promise<number[]> {
    const { rows } = await this.pool.query<{ id: number }>(
      `select join_group_id as id
       from   join_group
       where  marks <> joined_marks
       and    ($1 = 0 or dirty_since <= now() - make_interval(secs => $1::float8 / 1000))
       order  by dirty_since > now(), hour desc, join_group_id
       limit  $2`,
      [settledMs, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** Every group, the oldest hours first, those of an account together, a page at a time; the first page is after 0. */
  async after(groupId: number, limit: number): Promise<number[]> {
    const { rows } = await this.pool.query<{ id: number }>(
      `select join_group_id as id
       from   join_group
       where  $1 = 0
       or     (hour, cloud, account_id, join_group_id) > (select hour, cloud, account_id, join_group_id
                                                           from   join_group
                                                           where  join_group_id = $1)
       order  by hour, cloud, account_id, join_group_id
       limit  $2`,
      [groupId, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** Groups with their sights, to be looked at. */
  async read(groupIds: readonly number[]): Promise<GroupToJoin[]> {
    return withFacts(this.pool, await readGroups(this.pool, groupIds));
  }

  /**
   * Joins groups that are dirty: their events become what `derive` makes of their sights, with what `keep` lets stand of how
   * they were judged before, and they are dirty no more, all at once. Those that are not dirty, or that another instance is at, are left.
   */
  async join(
    groupIds: readonly number[],
    derive: (group: GroupToJoin) => GroupJoined,
    keep: Keep = () => null,
  ): Promise<GroupsJoined> {
    const eventOfSight = new Map<string, string>();
    const joined = await inTransaction(this.pool, async (client) => {
      // The marks are read before the sights: whatever is saved from now on leaves the group dirty.
      const dirty = await readGroups(client, await ours(client, groupIds), 'and marks <> joined_marks');
      if (dirty.length === 0) return { joined: [], sights: 0, added: 0, rewritten: 0, removed: 0 };
      const groups = await withFacts(client, dirty);
      const derived = groups.map((group) => {
        const { report, base, shows, events } = derive(group);
        for (const { event, sightIds } of events) for (const id of sightIds) eventOfSight.set(id, event.eventId);
        const isDay = groupSpanMs(group.cloud) > HOUR_MS;
        const toWrite = isDay ? changedHours(group.time, events, group.hourDigests) : { events, digests: null };
        const { groupId, time, marks, showed } = group;
        return { groupId, time, marks, showed, report, base, shows, ...toWrite };
      });
      const written = await this.write(client, derived, keep);
      const changed = derived.filter(({ showed, shows }) => !isSame(showed, shows));
      const shownTo = await lockThoseShownTo(client, idsOf(changed), idsOf(derived));
      await client.query(
        `update join_group g
         set    joined_marks = d.marks, base = d.base, report = d.report, hour_digests = d.hour_digests,
                shows = d.shows, shown_calls = d.shown_calls,
                joined_at = now(), dirty_since = case when g.marks = d.marks then now() else g.dirty_since end
         from   unnest($1::int[], $2::bigint[], $3::text[], $4::jsonb[], $5::jsonb[], $6::jsonb[], $7::int[])
                as d (join_group_id, marks, base, report, hour_digests, shows, shown_calls)
         where  g.join_group_id = d.join_group_id`,
        [
          idsOf(derived),
          derived.map(({ marks }) => marks),
          derived.map(({ base }) => base),
          derived.map(({ report }) => JSON.stringify(report)),
          derived.map(({ digests }) => (digests === null ? null : JSON.stringify(digests))),
          derived.map(({ shows }) => (shows === null ? null : JSON.stringify(shows))),
          derived.map(({ shows }) => shows?.calls.length ?? 0),
        ],
      );
      await markPatiently(client, shownTo, PATIENCE_MS);
      const sights = groups.reduce((sum, group) => sum + group.sights.length, 0);
      return { joined: idsOf(derived), sights, ...written };
    });
    if (eventOfSight.size > 0) await noteJoinedExamples(this.pool, eventOfSight);
    return joined;
  }

  private async write(client: PoolClient, groups: readonly GroupEvents[], keep: Keep): Promise<WrittenCounts> {
    const events = groups.flatMap((group) => group.events);
    await this.partitions.ensureDays(new Set(events.map(({ event }) => dayOfEventId(event.eventId))));
    return replaceJoined(client, groups, { keysOf: (judged) => this.dimensions.keysOf(judged), keep });
  }
}

/** Locks beside the rows, held until the transaction ends: savers of sights mark a group meanwhile without waiting. */
async function ours(client: PoolClient, groupIds: readonly number[]): Promise<number[]> {
  const { rows } = await client.query<{ id: number }>(
    `select id from unnest($1::int[]) as id where pg_try_advisory_xact_lock(hashtext('ledgerline join'), id)`,
    [groupIds],
  );
  return rows.map(({ id }) => id);
}

/** How long groups wait that are joined again for what other groups show. */
const PATIENCE_MS = 5 * MINUTE_MS;

type GroupRow = z.output<typeof groupRow>;

async function readGroups(client: Queryable, groupIds: readonly number[], condition = ''): Promise<GroupRow[]> {
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
async function withFacts(client: Queryable, groups: readonly GroupRow[]): Promise<(GroupRow & GroupToJoin)[]> {
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

const idsOf = (groups: readonly { readonly groupId: number }[]) => groups.map(({ groupId }) => groupId);

const isSame = (a: LogStatistics | null, b: LogStatistics | null) =>
  JSON.stringify(logStatisticsSchema.nullable().parse(a)) === JSON.stringify(logStatisticsSchema.nullable().parse(b));

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
  const sights = Map.groupBy(sightRows.parse(rows), ({ groupId }) => groupId);
  return groups.map((group) => ({ ...group, sights: sights.get(group.groupId) ?? [] }));
}
