import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { Pool, PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { ContentKeys } from '../runtime/keys/content-keys.js';
import type { Cloud } from '../usage/cloud.js';
import type { CallContent } from '../usage/content.js';
import { dayOfEventId, eventIdOf } from '../usage/event-id.js';
import type { PicoUsd } from '../usage/money.js';
import type { TokenClass } from '../usage/tokens.js';
import { DAY_MS } from '../usage/window.js';
import { BinaryCopyWriter, storableText } from './binary-copy.js';
import type { OwnedContent } from './content-groups.js';
import { ContentStore } from './contents.store.js';
import { DimensionStore } from './dimensions.store.js';
import { noteDrift } from './drift.store.js';
import { factRank, type JudgedEvent, type RejectedRecord, type SeenDrift } from './judged-event.js';
import { EVENT_COLUMNS, type EventKeys, writeEventRow } from './event-columns.js';
import { addExcludedMeasures, measureNames, measuresFromEvents } from './measures.js';
import { PartitionStore } from './partitions.store.js';
import { type Checkpoint, completeRun } from './runs.store.js';

/** What became of a batch. `duplicate` were known and brought nothing new; `merged` were known and knew more. */
export interface SaveCounts {
  readonly new: number;
  readonly duplicate: number;
  readonly merged: number;
  /** Of the new ones: Claude calls without a cost. */
  readonly unpriced: number;
  /** Tokens of the new ones, by class; unknown counts add nothing. */
  readonly tokens: Readonly<Record<TokenClass, bigint>>;
  /** Cost of the new ones that have one. */
  readonly cost: PicoUsd;
}

type Inserted = Omit<SaveCounts, 'duplicate'>;

const NOTHING: Inserted = {
  new: 0,
  merged: 0,
  unpriced: 0,
  tokens: { input: 0n, cacheRead: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, output: 0n },
  cost: 0n,
};

export interface Batch {
  readonly cloud: Cloud;
  readonly sourceId: string;
  readonly events: readonly JudgedEvent[];
  readonly rejected: readonly RejectedRecord[];
  readonly drift?: readonly SeenDrift[];
  /** Prompts and completions of its events, where the source keeps them. */
  readonly contents?: readonly CallContent[];
}

/**
 * Writes usage. One transaction a batch: COPY into a staging table; new events are inserted and add to the roll-ups in the
 * same statement, counted from RETURNING; known events that bring a new fact replace what was known and mark their hour
 * dirty; contents are kept apart; rejected records go to quarantine. Writing the same batch again changes nothing.
 */
export class UsageStore {
  private readonly dimensions: DimensionStore;
  private readonly partitions: PartitionStore;
  private readonly contents: ContentStore;

  constructor(
    private readonly pool: Pool,
    /** Zones that usage_daily holds. */
    private readonly zones: readonly string[],
    /** What encrypts contents; null where none are kept. */
    contentKeys: ContentKeys | null = null,
  ) {
    this.dimensions = new DimensionStore(pool);
    this.partitions = new PartitionStore(pool);
    this.contents = new ContentStore(pool, contentKeys);
  }

  async save(batch: Batch, checkpoint: ((saved: SaveCounts) => Checkpoint) | null): Promise<SaveCounts> {
    const events = await this.withoutKnownNeighbours(onePerCall(batch.events));
    await this.partitions.ensureDays(new Set(events.map(({ event }) => dayOfEventId(event.eventId))));
    const keys = await this.dimensions.keysOf(events);
    const image = copyImage(events, keys);
    const contents = await this.contents.prepare(ownedContents(batch.contents ?? [], events, keys));

    const client = await this.pool.connect();
    try {
      await client.query('begin');
      const inserted = image === null ? NOTHING : await this.insert(client, image, events.length);
      await this.contents.keep(client, contents);
      await quarantine(client, batch);
      await noteDrift(client, batch);
      const saved = { ...inserted, duplicate: batch.events.length - inserted.new - inserted.merged };
      if (checkpoint !== null) await completeRun(client, batch.sourceId, checkpoint(saved));
      await client.query('commit');
      return saved;
    } catch (error) {
      await client.query('rollback').catch(() => {});
      throw error;
    } finally {
      client.release();
    }
  }

  private async insert(client: PoolClient, image: Buffer, staged: number): Promise<Inserted> {
    const columns = EVENT_COLUMNS.join(', ');
    await client.query(
      'create temp table if not exists staged_event (like usage_event including defaults) on commit delete rows',
    );
    await pipeline(
      Readable.from([image]),
      client.query(copyFrom(`copy staged_event (${columns}) from stdin (format binary)`)),
    );

    const { rows } = await client.query<InsertedRow>(
      `with fresh as (
         insert into usage_event (${columns})
         select ${columns} from staged_event
         on conflict (event_id, occurred_on) do nothing
         returning *
       ), hourly as (
         insert into usage_hourly as r (hour, series_id, ${measureNames})
         select date_trunc('hour', e.occurred_at, 'UTC'), e.series_id,
                ${measuresFromEvents}
         from   fresh e
         join   usage_series s using (series_id)
         group  by 1, 2
         order  by 1, 2
         on conflict (hour, series_id) do update
         set ${addExcludedMeasures}
       ), daily as (
         insert into usage_daily as r (zone, day, series_id, person_id, ${measureNames})
         select z.zone, (e.occurred_at at time zone z.zone)::date, e.series_id, e.person_id,
                ${measuresFromEvents}
         from   fresh e
         join   usage_series s using (series_id)
         cross  join unnest($1::text[]) as z (zone)
         group  by 1, 2, 3, 4
         order  by 1, 2, 3, 4
         on conflict (zone, day, series_id, person_id) do update
         set ${addExcludedMeasures}
       )
       select count(*) as new,
              count(*) filter (where s.unpriced_reason <> 'outsideClaude') as unpriced,
              coalesce(sum(input_tokens), 0) as input,
              coalesce(sum(cache_read_tokens), 0) as cache_read,
              coalesce(sum(cache_write_5m_tokens), 0) as cache_write_5m,
              coalesce(sum(cache_write_1h_tokens), 0) as cache_write_1h,
              coalesce(sum(output_tokens), 0) as output,
              coalesce(sum(cost_pico), 0) as cost
       from   fresh e
       join   usage_series s using (series_id)`,
      [this.zones],
    );
    const [row] = rows;
    const merged = row?.new === staged ? 0 : await mergeKnown(client);
    if (row === undefined) return { ...NOTHING, merged };
    return {
      new: row.new,
      unpriced: row.unpriced,
      merged,
      tokens: {
        input: BigInt(row.input),
        cacheRead: BigInt(row.cache_read),
        cacheWrite5m: BigInt(row.cache_write_5m),
        cacheWrite1h: BigInt(row.cache_write_1h),
        output: BigInt(row.output),
      },
      cost: BigInt(row.cost),
    };
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

/** Counts arrive as numbers, sums (numeric) as text. */
interface InsertedRow {
  readonly new: number;
  readonly unpriced: number;
  readonly input: string;
  readonly cache_read: string;
  readonly cache_write_5m: string;
  readonly cache_write_1h: string;
  readonly output: string;
  readonly cost: string;
}

function copyImage(events: readonly JudgedEvent[], keys: readonly EventKeys[]): Buffer | null {
  if (events.length === 0) return null;
  const writer = new BinaryCopyWriter();
  for (const [index, judged] of events.entries()) {
    const own = keys[index];
    if (own !== undefined) writeEventRow(writer, judged, own);
  }
  return writer.finish();
}

/** Contents of the events that are to be stored, with their callers. */
function ownedContents(
  contents: readonly CallContent[],
  events: readonly JudgedEvent[],
  keys: readonly EventKeys[],
): OwnedContent[] {
  if (contents.length === 0) return [];
  const owners = new Map(
    events.map(({ event }, index) => [
      event.eventId,
      { principalId: keys[index]?.principalId ?? null, occurredAt: Date.parse(event.occurredAt) },
    ]),
  );
  return contents.flatMap((content) => {
    const owner = owners.get(content.eventId);
    return owner === undefined ? [] : [{ ...content, ...owner }];
  });
}

/** One event per call: of two sights in one batch, the one that knows more. */
function onePerCall(events: readonly JudgedEvent[]): readonly JudgedEvent[] {
  const best = new Map<string, JudgedEvent>();
  for (const judged of events) {
    const other = best.get(judged.event.eventId);
    if (other === undefined || factRank(judged) > factRank(other)) best.set(judged.event.eventId, judged);
  }
  return [...best.values()];
}

/** Staged events that were known already and know more than what is stored replace it; returns how many. */
async function mergeKnown(client: PoolClient): Promise<number> {
  // The planner knows nothing of the staging table and would hash every event there is: 520 ms for 4,000 staged rows
  // beside 126,000 stored ones, against 40 ms by key.
  await client.query('set local enable_hashjoin = off; set local enable_mergejoin = off');
  const assignments = EVENT_COLUMNS.filter((column) => column !== 'event_id' && column !== 'occurred_on')
    .map((column) => `${column} = ${MERGED_BY_RANK.has(column) ? `s.${column}` : `coalesce(s.${column}, e.${column})`}`)
    .join(',\n                ');
  const { rows } = await client.query<{ merged: number }>(
    `with richer as (
       update usage_event e
       set      ${assignments}
       from   staged_event s
       where  e.event_id = s.event_id
       and    e.occurred_on = s.occurred_on
       and    e.fact_rank < s.fact_rank
       returning date_trunc('hour', e.occurred_at, 'UTC') as hour
     ), marked as (
       insert into dirty_hour (hour)
       select distinct hour from richer
       on conflict (hour) do update set marked_at = now()
     )
     select count(*) as merged from richer`,
  );
  return rows[0]?.merged ?? 0;
}

/** Columns that stand or fall together: taken whole from the sight that knows more, never mixed. */
const MERGED_BY_RANK = new Set(
  EVENT_COLUMNS.filter((column) =>
    /_tokens$|_pico$|_femto$|^(series_id|flags|provenance|fact_rank|web_search_requests)$/.test(column),
  ),
);

/** Keeps rejected records, each once: the digest tells a record that an overlapping window brought again. */
async function quarantine(client: PoolClient, { cloud, sourceId, rejected }: Batch): Promise<void> {
  if (rejected.length === 0) return;
  const raw = rejected.map(({ text }) => Buffer.from(text));
  await client.query(
    `insert into quarantine (cloud, source_id, digest, reason, detail, raw, entry_id, entry_time)
     select $1, $2, q.*
     from   unnest($3::bytea[], $4::text[], $5::text[], $6::bytea[], $7::text[], $8::timestamptz[]) as q
     on conflict (source_id, digest) do nothing`,
    [
      cloud,
      sourceId,
      raw.map((bytes) => createHash('sha256').update(bytes).digest()),
      rejected.map(({ reason }) => reason),
      rejected.map(({ detail }) => storableText(detail)),
      raw,
      rejected.map(({ entryId }) => entryId),
      rejected.map(({ entryTime }) => (entryTime === null ? null : new Date(entryTime))),
    ],
  );
}
