import type { Pool } from 'pg';
import { expect } from 'vitest';
import { verifyJoins } from '../../src/ingest/verify-joins.js';
import { findBrokenRules } from '../../src/store/consistency.store.js';
import type { UsageDatabase } from '../../src/store/usage-database.js';

/** Roll-ups, rules and joins agree with what is stored. */
export async function expectWhole(pool: Pool, { rollups, joins }: UsageDatabase): Promise<void> {
  expect((await rollups.verify()).disagreements).toEqual([]);
  expect(await findBrokenRules(pool)).toEqual([]);
  expect((await verifyJoins(pool, joins)).disagreements).toEqual([]);
}
