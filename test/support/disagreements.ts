import type { Pool } from 'pg';
import { verifyJoins } from '../../src/ingest/verify-joins.js';
import { findBrokenRules } from '../../src/store/consistency.store.js';
import type { UsageDatabase } from '../../src/store/usage-database.js';

/** Where roll-ups, rules and joins do not agree with what is stored. */
export async function disagreementsIn(pool: Pool, { rollups, joins }: UsageDatabase): Promise<unknown[]> {
  return [
    ...(await rollups.verify()).disagreements,
    ...(await findBrokenRules(pool)),
    ...(await verifyJoins(pool, joins)).disagreements,
  ];
}
