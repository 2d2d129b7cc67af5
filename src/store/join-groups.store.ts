import type { Pool, PoolClient } from 'pg';
import { dayOfEventId } from '../usage/event-id.js';
import type { LogStatistics } from '../usage/log-statistics.js';
import { groupSpanMs } from '../usage/sight.js';
import { HOUR_MS, MINUTE_MS } from '../usage/window.js';
import { changedHours } from './changed-hours.js';
import { DimensionStore } from './dimensions.store.js';
import { noteJoinedExamples } from './drift.store.js';
import { PartitionStore } from './partitions.store.js';
import { lockThoseShownTo, logStatisticsSchema, markPatiently } from './log-statistics.js';
import { type GroupToJoin, readGroups, withFacts } from './read-groups.js';
import { inTransaction } from './transaction.js';
import { type GroupEvents, type JoinedEvent, type Keep, replaceJoined, type WrittenCounts } from './write-joined.js';

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

const idsOf = (groups: readonly { readonly groupId: number }[]) => groups.map(({ groupId }) => groupId);

const isSame = (a: LogStatistics | null, b: LogStatistics | null) =>
  JSON.stringify(logStatisticsSchema.nullable().parse(a)) === JSON.stringify(logStatisticsSchema.nullable().parse(b));
