import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import type { BusiestMinute, HourLatency, HoursPerformance } from '../usage/performance.js';
import type { Window } from '../usage/window.js';
import type { Meter } from './meters.store.js';
import { inTransaction } from './transaction.js';

const coveredSchema = z.array(z.object({ from: z.number(), to: z.number() }));

/** Busiest minutes and latency by hour, and for which hours they have been read. */
export class PerformanceStore {
  constructor(private readonly pool: Pool) {}

  /** Writes what was read of a window in place of what was there, and marks the window as read. */
  async save(meter: Meter, window: Window, { peaks, latencies }: HoursPerformance): Promise<void> {
    const span = [new Date(window.from), new Date(window.to)];
    await inTransaction(this.pool, async (client) => {
      for (const table of ['metered_peak', 'metered_latency']) {
        await client.query(`delete from ${table} where source_id = $1 and hour >= $2 and hour < $3`, [
          meter.id,
          ...span,
        ]);
      }
      await insertPeaks(client, meter, peaks);
      await insertLatencies(client, meter, latencies);
      await client.query(
        `insert into performance_state as s (source_id, cloud, account_id, region, covered)
         values ($1, $2, $3, $4, tstzmultirange(tstzrange($5, $6)))
         on conflict (source_id) do update
         set    covered = s.covered + excluded.covered, detail = null, tried_at = now()`,
        [...placeOf(meter), ...span],
      );
    });
  }

  /** Notes that they could not be read; what was read before stays. */
  async fail(meter: Meter, detail: string): Promise<void> {
    await this.pool.query(
      `insert into performance_state (source_id, cloud, account_id, region, detail)
       values ($1, $2, $3, $4, $5)
       on conflict (source_id) do update set detail = $5, tried_at = now()`,
      [...placeOf(meter), detail],
    );
  }

  /** Spans that have been read, in order. */
  async covered(meterId: string): Promise<Window[]> {
    const { rows } = await this.pool.query(
      `select (extract(epoch from lower(span)) * 1000)::float8 as from,
              (extract(epoch from upper(span)) * 1000)::float8 as to
       from   performance_state
       cross  join unnest(covered) as span
       where  source_id = $1
       order  by span`,
      [meterId],
    );
    return coveredSchema.parse(rows);
  }
}

const placeOf = ({ id, cloud, accountId, region }: Meter) => [id, cloud, accountId, region];
const dates = (millis: readonly number[]) => millis.map((at) => new Date(at));

async function insertPeaks(client: PoolClient, meter: Meter, peaks: readonly BusiestMinute[]): Promise<void> {
  await client.query(
    `insert into metered_peak (source_id, cloud, account_id, region, deployment, model_id, model_version, counts, hour, minute, value)
     select $1, $2, $3, $4, p.*
     from   unnest($5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[], $10::timestamptz[], $11::numeric[])
            as p (deployment, model_id, model_version, counts, hour, minute, value)`,
    [
      ...placeOf(meter),
      peaks.map(({ deployment }) => deployment),
      peaks.map(({ modelId }) => modelId),
      peaks.map(({ modelVersion }) => modelVersion),
      peaks.map(({ counts }) => counts),
      dates(peaks.map(({ hour }) => hour)),
      dates(peaks.map(({ minute }) => minute)),
      peaks.map(({ value }) => value.toString()),
    ],
  );
}

async function insertLatencies(client: PoolClient, meter: Meter, latencies: readonly HourLatency[]): Promise<void> {
  await client.query(
    `insert into metered_latency (source_id, cloud, account_id, region, deployment, model_id, model_version, metric, hour,
                                  average_ms, least_ms, most_ms)
     select $1, $2, $3, $4, l.*
     from   unnest($5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[], $10::float8[], $11::float8[], $12::float8[])
            as l (deployment, model_id, model_version, metric, hour, average_ms, least_ms, most_ms)`,
    [
      ...placeOf(meter),
      latencies.map(({ deployment }) => deployment),
      latencies.map(({ modelId }) => modelId),
      latencies.map(({ modelVersion }) => modelVersion),
      latencies.map(({ metric }) => metric),
      dates(latencies.map(({ hour }) => hour)),
      latencies.map(({ averageMs }) => averageMs),
      latencies.map(({ leastMs }) => leastMs),
      latencies.map(({ mostMs }) => mostMs),
    ],
  );
}
