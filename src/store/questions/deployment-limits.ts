import type { Pool } from 'pg';
import { z } from 'zod';
import type { RateLimit } from '../../usage/deployment.js';

const limitsSchema = z.array(
  z.object({
    accountId: z.string(),
    name: z.string(),
    rateLimits: z.array(z.object({ key: z.string(), count: z.number(), renewalPeriodSeconds: z.number() })),
  }),
);

/**
 * Which limits did deployments have when they were last seen before the end of the range? Before the first look at a
 * deployment the first answer counts, because nothing older is told.
 */
export async function deploymentLimits(
  pool: Pool,
  before: number,
): Promise<{ readonly accountId: string; readonly name: string; readonly rateLimits: readonly RateLimit[] }[]> {
  const { rows } = await pool.query(
    `select distinct on (account_id, name) account_id as "accountId", name, rate_limits as "rateLimits"
     from   deployment
     order  by account_id, name, first_seen_at < $1 desc,
            case when first_seen_at < $1 then first_seen_at end desc, first_seen_at`,
    [new Date(before)],
  );
  return limitsSchema.parse(rows);
}
