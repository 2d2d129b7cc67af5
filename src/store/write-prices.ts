import type { PoolClient } from 'pg';
import type { Price } from '../usage/priced.js';
import type { Provenance } from '../usage/usage-event.js';
import { AMOUNTS, AMOUNT_COLUMNS } from './amount-columns.js';
import { BinaryCopyWriter } from './binary-copy.js';
import { copyIn } from './copy-in.js';
import type { SeriesFacts } from './dimensions.store.js';

/** A call whose price came out differently. */
export interface RepricedUsage {
  readonly eventId: string;
  /** Whose sight of the call was priced: if another one tells more by now, the call has been priced anew with it. */
  readonly sight: { readonly seriesId: number; readonly factRank: number; readonly revision: number };
  readonly series: SeriesFacts;
  readonly price: Price;
  readonly effectiveFemto: bigint | null;
  readonly speed: string;
  readonly flags: readonly string[];
  readonly provenance: Provenance;
}

const COLUMNS = ['series_id', 'speed', ...AMOUNT_COLUMNS, 'flags', 'provenance'];

/** What the staging table holds: the call, the sight of it that was priced, and what is written. */
const STAGED = ['event_id', 'sight_series_id', 'fact_rank', 'revision', ...COLUMNS];

/**
 * Another sight may have named the caller meanwhile, which says nothing about the price; the flag of a call without caller
 * is gone then, and stays gone.
 */
const assignments = COLUMNS.map((column) =>
  column === 'flags'
    ? `flags = case when 'identityAbsent' = any(e.flags) then s.flags else array_remove(s.flags, 'identityAbsent') end`
    : `${column} = s.${column}`,
).join(',\n              ');

/** Writes new prices of one UTC day and marks its hours; returns the ids of the calls that took theirs. */
export async function writePrices(client: PoolClient, day: string, image: Buffer): Promise<ReadonlySet<string>> {
  await client.query(
    `create temp table if not exists staged_price on commit delete rows as
     select event_id, series_id as sight_series_id, fact_rank, revision, ${COLUMNS.join(', ')} from usage_event where false`,
  );
  await copyIn(client, `staged_price (${STAGED.join(', ')})`, image);
  // In the order in which ingest locks too, so that nobody waits in a circle, and in a statement of its own, so that the
  // next one sees what the holders of those locks have written. See merge-sights.ts.
  await client.query(
    `select
     from   usage_event
     where  occurred_on = $1::date
     and    event_id = any(array(select event_id from staged_price))
     order  by event_id
     for    no key update`,
    [day],
  );
  // The planner knows nothing of the staging table and would hash every event there is.
  await client.query('set local enable_hashjoin = off; set local enable_mergejoin = off');
  const { rows } = await client.query<{ ids: string[] | null }>(
    `with repriced as (
       update usage_event e
       set    ${assignments}
       from   staged_price s
       where  e.event_id = s.event_id
       and    e.occurred_on = $1::date
       and    e.series_id = s.sight_series_id
       and    e.fact_rank = s.fact_rank
       and    e.revision = s.revision
       returning e.event_id, date_trunc('hour', e.occurred_at, 'UTC') as hour
     ), marked as (
       insert into dirty_hour (hour)
       select distinct hour from repriced
       order  by 1
       on conflict (hour) do update set marked_at = now()
     )
     select array_agg(event_id::text) as ids from repriced`,
    [day],
  );
  return new Set(rows[0]?.ids ?? []);
}

/** New prices as they are written, with the series that they need. */
export function imageOf(repriced: readonly RepricedUsage[], seriesIds: readonly number[]): Buffer {
  const row = new BinaryCopyWriter();
  for (const [index, { eventId, sight, price, effectiveFemto, speed, flags, provenance }] of repriced.entries()) {
    const priced = 'priced' in price ? price.priced : null;
    row.startRow(STAGED.length);
    row.uuid(eventId);
    row.int4(sight.seriesId);
    row.int2(sight.factRank);
    row.int4(sight.revision);
    row.int4(seriesIds[index] ?? null);
    row.text(speed);
    for (const [, write] of AMOUNTS) write(row, priced, effectiveFemto);
    row.textArray(flags);
    row.jsonb(provenance);
  }
  return row.finish();
}
