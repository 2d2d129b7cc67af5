import type { Pool } from 'pg';
import { z } from 'zod';
import { PROFILE_KINDS } from '../../usage/profile-arn.js';
import { PROFILE_STATES } from '../profiles.store.js';

const rowSchema = z.object({
  arn: z.string(),
  accountId: z.string(),
  region: z.string(),
  kind: z.enum(PROFILE_KINDS),
  state: z.enum(PROFILE_STATES),
  name: z.string().nullable(),
  modelId: z.string().nullable(),
  model: z.string().nullable(),
  endpointScope: z.string().nullable(),
  tags: z.record(z.string(), z.string()),
  createdAt: z.date().nullable(),
  askedAt: z.date().nullable(),
  resolvedAt: z.date().nullable(),
  repricedAt: z.date().nullable(),
  nextTryAt: z.date().nullable(),
  tries: z.number(),
  detail: z.string().nullable(),
});
export type ProfileRow = z.output<typeof rowSchema>;

/** What is known of every profile? Those that need somebody first. */
export async function knownProfiles(pool: Pool): Promise<ProfileRow[]> {
  const { rows } = await pool.query(
    `select arn,
            account_id     as "accountId",
            region,
            kind,
            state,
            name,
            model_id       as "modelId",
            model,
            endpoint_scope as "endpointScope",
            tags,
            created_at     as "createdAt",
            asked_at       as "askedAt",
            resolved_at    as "resolvedAt",
            repriced_at    as "repricedAt",
            next_try_at    as "nextTryAt",
            tries,
            detail
     from   resolved_profile
     order  by array_position(array['denied', 'gone', 'pending', 'resolved'], state), arn`,
  );
  return z.array(rowSchema).parse(rows);
}
