import type { Pool, PoolClient } from 'pg';
import type { ContentKeys } from '../runtime/keys/content-keys.js';
import type { Cloud } from '../usage/cloud.js';
import type { CallContent } from '../usage/content.js';
import { dayOfEventId, eventIdOf } from '../usage/event-id.js';
import { DAY_MS } from '../usage/window.js';
import { BinaryCopyWriter } from './binary-copy.js';
import type { OwnedContent } from './content-groups.js';
import { ContentStore } from './contents.store.js';
import { DimensionStore } from './dimensions.store.js';
import { markExamples, noteDrift } from './drift.store.js';
import { type EventKeys, writeEventRow } from './event-columns.js';
import { insertFresh, NOTHING_INSERTED, stage, type InsertedCounts } from './insert-events.js';
import { inRounds, type JudgedEvent, type RejectedRecord, type SeenDrift } from './judged-event.js';
import { mergeSights } from './merge-sights.js';
import { PartitionStore } from './partitions.store.js';
import { quarantine } from './quarantine.store.js';
import { type Checkpoint, completeRun } from './runs.store.js';
import { besideStored } from './sights-beside.js';
import { type GroupedSight, saveSights } from './sights.store.js';

/** What became of a batch. `duplicate` were known and brought nothing new; `merged` were known and knew more. */
export interface SaveCounts extends InsertedCounts {
  readonly duplicate: number;
  readonly merged: number;
}

export interface Batch {
  readonly cloud: Cloud;
  readonly sourceId: string;
  readonly events: readonly JudgedEvent[];
  /** What one log tells of calls that others tell more about: kept, and joined into events later. */
  readonly sights?: readonly GroupedSight[];
  readonly rejected: readonly RejectedRecord[];
  readonly drift?: readonly SeenDrift[];
  /** Prompts and completions of its events, where the source keeps them. */
  readonly contents?: readonly CallContent[];
}

/**
 * Writes usage. One transaction a batch: COPY into a staging table; new events are inserted and add to the roll-ups in the
 * same statement, counted from RETURNING; known events take over what this sight of them knows more (merge-sights.ts);
 * sights of calls that several logs tell are kept for the join (sights.store.ts); contents are kept apart; rejected records go to quarantine. Writing the same batch again changes nothing.
 */
export class UsageStore {
  private readonly dimensions: DimensionStore;
  private readonly partitions: PartitionStore;
  private readonly sightPartitions: PartitionStore;
  private readonly contents: ContentStore;

  constructor(
    private readonly pool: Pool,
    /** Zones that usage_daily holds. */
    private readonly zones: readonly string[],
    /** What encrypts contents and quarantined records; null where neither is. */
    private readonly contentKeys: ContentKeys | null = null,
  ) {
    this.dimensions = new DimensionStore(pool);
    this.partitions = new PartitionStore(pool);
    this.sightPartitions = new PartitionStore(pool, 'sight');
    this.contents = new ContentStore(pool, contentKeys);
  }

  /** Saves a batch, with its checkpoint and whatever else is to be written `alongside` in the same transaction. */
  async save(
    batch: Batch,
    checkpoint: ((saved: SaveCounts) => Checkpoint) | null,
    alongside: (client: PoolClient) => Promise<void> = async () => {},
  ): Promise<SaveCounts> {
    const events = await this.withoutKnownNeighbours(batch.events);
    await this.partitions.ensureDays(new Set(events.map(({ event }) => dayOfEventId(event.eventId))));
    const rounds = await Promise.all(inRounds(events).map((round) => this.stagedRows(round)));
    const { sights, outdone } = await besideStored(this.pool, batch.sights ?? []);
    await this.sightPartitions.ensureDays(new Set(sights.map(({ event }) => dayOfEventId(event.eventId))));
    const contents = await this.contents.prepare(ownedContents(batch.contents ?? [], rounds, sights));

    const client = await this.pool.connect();
    try {
      await client.query('begin');
      let inserted = NOTHING_INSERTED;
      let merged = 0;
      for (const [round, rows] of rounds.entries()) {
        await stage(client, rows.image);
        if (round === 0) inserted = await insertFresh(client, this.zones);
        if (round === 0 && inserted.new === rows.events.length) continue;
        merged += await mergeSights(client, batch.sourceId);
      }
      const kept = await saveSights(client, batch.sourceId, sights, outdone);
      await this.contents.keep(client, contents);
      await quarantine(client, batch.cloud, batch.sourceId, batch.rejected, this.contentKeys);
      const examples = await noteDrift(client, batch);
      const known = { new: inserted.new + kept.new, merged: merged + kept.merged };
      const duplicate = batch.events.length + (batch.sights ?? []).length - known.new - known.merged;
      const saved = { ...inserted, ...known, duplicate };
      if (checkpoint !== null) await completeRun(client, batch.sourceId, checkpoint(saved));
      await alongside(client);
      await client.query('commit');
      if (sights.length > 0) await markExamples(this.pool, examples);
      return saved;
    } catch (error) {
      await client.query('rollback').catch(() => {});
      throw error;
    } finally {
      client.release();
    }
  }

  private async stagedRows(events: readonly JudgedEvent[]): Promise<StagedRows> {
    const keys = await this.dimensions.keysOf(events);
    const writer = new BinaryCopyWriter();
    for (const [index, judged] of events.entries()) {
      const own = keys[index];
      if (own !== undefined) writeEventRow(writer, judged, own);
    }
    return { image: writer.finish(), events, keys };
  }

  /**
   * Events whose time is not their own (it came from the log entry) may have been seen before on the day beside: the id
   * carries the day, so those days are asked too.
   */
  private async withoutKnownNeighbours(events: readonly JudgedEvent[]): Promise<readonly JudgedEvent[]> {
    const doubtful = events.filter(({ event }) => event.flags.includes('timeFromEnvelope'));
    if (doubtful.length === 0) return events;
    const candidates = doubtful.flatMap(({ event }) =>
      [-DAY_MS, DAY_MS].map((shift) => ({
        eventId: event.eventId,
        elsewhere: eventIdOf(
          event.cloud,
          event.accountId,
          event.requestId,
          new Date(Date.parse(event.occurredAt) + shift),
        ),
      })),
    );
    const { rows } = await this.pool.query<{ event_id: string }>(
      `select e.event_id
       from   usage_event e
       join   unnest($1::uuid[], $2::date[]) as c (event_id, occurred_on) using (event_id, occurred_on)`,
      [candidates.map(({ elsewhere }) => elsewhere), candidates.map(({ elsewhere }) => dayOfEventId(elsewhere))],
    );
    const known = new Set(rows.map((row) => row.event_id));
    const drop = new Set(candidates.filter(({ elsewhere }) => known.has(elsewhere)).map(({ eventId }) => eventId));
    return events.filter(({ event }) => !drop.has(event.eventId));
  }
}

/** Rows for the staging table, encoded, and what they were made of. */
interface StagedRows {
  readonly image: Buffer;
  readonly events: readonly JudgedEvent[];
  readonly keys: readonly EventKeys[];
}

/** Contents of the events and sights that are to be stored, with their callers; a sight names none. */
function ownedContents(
  contents: readonly CallContent[],
  rounds: readonly StagedRows[],
  sights: readonly GroupedSight[],
): OwnedContent[] {
  if (contents.length === 0) return [];
  const owners = new Map<string, { principalId: number | null; occurredAt: number }>();
  for (const { event } of sights) {
    owners.set(event.eventId, { principalId: null, occurredAt: Date.parse(event.occurredAt) });
  }
  for (const { events, keys } of rounds) {
    for (const [index, { event }] of events.entries()) {
      const principalId = keys[index]?.principalId ?? owners.get(event.eventId)?.principalId ?? null;
      owners.set(event.eventId, { principalId, occurredAt: Date.parse(event.occurredAt) });
    }
  }
  return contents.flatMap((content) => {
    const owner = owners.get(content.eventId);
    return owner === undefined ? [] : [{ ...content, ...owner }];
  });
}
