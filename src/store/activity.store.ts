import type { Pool, PoolClient } from 'pg';
import { DAY_MS, HOUR_MS, type Window } from '../usage/window.js';
import { inTransaction } from './transaction.js';

/** An hour, as its roll-up has it. */
export interface HourToRead {
  readonly hour: Date;
  readonly requests: string;
  readonly costPico: string;
}

/** Networks of persons are forgotten when they were not used for so long: they are personal data. */
const FORGET_NETWORKS_DAYS = 90;
/** Hours that are read in one transaction. */
const CHUNK_MS = DAY_MS;

/** What was done hour by hour, kept apart for the checks that compare with the weeks before. */
export class ActivityStore {
  constructor(private readonly pool: Pool) {}

  /** Hours of the window that are not read as their roll-up is now, the oldest first. */
  async hoursToRead({ from, to }: Window): Promise<HourToRead[]> {
    const { rows } = await this.pool.query<HourToRead>(
      `with rolled as (
         select hour, sum(requests) as requests, sum(cost_pico) as cost_pico
         from   usage_hourly
         where  hour >= $1
         and    hour < $2
         group  by hour
       ), read as (
         select hour, requests, cost_pico
         from   activity_read
         where  hour >= $1
         and    hour < $2
       )
       select hour                                       as "hour",
              coalesce(rolled.requests, 0)::text         as "requests",
              coalesce(rolled.cost_pico, 0)::text        as "costPico"
       from   rolled
       full   join read using (hour)
       where  (coalesce(rolled.requests, 0), coalesce(rolled.cost_pico, 0))
              is distinct from (read.requests, read.cost_pico)
       order  by hour`,
      [new Date(from), new Date(to)],
    );
    return rows;
  }

  /** Makes the activity of these hours again from their events. */
  async read(hours: readonly HourToRead[], now: number): Promise<void> {
    for (const chunk of chunksOf(hours)) await inTransaction(this.pool, (client) => readChunk(client, chunk, now));
  }

  /** Whether much of what is long past was only read within the last hour: history is being collected. */
  async isBackfilling(now: number): Promise<boolean> {
    const { rows } = await this.pool.query<{ backfilling: boolean }>(
      `select count(*) > 24 as backfilling from activity_read where hour < $1 and read_at > $2`,
      [new Date(now - 2 * DAY_MS), new Date(now - HOUR_MS)],
    );
    return rows[0]?.backfilling === true;
  }

  /** Lets go of the hours before an instant, and of networks that nobody calls from any more. */
  async forget(before: number, now: number): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      await client.query('delete from activity_hour where hour < $1', [new Date(before)]);
      await client.query('delete from activity_read where hour < $1', [new Date(before)]);
      await client.query(`delete from first_seen where kind = 'address' and last_at < $1`, [
        new Date(now - FORGET_NETWORKS_DAYS * DAY_MS),
      ]);
    });
  }
}

/** Hours that lie within a day of each other, together. */
function chunksOf(hours: readonly HourToRead[]): HourToRead[][] {
  const chunks: HourToRead[][] = [];
  for (const hour of hours) {
    const chunk = chunks.at(-1);
    const first = chunk?.[0];
    if (chunk !== undefined && first !== undefined && hour.hour.getTime() - first.hour.getTime() < CHUNK_MS) {
      chunk.push(hour);
    } else chunks.push([hour]);
  }
  return chunks;
}

/** The third bound, on the partition key, lets the planner leave other weeks unread. */
const EVENTS_OF_HOURS = `date_trunc('hour', e.occurred_at, 'UTC') = any ($1::timestamptz[])
       and    e.occurred_at >= $2
       and    e.occurred_at < $3
       and    e.occurred_on between ($2::timestamptz at time zone 'UTC')::date - 1
                                and ($3::timestamptz at time zone 'UTC')::date + 1`;

/** A call that the model refused, or that a filter of the cloud stopped. */
const REFUSED = `(s.outcome = 'blocked' or e.stop_reason in ('refusal', 'content_filtered', 'guardrail_intervened'))`;

/** What is written down is the roll-up as it was before the events are read: what comes between is read at the next look. */
async function readChunk(client: PoolClient, chunk: readonly HourToRead[], now: number): Promise<void> {
  const hours = chunk.map(({ hour }) => hour);
  const from = hours[0];
  const last = hours.at(-1);
  if (from === undefined || last === undefined) return;
  const bounds = [hours, from, new Date(last.getTime() + HOUR_MS)];
  await client.query('delete from activity_hour where hour = any ($1::timestamptz[])', [hours]);
  await client.query(
    `insert into activity_hour (hour, person_id, team, requests, refused, tokens, cost_pico)
     select date_trunc('hour', e.occurred_at, 'UTC'), e.person_id, s.team,
            sum(e.requests),
            coalesce(sum(e.requests) filter (where ${REFUSED}), 0),
            coalesce(sum(coalesce(e.input_tokens, 0) + coalesce(e.cache_read_tokens, 0) + coalesce(e.cache_write_5m_tokens, 0)
                         + coalesce(e.cache_write_1h_tokens, 0) + coalesce(e.output_tokens, 0)), 0),
            coalesce(sum(e.cost_pico), 0)
     from   usage_event e
     join   usage_series s using (series_id)
     where  ${EVENTS_OF_HOURS}
     group  by 1, 2, 3`,
    bounds,
  );
  await client.query(
    `with calls as (
       select e.series_id, e.person_id, e.caller_address,
              min(e.occurred_at) as first_at, max(e.occurred_at) as last_at
       from   usage_event e
       where  ${EVENTS_OF_HOURS}
       group  by 1, 2, 3
     )
     insert into first_seen as f (kind, place, value, first_at, last_at)
     select sight.kind, sight.place, sight.value, min(c.first_at), max(c.last_at)
     from   calls c
     join   usage_series s using (series_id)
     left   join person p using (person_id)
     cross  join lateral (values
              ('identity', s.cloud || '/' || s.account_id, p.person),
              ('model',    '',                             s.model),
              ('region',   s.cloud || '/' || s.account_id, s.region),
              ('scope',    s.cloud || '/' || s.account_id, nullif(s.endpoint_scope, 'unknown')),
              ('client',   '',                             s.client),
              ('address',  p.person,                       ${NETWORK})) as sight (kind, place, value)
     where  sight.place is not null
     and    sight.value <> ''
     group  by 1, 2, 3
     on     conflict (kind, place, value) do update
     set    first_at = least(f.first_at, excluded.first_at),
            last_at  = greatest(f.last_at, excluded.last_at)`,
    bounds,
  );
  await client.query(
    `insert into activity_read (hour, requests, cost_pico, read_at)
     select hour, requests, cost_pico, $4
     from   unnest($1::timestamptz[], $2::bigint[], $3::numeric[]) as read (hour, requests, cost_pico)
     on     conflict (hour) do update
     set    requests = excluded.requests, cost_pico = excluded.cost_pico, read_at = excluded.read_at`,
    [hours, chunk.map(({ requests }) => requests), chunk.map(({ costPico }) => costPico), new Date(now)],
  );
}

/** The network of an address: 256 neighbours, or a site's /48; anything else, such as the name of a service, as it is. */
const NETWORK = `case
                when c.caller_address ~ '^\\d{1,3}(\\.\\d{1,3}){3}$'
                  then regexp_replace(c.caller_address, '\\.\\d+$', '.0/24')
                when c.caller_address ~ '^([0-9a-fA-F]{1,4}:){3}'
                  then lower(substring(c.caller_address from '^(?:[0-9a-fA-F]{1,4}:){3}')) || ':/48'
                else left(c.caller_address, 80)
              end`;
