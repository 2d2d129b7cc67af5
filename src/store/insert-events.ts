import type { PoolClient } from 'pg';
import type { PicoUsd } from '../usage/money.js';
import type { TokenClass } from '../usage/tokens.js';
import { copyIn } from './copy-in.js';
import { EVENT_COLUMNS } from './event-columns.js';
import { addExcludedMeasures, measureNames, measuresFromEvents } from './measures.js';

/** Events that were not known before. */
export interface InsertedCounts {
  readonly new: number;
  /** Claude calls without a cost. */
  readonly unpriced: number;
  /** Tokens by class; unknown counts add nothing. */
  readonly tokens: Readonly<Record<TokenClass, bigint>>;
  /** Cost of those that have one. */
  readonly cost: PicoUsd;
}

export const NOTHING_INSERTED: InsertedCounts = {
  new: 0,
  unpriced: 0,
  tokens: { input: 0n, cacheRead: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, output: 0n },
  cost: 0n,
};

const stagedColumns = EVENT_COLUMNS.join(', ');

/** Makes the session's staging table hold exactly these rows, until the transaction ends. */
export async function stage(client: PoolClient, image: Buffer): Promise<void> {
  await client.query(
    'create temp table if not exists staged_event (like usage_event including defaults) on commit delete rows',
  );
  await client.query('delete from staged_event');
  await copyIn(client, `staged_event (${stagedColumns})`, image);
}

/** Inserts staged events that are not known yet and adds them to the roll-ups of these zones. */
export async function insertFresh(client: PoolClient, zones: readonly string[]): Promise<InsertedCounts> {
  // In order of the ids: two sources that bring the same calls at the same time wait for each other, never in a circle.
  const { rows } = await client.query<InsertedRow>(
    `with fresh as (
       insert into usage_event (${stagedColumns})
       select ${stagedColumns} from staged_event order by event_id
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
    [zones],
  );
  const [row] = rows;
  if (row === undefined) return NOTHING_INSERTED;
  return {
    new: row.new,
    unpriced: row.unpriced,
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
