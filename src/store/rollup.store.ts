import type { Pool, PoolClient } from 'pg';
import { HOUR_MS } from '../usage/window.js';
import { MEASURE_COLUMNS, measureNames, measuresFromEvents } from './measures.js';

/** Where a roll-up and its events disagree. */
export interface Disagreement {
  readonly rollup: 'usage_hourly' | 'usage_daily';
  /** Hour, or zone and day. */
  readonly bucket: string;
  readonly measure: string;
  readonly rolledUp: string;
  readonly fromEvents: string;
}

/**
 * Roll-ups are derived: ingest only ever adds to them. What changes otherwise is made again here, whole, while writers wait:
 * a lock on the tables keeps an increment from falling between the reading of the events and the writing of their sum.
 */
export class RollupStore {
  constructor(private readonly pool: Pool) {}

  /** Makes the roll-ups of dirty hours again; returns how many hours there were. */
  async rebuildDirtyHours(limit = 200): Promise<number> {
    return this.exclusively(async (client) => {
      const { rows } = await client.query<{ hour: Date }>(
        'delete from dirty_hour where hour in (select hour from dirty_hour order by hour desc limit $1) returning hour',
        [limit],
      );
      if (rows.length === 0) return 0;
      const hours = rows.map(({ hour }) => hour.getTime());
      await this.rebuildBetween(client, Math.min(...hours), Math.max(...hours) + HOUR_MS);
      return rows.length;
    });
  }

  /** Makes every roll-up again from the events. */
  async rebuildAll(): Promise<{ hourly: number; daily: number }> {
    return this.exclusively(async (client) => {
      await client.query('truncate usage_hourly, usage_daily, dirty_hour');
      const hourly = await insertHourly(client, 'true', []);
      const { rows: zones } = await client.query<{ zone: string }>('select zone from reporting_zone order by zone');
      let daily = 0;
      for (const { zone } of zones) daily += await insertDaily(client, 'true', [], zone);
      return { hourly, daily };
    });
  }

  /** Makes usage_daily hold exactly these zones: new ones are built from the events, others are removed. */
  async setZones(zones: readonly string[]): Promise<{ built: string[]; removed: string[] }> {
    const { rows } = await this.pool.query<{ zone: string }>('select zone from reporting_zone');
    const have = new Set(rows.map(({ zone }) => zone));
    const built = zones.filter((zone) => !have.has(zone));
    const removed = [...have].filter((zone) => !zones.includes(zone));
    if (built.length + removed.length > 0) {
      await this.exclusively(async (client) => {
        await client.query('delete from usage_daily where zone = any($1)', [[...built, ...removed]]);
        await client.query('delete from reporting_zone where zone = any($1)', [removed]);
        for (const zone of built) {
          await insertDaily(client, 'true', [], zone);
          await client.query('insert into reporting_zone (zone) values ($1) on conflict do nothing', [zone]);
        }
      });
    }
    return { built, removed };
  }

  /** Compares every roll-up with the events it stands for. Dirty hours are made again first. */
  async verify(): Promise<{ disagreements: Disagreement[]; hours: number; events: number }> {
    while ((await this.rebuildDirtyHours()) > 0);
    return this.exclusively(async (client) => {
      const disagreements = await compareHourly(client);
      const { rows: zones } = await client.query<{ zone: string }>('select zone from reporting_zone order by zone');
      for (const { zone } of zones) disagreements.push(...(await compareDaily(client, zone)));
      const { rows } = await client.query<{ hours: number; events: number }>(
        `select (select count(distinct hour) from usage_hourly) as hours, (select count(*) from usage_event) as events`,
      );
      return { disagreements, hours: Number(rows[0]?.hours), events: Number(rows[0]?.events) };
    });
  }

  private async rebuildBetween(client: PoolClient, from: number, to: number): Promise<void> {
    const bounds = [new Date(from), new Date(to)];
    await client.query('delete from usage_hourly where hour >= $1 and hour < $2', bounds);
    await insertHourly(client, EVENTS_BETWEEN, bounds);
    const { rows: zones } = await client.query<{ zone: string }>('select zone from reporting_zone');
    for (const { zone } of zones) {
      const { rows } = await client.query<{ from: Date; to: Date }>(
        `select date_trunc('day', $1::timestamptz at time zone $3) at time zone $3 as from,
                (date_trunc('day', ($2::timestamptz - interval '1 microsecond') at time zone $3) + interval '1 day')
                  at time zone $3 as to`,
        [...bounds, zone],
      );
      const days = rows[0];
      if (days === undefined) continue;
      await client.query(
        `delete from usage_daily
         where  zone = $3
         and    day >= ($1::timestamptz at time zone $3)::date
         and    day < ($2::timestamptz at time zone $3)::date`,
        [days.from, days.to, zone],
      );
      await insertDaily(client, EVENTS_BETWEEN, [days.from, days.to], zone);
    }
  }

  private async exclusively<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      await client.query('lock table usage_hourly, usage_daily in share row exclusive mode');
      const result = await work(client);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch(() => {});
      throw error;
    } finally {
      client.release();
    }
  }
}

/** The second pair of bounds, on the partition key, lets the planner leave other weeks unread. */
const EVENTS_BETWEEN = `e.occurred_at >= $1 and e.occurred_at < $2
       and e.occurred_on >= ($1::timestamptz at time zone 'UTC')::date - 1
       and e.occurred_on <= ($2::timestamptz at time zone 'UTC')::date + 1`;

const hourlyFromEvents = (where: string) =>
  `select date_trunc('hour', e.occurred_at, 'UTC') as hour, e.series_id,
         ${measuresFromEvents}
   from   usage_event e
   join   usage_series s using (series_id)
   where  ${where}
   group  by 1, 2`;

const dailyFromEvents = (where: string, zoneSlot: string) =>
  `select ${zoneSlot}::text as zone, (e.occurred_at at time zone ${zoneSlot})::date as day, e.series_id, e.person_id,
         ${measuresFromEvents}
   from   usage_event e
   join   usage_series s using (series_id)
   where  ${where}
   group  by 1, 2, 3, 4`;

async function insertHourly(client: PoolClient, where: string, values: readonly Date[]): Promise<number> {
  const { rowCount } = await client.query(
    `insert into usage_hourly (hour, series_id, ${measureNames}) ${hourlyFromEvents(where)}`,
    [...values],
  );
  return rowCount ?? 0;
}

async function insertDaily(client: PoolClient, where: string, values: readonly Date[], zone: string): Promise<number> {
  const slot = `$${values.length + 1}`;
  const { rowCount } = await client.query(
    `insert into usage_daily (zone, day, series_id, person_id, ${measureNames}) ${dailyFromEvents(where, slot)}`,
    [...values, zone],
  );
  return rowCount ?? 0;
}

/** One row per bucket and measure whose sums differ; at most 100 of them. */
function differences(bucket: string): string {
  const pairs = MEASURE_COLUMNS.map((column) => `('${column}', a.${column}::numeric, b.${column}::numeric)`).join(', ');
  return `select ${bucket} as bucket, m.measure, coalesce(m.a, 0)::text as "rolledUp", coalesce(m.b, 0)::text as "fromEvents"
          from   rolled a
          full   join counted b using (bucket)
          cross  join lateral (values ${pairs}) as m (measure, a, b)
          where  coalesce(m.a, 0) <> coalesce(m.b, 0)
          order  by 1, 2
          limit  100`;
}

async function compareHourly(client: PoolClient): Promise<Disagreement[]> {
  const { rows } = await client.query<Omit<Disagreement, 'rollup'>>(
    `with rolled as (
       select format('%s series %s', hour at time zone 'UTC', series_id) as bucket, ${measureNames} from usage_hourly
     ), counted as (
       select format('%s series %s', hour at time zone 'UTC', series_id) as bucket, ${measureNames}
       from   (${hourlyFromEvents('true')}) as h (hour, series_id, ${measureNames})
     )
     ${differences('bucket')}`,
  );
  return rows.map((row) => ({ rollup: 'usage_hourly', ...row }));
}

async function compareDaily(client: PoolClient, zone: string): Promise<Disagreement[]> {
  const { rows } = await client.query<Omit<Disagreement, 'rollup'>>(
    `with rolled as (
       select format('%s %s series %s person %s', zone, day, series_id, person_id) as bucket, ${measureNames}
       from   usage_daily
       where  zone = $1
     ), counted as (
       select format('%s %s series %s person %s', zone, day, series_id, person_id) as bucket, ${measureNames}
       from   (${dailyFromEvents('true', '$1')}) as d (zone, day, series_id, person_id, ${measureNames})
     )
     ${differences('bucket')}`,
    [zone],
  );
  return rows.map((row) => ({ rollup: 'usage_daily', ...row }));
}
