import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { Pool, PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { z } from 'zod';
import { CLOUDS, ENDPOINT_SCOPES } from '../usage/cloud.js';
import { type Flag, isFlag } from '../usage/flags.js';
import type { Price } from '../usage/priced.js';
import type { Provenance } from '../usage/usage-event.js';
import { BinaryCopyWriter } from './binary-copy.js';
import { DimensionStore, type SeriesFacts } from './dimensions.store.js';

const count = z.string().transform(Number).nullable();
const amount = z.string().transform(BigInt).nullable();

const provenanceSchema = z.object({
  tokens: z.enum(['counters', 'body', 'bodyInS3', 'absent']),
  cacheTtl: z.enum(['body', 'bodyInS3', 'request', 'requestInS3', 'assumed', 'none']),
  model: z.enum(['modelId', 'body', 'bodyInS3', 'mapping', 'profile', 'absent']),
  time: z.enum(['record', 'envelope']),
});

const storedSchema = z.object({
  eventId: z.string(),
  occurredAt: z.date(),
  seriesId: z.number(),
  cloud: z.enum(CLOUDS),
  accountId: z.string(),
  region: z.string(),
  sourceId: z.string(),
  modelId: z.string(),
  model: z.string().nullable(),
  vendor: z.string(),
  endpointScope: z.enum(ENDPOINT_SCOPES),
  serviceTier: z.string().nullable(),
  outcome: z.string(),
  stopReason: z.string().nullable(),
  team: z.string().nullable(),
  speed: z.enum(['standard', 'fast']),
  batch: z.boolean(),
  inferenceGeo: z.string().nullable(),
  input: count,
  cacheRead: count,
  cacheWrite5m: count,
  cacheWrite1h: count,
  output: count,
  webSearchRequests: z.number(),
  flags: z.array(z.custom<Flag>(isFlag)),
  provenance: provenanceSchema,
  entry: z.string().nullable(),
  tier: z.string().nullable(),
  priceRules: z.array(z.string()).nullable(),
  terms: z.array(z.string()).nullable(),
  unpriced: z.string().nullable(),
  costPico: amount,
  effectiveFemto: amount,
});

/** What is stored of a call that its price depends on, and what it costs now. */
export type StoredUsage = z.output<typeof storedSchema>;

/** A call whose price came out differently. */
export interface RepricedUsage {
  readonly eventId: string;
  readonly series: SeriesFacts;
  readonly price: Price;
  readonly effectiveFemto: bigint | null;
  readonly speed: string;
  readonly flags: readonly string[];
  readonly provenance: Provenance;
}

const COLUMNS = [
  'event_id',
  'series_id',
  'speed',
  'input_pico',
  'cache_read_pico',
  'cache_write_5m_pico',
  'cache_write_1h_pico',
  'output_pico',
  'web_search_pico',
  'premium_pico',
  'cost_pico',
  'without_caching_pico',
  'effective_femto',
  'flags',
  'provenance',
] as const;

/** Reads stored usage to be priced again, and writes what changed. */
export class RerateStore {
  private readonly dimensions: DimensionStore;

  constructor(private readonly pool: Pool) {
    this.dimensions = new DimensionStore(pool);
  }

  /** UTC days between two dates (the second not included) that hold events, the newest first. */
  async daysWithUsage(from: string, to: string): Promise<string[]> {
    const { rows } = await this.pool.query<{ day: string }>(
      `select distinct (hour at time zone 'UTC')::date as day
       from   usage_hourly
       where  hour >= $1::date at time zone 'UTC'
       and    hour < $2::date at time zone 'UTC'
       order  by 1 desc`,
      [from, to],
    );
    return rows.map(({ day }) => day);
  }

  /** The calls of a UTC day after the given id, in order of their ids. */
  async usageOf(day: string, afterEventId: string, limit: number): Promise<StoredUsage[]> {
    const { rows } = await this.pool.query(
      `select e.event_id                    as "eventId",
              e.occurred_at                 as "occurredAt",
              e.series_id                   as "seriesId",
              s.cloud                       as cloud,
              s.account_id                  as "accountId",
              s.region                      as region,
              s.source_id                   as "sourceId",
              s.model_id                    as "modelId",
              s.model                       as model,
              s.vendor                      as vendor,
              s.endpoint_scope              as "endpointScope",
              s.service_tier                as "serviceTier",
              s.outcome                     as outcome,
              s.team                        as team,
              e.stop_reason                 as "stopReason",
              e.speed                       as speed,
              e.batch                       as batch,
              e.inference_geo               as "inferenceGeo",
              e.input_tokens::text          as input,
              e.cache_read_tokens::text     as "cacheRead",
              e.cache_write_5m_tokens::text as "cacheWrite5m",
              e.cache_write_1h_tokens::text as "cacheWrite1h",
              e.output_tokens::text         as output,
              e.web_search_requests         as "webSearchRequests",
              e.flags                       as flags,
              e.provenance                  as provenance,
              s.price_entry                 as entry,
              s.price_tier                  as tier,
              s.price_rules                 as "priceRules",
              s.price_terms                 as terms,
              s.unpriced_reason             as unpriced,
              e.cost_pico::text             as "costPico",
              e.effective_femto::text       as "effectiveFemto"
       from   usage_event e
       join   usage_series s using (series_id)
       where  e.occurred_on = $1::date
       and    e.event_id > $2
       order  by e.event_id
       limit  $3`,
      [day, afterEventId, limit],
    );
    return z.array(storedSchema).parse(rows);
  }

  /** The number of each series, in order; made where there is none. Two equal numbers mean that nothing changed. */
  seriesIdsOf(series: readonly SeriesFacts[]): Promise<number[]> {
    return this.dimensions.seriesIdsOf(series);
  }

  /** Writes new prices of one UTC day and marks its hours, in one transaction with `alongside`. */
  async write(
    day: string,
    repriced: readonly RepricedUsage[],
    alongside: (client: PoolClient) => Promise<void>,
  ): Promise<void> {
    const seriesIds = await this.dimensions.seriesIdsOf(repriced.map(({ series }) => series));
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      if (repriced.length > 0) await update(client, day, imageOf(repriced, seriesIds));
      await alongside(client);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch(() => {});
      throw error;
    } finally {
      client.release();
    }
  }
}

function imageOf(repriced: readonly RepricedUsage[], seriesIds: readonly number[]): Buffer {
  const row = new BinaryCopyWriter();
  for (const [index, { eventId, price, effectiveFemto, speed, flags, provenance }] of repriced.entries()) {
    const priced = 'priced' in price ? price.priced : null;
    row.startRow(COLUMNS.length);
    row.uuid(eventId);
    row.int4(seriesIds[index] ?? null);
    row.text(speed);
    row.int8(priced?.amounts.input ?? null);
    row.int8(priced?.amounts.cacheRead ?? null);
    row.int8(priced?.amounts.cacheWrite5m ?? null);
    row.int8(priced?.amounts.cacheWrite1h ?? null);
    row.int8(priced?.amounts.output ?? null);
    row.int8(priced?.amounts.webSearch ?? null);
    row.int8(priced?.premium ?? null);
    row.int8(priced?.total ?? null);
    row.int8(priced?.withoutCaching ?? null);
    row.numeric(effectiveFemto);
    row.textArray(flags);
    row.jsonb(provenance);
  }
  return row.finish();
}

async function update(client: PoolClient, day: string, image: Buffer): Promise<void> {
  const columns = COLUMNS.join(', ');
  await client.query(
    `create temp table if not exists staged_price on commit delete rows as
     select ${columns} from usage_event where false`,
  );
  await pipeline(
    Readable.from([image]),
    client.query(copyFrom(`copy staged_price (${columns}) from stdin (format binary)`)),
  );
  await client.query('set local enable_hashjoin = off; set local enable_mergejoin = off');
  const assignments = COLUMNS.filter((column) => column !== 'event_id').map((column) => `${column} = s.${column}`);
  await client.query(
    `with repriced as (
       update usage_event e
       set    ${assignments.join(', ')}
       from   staged_price s
       where  e.event_id = s.event_id
       and    e.occurred_on = $1::date
       returning date_trunc('hour', e.occurred_at, 'UTC') as hour
     )
     insert into dirty_hour (hour)
     select distinct hour from repriced
     on conflict (hour) do update set marked_at = now()`,
    [day],
  );
}
