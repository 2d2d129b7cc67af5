import type { Pool } from 'pg';
import { z } from 'zod';
import { ENDPOINT_SCOPES } from '../usage/cloud.js';
import { type ProfileArn, readProfileArn } from '../usage/profile-arn.js';

/**
 * `pending`: not asked yet, or no answer; `denied`: a permission is missing; `gone`: deleted before it could be resolved.
 * What is `resolved` stays so, whatever becomes of it in the cloud.
 */
export const PROFILE_STATES = ['pending', 'resolved', 'gone', 'denied'] as const;
export type ProfileState = (typeof PROFILE_STATES)[number];

const knownSchema = z.object({
  arn: z.string(),
  modelId: z.string(),
  model: z.string().nullable(),
  endpointScope: z.enum(ENDPOINT_SCOPES),
});
/** A profile as it was resolved. */
export type KnownProfile = z.output<typeof knownSchema>;

/** A profile to be kept: the cloud's answer, and the model that the catalogue sees in it. */
export interface ResolvedProfile extends KnownProfile {
  readonly name: string | null;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAt: Date | null;
  readonly detail: string | null;
}

/** A profile that could not be resolved, and when it is tried again; `null` for never. */
export interface UnresolvedProfile {
  readonly arn: string;
  readonly state: Exclude<ProfileState, 'resolved'>;
  readonly detail: string;
  readonly nextTryAt: Date | null;
}

const dueSchema = z.object({ arn: z.string(), tries: z.number() });

/** What stands behind opaque model ids. Rows are never deleted, and resolved ones never change back. */
export class ProfileStore {
  constructor(private readonly pool: Pool) {}

  /**
   * Makes a row for every opaque id that was ever logged and has none. Read off the series of stored usage, so that no way
   * in (collecting, an import, another instance) and no kill can leave one out.
   */
  async noteLogged(now: number): Promise<number> {
    const { rows } = await this.pool.query(
      `select distinct model_id as "modelId", endpoint_scope as scope
       from   usage_series
       where  cloud = 'bedrock'
       and    model_id like 'arn:%'
       and    not exists (select from resolved_profile where arn = model_id)`,
    );
    const opaque = z
      .array(z.object({ modelId: z.string(), scope: z.string() }))
      .parse(rows)
      .flatMap(({ modelId, scope }) => {
        const profile = readProfileArn(modelId);
        // The ARN of a system profile says what it is; only an opaque one has no scope.
        return profile === null || (profile.kind === 'inference-profile' && scope !== 'unknown') ? [] : [profile];
      });
    return this.insert(opaque, now);
  }

  /** Profiles of these accounts that are to be asked for now, the longest due first. */
  async due(now: number, accountIds: readonly string[], limit: number): Promise<(ProfileArn & { tries: number })[]> {
    const { rows } = await this.pool.query(
      `select arn, tries
       from   resolved_profile
       where  next_try_at <= $1
       and    account_id = any($2)
       order  by next_try_at, arn
       limit  $3`,
      [new Date(now), accountIds, limit],
    );
    return z
      .array(dueSchema)
      .parse(rows)
      .flatMap(({ arn, tries }) => {
        const profile = readProfileArn(arn);
        return profile === null ? [] : [{ ...profile, tries }];
      });
  }

  /** Makes what waits for a permission or an answer due at once. */
  async retryNow(now: number): Promise<void> {
    await this.pool.query(
      `update resolved_profile set next_try_at = $1 where state in ('pending', 'denied') and next_try_at > $1`,
      [new Date(now)],
    );
  }

  async keepResolved(profile: ResolvedProfile, now: number): Promise<void> {
    const parsed = readProfileArn(profile.arn);
    if (parsed === null) return;
    await this.insert([parsed], now);
    await this.pool.query(
      `update resolved_profile
       set    state = 'resolved', name = $2, model_id = $3, model = $4, endpoint_scope = $5, tags = $6, created_at = $7,
              detail = $8, asked_at = $9, resolved_at = $9, next_try_at = null, tries = tries + 1
       where  arn = $1
       and    state <> 'resolved'`,
      [
        profile.arn,
        profile.name,
        profile.modelId,
        profile.model,
        profile.endpointScope,
        JSON.stringify(profile.tags),
        profile.createdAt,
        profile.detail,
        new Date(now),
      ],
    );
  }

  async keepUnresolved({ arn, state, detail, nextTryAt }: UnresolvedProfile, now: number): Promise<void> {
    await this.pool.query(
      `update resolved_profile
       set    state = $2, detail = $3, next_try_at = $4, asked_at = $5, tries = tries + 1
       where  arn = $1
       and    state <> 'resolved'`,
      [arn, state, detail, nextTryAt, new Date(now)],
    );
  }

  /** Every profile that has been resolved. */
  async resolved(): Promise<KnownProfile[]> {
    const { rows } = await this.pool.query(
      `select arn, model_id as "modelId", model, endpoint_scope as "endpointScope"
       from   resolved_profile
       where  state = 'resolved'`,
    );
    return z.array(knownSchema).parse(rows);
  }

  /** A newer catalogue may know a model that it did not know when the profile was resolved. */
  async renameModel(arn: string, model: string | null): Promise<void> {
    await this.pool.query('update resolved_profile set model = $2 where arn = $1', [arn, model]);
  }

  /**
   * Of which profiles do stored calls still wait for what has been resolved? Asked of the calls themselves and not remembered,
   * so that a kill between resolving and pricing loses nothing, nor does a batch that was judged before and saved after. A
   * closed month keeps its prices, so its calls are only priced for their adjustments, once.
   */
  async waiting(): Promise<string[]> {
    const { rows } = await this.pool.query(
      `select distinct p.arn
       from   resolved_profile p
       join   usage_series s on s.model_id = p.arn
       cross  join lateral (
         select date_trunc('month', min(e.occurred_at), 'UTC') as first, max(e.occurred_at) as last
         from   usage_event e
         where  e.series_id = s.series_id
       ) as calls
       cross  join lateral generate_series(calls.first, calls.last, interval '1 month') as month
       where  p.state = 'resolved'
       and    (s.endpoint_scope = 'unknown' or (s.model is null and p.model is not null))
       and    (p.repriced_at is null or not exists (select from closed_month c where c.month = month::date))
       and    exists (
         select from usage_event e
         where  e.series_id = s.series_id
         and    e.occurred_at >= month
         and    e.occurred_at < month + interval '1 month'
       )
       order  by 1`,
    );
    return z
      .array(z.object({ arn: z.string() }))
      .parse(rows)
      .map(({ arn }) => arn);
  }

  /** Notes that stored calls of these profiles are priced by what they were resolved to. */
  async noteRepriced(arns: readonly string[]): Promise<void> {
    await this.pool.query(`update resolved_profile set repriced_at = now() where arn = any($1)`, [arns]);
  }

  /** Resolved profiles whose stored calls have not been looked for yet. */
  async notRepriced(): Promise<string[]> {
    const { rows } = await this.pool.query(
      `select arn from resolved_profile where state = 'resolved' and repriced_at is null`,
    );
    return z
      .array(z.object({ arn: z.string() }))
      .parse(rows)
      .map(({ arn }) => arn);
  }

  private async insert(profiles: readonly ProfileArn[], now: number): Promise<number> {
    if (profiles.length === 0) return 0;
    const { rowCount } = await this.pool.query(
      `insert into resolved_profile (arn, cloud, account_id, region, kind, state, next_try_at)
       select arn, 'bedrock', account_id, region, kind, 'pending', $5
       from   unnest($1::text[], $2::text[], $3::text[], $4::text[]) as p (arn, account_id, region, kind)
       on conflict (arn) do nothing`,
      [
        profiles.map(({ arn }) => arn),
        profiles.map(({ accountId }) => accountId),
        profiles.map(({ region }) => region),
        profiles.map(({ kind }) => kind),
        new Date(now),
      ],
    );
    return rowCount ?? 0;
  }
}
