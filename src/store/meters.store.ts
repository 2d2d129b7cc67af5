import type { Pool } from 'pg';
import { z } from 'zod';
import type { Window } from '../usage/window.js';
import { markMetered } from './mark-metered.js';

/** Whose meter it is. */
export interface Meter {
  readonly id: string;
  readonly cloud: string;
  readonly accountId: string;
  readonly region: string;
  /** For so many days its cloud keeps what it counted; where that is known. */
  readonly keptDays?: number;
}

/** What a meter counted in an hour. */
export interface MeteredHour {
  readonly modelId: string;
  /** Where the meter tells them. */
  readonly deployment?: string;
  readonly modelVersion?: string;
  readonly metric: string;
  /** Milliseconds since 1970, UTC. */
  readonly startsAt: number;
  readonly value: bigint;
  /** The group of sights that it is joined with, where the cloud's meter is part of the join. */
  readonly groupKey?: string | undefined;
}

/** `permission`: somebody has to grant what is said beside it; `failing`: it is tried again by itself. */
export const METER_STATES = ['ok', 'permission', 'failing'] as const;
export type MeterState = (typeof METER_STATES)[number];

const progressSchema = z.object({
  covered: z.array(z.tuple([z.number(), z.number()])),
  askedFor: z.array(z.string()),
});

/** Metered hours, and which hours have been read. */
export class MeterStore {
  constructor(private readonly pool: Pool) {}

  /** Writes what was read of a window over what was there, and marks the window as read. */
  async save(meter: Meter, window: Window, hours: readonly MeteredHour[]): Promise<void> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      await markMetered(client, meter, window, hours);
      await client.query(
        `insert into metered_usage as m (source_id, cloud, account_id, region, deployment, model_id, model_version, metric, hour, value)
         select $1, $2, $3, $4, h.*
         from   unnest($5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[], $10::numeric[])
                as h (deployment, model_id, model_version, metric, hour, value)
         order  by h.hour, h.deployment, h.model_id, h.model_version, h.metric
         on conflict (hour, source_id, deployment, model_id, model_version, metric) do update
         set    value = excluded.value, read_at = now()
         where  m.value <> excluded.value`,
        [
          meter.id,
          meter.cloud,
          meter.accountId,
          meter.region,
          hours.map(({ deployment }) => deployment ?? ''),
          hours.map(({ modelId }) => modelId),
          hours.map(({ modelVersion }) => modelVersion ?? ''),
          hours.map(({ metric }) => metric),
          hours.map(({ startsAt }) => new Date(startsAt)),
          hours.map(({ value }) => value.toString()),
        ],
      );
      await client.query(
        `insert into meter_state as s (source_id, cloud, account_id, region, covered, state, last_success_at, kept_days)
         values ($1, $2, $3, $4, tstzmultirange(tstzrange($5, $6)), 'ok', now(), $7)
         on conflict (source_id) do update
         set    covered = s.covered + excluded.covered, state = 'ok', detail = null, last_success_at = now(),
                tried_at = now(), kept_days = excluded.kept_days`,
        [
          meter.id,
          meter.cloud,
          meter.accountId,
          meter.region,
          new Date(window.from),
          new Date(window.to),
          meter.keptDays ?? null,
        ],
      );
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch(() => {});
      throw error;
    } finally {
      client.release();
    }
  }

  /** Notes that a meter could not be read; what was read before stays. */
  async fail(meter: Meter, state: Exclude<MeterState, 'ok'>, detail: string): Promise<void> {
    await this.pool.query(
      `insert into meter_state (source_id, cloud, account_id, region, state, detail)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (source_id) do update set state = $5, detail = $6, tried_at = now()`,
      [meter.id, meter.cloud, meter.accountId, meter.region, state, detail],
    );
  }

  /** Spans that have been read, in order, and the models that old hours were asked for by name. */
  async progress(meterId: string): Promise<{ covered: Window[]; askedFor: string[] }> {
    const { rows } = await this.pool.query(
      `select (select coalesce(json_agg(json_build_array(extract(epoch from lower(span)) * 1000,
                                                         extract(epoch from upper(span)) * 1000) order by span), '[]')
               from   unnest(covered) as span) as covered,
              asked_for                        as "askedFor"
       from   meter_state
       where  source_id = $1`,
      [meterId],
    );
    const [progress] = z.array(progressSchema).parse(rows);
    return {
      covered: (progress?.covered ?? []).map(([from, to]) => ({ from, to })),
      askedFor: progress?.askedFor ?? [],
    };
  }

  /** Notes that every hour there is has been asked for these models by name. */
  async noteAskedFor(meterId: string, modelIds: readonly string[]): Promise<void> {
    await this.pool.query('update meter_state set asked_for = $2 where source_id = $1', [meterId, modelIds]);
  }

  /** Ids under which models of an account and region were logged. */
  async loggedModelIds(accountId: string, region: string): Promise<string[]> {
    const { rows } = await this.pool.query(
      'select distinct model_id as id from usage_series where account_id = $1 and region = $2 order by 1',
      [accountId, region],
    );
    return z
      .array(z.object({ id: z.string() }))
      .parse(rows)
      .map(({ id }) => id);
  }
}
