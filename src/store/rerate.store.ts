import type { Pool } from 'pg';
import { z } from 'zod';
import { CLOUDS, ENDPOINT_SCOPES, OUTCOMES } from '../usage/cloud.js';
import { eventIdsOfDay } from '../usage/event-id.js';
import { type Flag, isFlag } from '../usage/flags.js';
import type { Provenance } from '../usage/usage-event.js';
import { boundedText, DimensionStore } from './dimensions.store.js';
import { imageOf, type RepricedUsage } from './write-prices.js';

const count = z.number().nullable();
const amount = z.string().transform(BigInt).nullable();

export const provenanceSchema = z.object({
  tokens: z.enum(['counters', 'body', 'bodyInS3', 'absent']),
  cacheTtl: z.enum(['counters', 'body', 'bodyInS3', 'request', 'requestInS3', 'assumed', 'none']),
  model: z.enum(['modelId', 'record', 'body', 'bodyInS3', 'mapping', 'profile', 'deployment', 'absent']),
  time: z.enum(['record', 'envelope', 'fromEnd', 'end']),
  identity: z
    .object({
      how: z.enum(['record', 'sharedId', 'time', 'agreed', 'likeliest', 'ambiguous', 'absent']),
      confidence: z.number(),
      candidates: z.number(),
    })
    .exactOptional(),
});

const eventSchema = z.object({
  eventId: z.string(),
  occurredAt: z.number().transform((millis) => new Date(millis)),
  seriesId: z.number(),
  factRank: z.number(),
  stopReason: z.string().nullable(),
  errorCode: z.string().nullable(),
  streamed: z.boolean(),
  speed: z.enum(['standard', 'fast']),
  batch: z.boolean(),
  inferenceGeo: z.string().nullable(),
  input: count,
  cacheRead: count,
  cacheWrite5m: count,
  cacheWrite1h: count,
  output: count,
  webSearchRequests: z.number(),
  requests: z.number(),
  revision: z.number(),
  origin: z.string(),
  costPico: amount,
  effectiveFemto: amount,
});

/** Flags and provenance, as one JSON text: there are few different ones, so each is read once. */
const originSchema = z.tuple([z.array(z.custom<Flag>(isFlag)), provenanceSchema]);

interface Origin {
  readonly flags: readonly Flag[];
  readonly provenance: Provenance;
}

const seriesSchema = z.object({
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
  outcome: z.enum(OUTCOMES),
  team: z.string().nullable(),
  client: z.string().nullable(),
  entry: z.string().nullable(),
  tier: z.string().nullable(),
  priceRules: z.array(z.string()).nullable(),
  terms: z.array(z.string()).nullable(),
  unpriced: z.string().nullable(),
});

type StoredSeries = z.output<typeof seriesSchema>;

/** What is stored of a call that its price depends on, and what it costs now. */
export type StoredUsage = Omit<z.output<typeof eventSchema>, 'origin'> & Origin & StoredSeries;

/** Which calls: those of the series, `null` for all. */
export type SeriesIds = readonly number[] | null;

/** A piece of a UTC day: its calls after an id, in order of their ids. */
export interface PagePlace {
  readonly day: string;
  /** `null`: from the first one on. */
  readonly after: string | null;
  readonly limit: number;
  readonly seriesIds: SeriesIds;
}

/** Reads stored usage to be priced again, and writes what changed. */
export class RerateStore {
  private readonly dimensions: DimensionStore;
  /** Series never change, so each is read once. */
  private readonly series = new Map<number, StoredSeries>();
  private readonly origins = new Map<string, Origin>();

  constructor(private readonly pool: Pool) {
    this.dimensions = new DimensionStore(pool);
  }

  /** The series of calls with these model ids. */
  async seriesWith(modelIds: readonly string[]): Promise<number[]> {
    const { rows } = await this.pool.query<{ id: number }>(
      'select series_id as id from usage_series where model_id = any($1) order by 1',
      [modelIds.map(boundedText)],
    );
    return rows.map(({ id }) => id);
  }

  /** UTC days of a range that hold events, the newest first. */
  async daysWithUsage(
    { from, to }: { readonly from: string | null; readonly to: string | null },
    seriesIds: SeriesIds,
  ): Promise<string[]> {
    const { rows } = await this.pool.query<{ day: string }>(
      // Hours that are to be rolled up may hold events that no roll-up knows of yet.
      `select distinct (hour at time zone 'UTC')::date as day
       from   (select hour from usage_hourly where $3::integer[] is null or series_id = any($3)
               union all
               select hour from dirty_hour) as used
       where  hour >= coalesce($1::date, '-infinity') at time zone 'UTC'
       and    hour < coalesce($2::date, 'infinity') at time zone 'UTC'
       order  by 1 desc`,
      [from, to, seriesIds],
    );
    return rows.map(({ day }) => day);
  }

  async usageOf({ day, after, limit, seriesIds }: PagePlace): Promise<StoredUsage[]> {
    const ids = eventIdsOfDay(day);
    // The index on series and time finds a few series of a day; all of them are read by key.
    const only =
      seriesIds === null ? '' : `and    series_id = any($5) and occurred_at >= $1::date and occurred_at < $1::date + 1`;
    const { rows } = await this.pool.query(
      `select event_id                    as "eventId",
              (extract(epoch from occurred_at) * 1000)::float8 as "occurredAt",
              series_id              as "seriesId",
              fact_rank              as "factRank",
              stop_reason            as "stopReason",
              error_code             as "errorCode",
              streamed               as streamed,
              speed                  as speed,
              batch                  as batch,
              inference_geo          as "inferenceGeo",
              input_tokens           as input,
              cache_read_tokens      as "cacheRead",
              cache_write_5m_tokens  as "cacheWrite5m",
              cache_write_1h_tokens  as "cacheWrite1h",
              output_tokens          as output,
              web_search_requests    as "webSearchRequests",
              requests               as requests,
              revision               as revision,
              '[' || to_json(flags)::text || ',' || provenance::text || ']' as origin,
              cost_pico::text        as "costPico",
              effective_femto        as "effectiveFemto"
       from   usage_event
       where  occurred_on = $1::date
       and    event_id > $2
       and    event_id < $3
       ${only}
       order  by event_id
       limit  $4`,
      [day, after ?? ids.after, ids.before, limit, ...(seriesIds === null ? [] : [seriesIds])],
    );
    const events = z.array(eventSchema).parse(rows);
    await this.readSeries(events.map(({ seriesId }) => seriesId));
    return events.flatMap(({ origin, ...event }) => {
      const series = this.series.get(event.seriesId);
      return series === undefined ? [] : [{ ...series, ...this.originOf(origin), ...event }];
    });
  }

  private originOf(text: string): Origin {
    const known = this.origins.get(text);
    if (known !== undefined) return known;
    const [flags, provenance] = originSchema.parse(JSON.parse(text));
    this.origins.set(text, { flags, provenance });
    return { flags, provenance };
  }

  /** The new prices as they are written. Makes the series that they need, outside of the transaction that writes. */
  async imageOf(repriced: readonly RepricedUsage[]): Promise<Buffer> {
    return imageOf(repriced, await this.dimensions.seriesIdsOf(repriced.map(({ series }) => series)));
  }

  private async readSeries(ids: readonly number[]): Promise<void> {
    const missing = [...new Set(ids)].filter((id) => !this.series.has(id));
    if (missing.length === 0) return;
    const { rows } = await this.pool.query(
      `select series_id       as "seriesId",
              cloud           as cloud,
              account_id      as "accountId",
              region          as region,
              source_id       as "sourceId",
              model_id        as "modelId",
              model           as model,
              vendor          as vendor,
              endpoint_scope  as "endpointScope",
              service_tier    as "serviceTier",
              outcome         as outcome,
              team            as team,
              client          as client,
              price_entry     as entry,
              price_tier      as tier,
              price_rules     as "priceRules",
              price_terms     as terms,
              unpriced_reason as unpriced
       from   usage_series
       where  series_id = any($1)`,
      [missing],
    );
    for (const series of z.array(seriesSchema).parse(rows)) this.series.set(series.seriesId, series);
  }
}
