import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import { CLOUDS, type Cloud } from '../usage/cloud.js';
import { dayOfEventId } from '../usage/event-id.js';
import { NEIGHBOURS_MS, SIGHT_LOGS, type Sight } from '../usage/sight.js';
import { HOUR_MS, type Window } from '../usage/window.js';
import { DimensionStore } from './dimensions.store.js';
import { PartitionStore } from './partitions.store.js';
import { sightEventSchema } from './sight-event.js';
import type { Queryable } from './snapshot.js';
import { inTransaction } from './transaction.js';
import { type JoinedEvent, replaceJoined, type WrittenCounts } from './write-joined.js';

/** A group and its sights, with those of its neighbours. */
export interface GroupToJoin {
  readonly groupId: number;
  readonly cloud: Cloud;
  readonly hour: Window;
  readonly sights: readonly (Sight & { readonly sourceId: string })[];
}

/** What its sights come to. */
export interface GroupJoined {
  readonly events: readonly JoinedEvent[];
  readonly base: string | null;
  /** What the join decided, as JSON. */
  readonly report: unknown;
}

const groupRow = z.object({
  groupId: z.number(),
  cloud: z.enum(CLOUDS),
  hour: z.date().transform((from) => ({ from: from.getTime(), to: from.getTime() + HOUR_MS })),
  marks: z.string(),
});

const sightRows = z.array(
  z.object({ log: z.enum(SIGHT_LOGS), recordId: z.string(), sourceId: z.string(), event: sightEventSchema }),
);

/**
 * Groups whose sights have changed since they were joined, and the joining of one. Instances share the work: a group is
 * joined by one at a time, in one transaction, and stays dirty when a sight changes meanwhile.
 */
export class JoinGroupStore {
  private readonly dimensions: DimensionStore;
  private readonly partitions: PartitionStore;

  constructor(private readonly pool: Pool) {
    this.dimensions = new DimensionStore(pool);
    this.partitions = new PartitionStore(pool);
  }

  /** Groups that have been dirty for so long, the newest hours first. */
  async dirty(settledMs: number, limit: number): Promise<number[]> {
    const { rows } = await this.pool.query<{ id: number }>(
      `select join_group_id as id
       from   join_group
       where  marks <> joined_marks
       and    dirty_since <= now() - make_interval(secs => $1::float8 / 1000)
       order  by hour desc, join_group_id
       limit  $2`,
      [settledMs, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** Every group, the oldest hours first, a page at a time. */
  async after(groupId: number, limit: number): Promise<number[]> {
    const { rows } = await this.pool.query<{ id: number }>(
      'select join_group_id as id from join_group where join_group_id > $1 order by 1 limit $2',
      [groupId, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** The group with its sights, to be looked at. */
  async read(groupId: number): Promise<GroupToJoin | null> {
    const group = await readGroup(this.pool, groupId);
    return group === null ? null : { ...group, sights: await readSights(this.pool, group) };
  }

  /**
   * Joins a group that is dirty: its events become what `derive` makes of its sights, and it is dirty no more, all at once.
   * Null when it is not dirty or another instance is at it.
   */
  async join(groupId: number, derive: (group: GroupToJoin) => GroupJoined): Promise<WrittenCounts | null> {
    return inTransaction(this.pool, async (client) => {
      if (!(await isOurs(client, groupId))) return null;
      // The marks are read before the sights: whatever is saved from now on leaves the group dirty.
      const group = await readGroup(client, groupId, 'and marks <> joined_marks');
      if (group === null) return null;
      const { marks, ...rest } = group;
      const { events, base, report } = derive({ ...rest, sights: await readSights(client, group) });
      const keys = await this.dimensions.keysOf(events);
      await this.partitions.ensureDays(new Set(events.map(({ event }) => dayOfEventId(event.eventId))));
      const written = await replaceJoined(client, rest, events, keys);
      await client.query(
        `update join_group
         set    joined_marks = $2, base = $3, report = $4, joined_at = now(), dirty_since = now()
         where  join_group_id = $1`,
        [groupId, marks, base, JSON.stringify(report)],
      );
      return written;
    });
  }
}

/** A lock beside the rows, held until the transaction ends: savers of sights mark the group meanwhile without waiting. */
async function isOurs(client: PoolClient, groupId: number): Promise<boolean> {
  const { rows } = await client.query<{ ours: boolean }>(
    `select pg_try_advisory_xact_lock(hashtext('ledgerline join'), $1) as ours`,
    [groupId],
  );
  return rows[0]?.ours === true;
}

async function readGroup(client: Queryable, groupId: number, condition = '') {
  const { rows } = await client.query(
    `select join_group_id as "groupId", cloud, hour, marks::text as marks
     from   join_group
     where  join_group_id = $1
     ${condition}`,
    [groupId],
  );
  return groupRow.nullable().parse(rows[0] ?? null);
}

async function readSights(client: Queryable, { groupId, hour }: { groupId: number; hour: Window }) {
  const from = new Date(hour.from - NEIGHBOURS_MS);
  const to = new Date(hour.to + NEIGHBOURS_MS);
  const { rows } = await client.query(
    `select s.log       as log,
              s.record_id as "recordId",
              s.source_id as "sourceId",
              s.event     as event
       from   join_group o
       join   join_group n using (cloud, account_id, region, model_key)
       join   sight s on s.join_group_id = n.join_group_id
       where  o.join_group_id = $1
       and    n.hour between o.hour - interval '1 hour' and o.hour + interval '1 hour'
       and    s.occurred_at >= $2
       and    s.occurred_at < $3
       and    s.occurred_on between ($2 at time zone 'UTC')::date - 1 and ($3 at time zone 'UTC')::date + 1`,
    [groupId, from, to],
  );
  return sightRows.parse(rows);
}
