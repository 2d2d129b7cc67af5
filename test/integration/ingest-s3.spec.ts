import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogSource } from '../../src/collect/log-source.js';
import { ingestWindow, type Pipeline } from '../../src/ingest/ingest-window.js';
import { NO_RULES } from '../../src/ingest/judge.js';
import { alignToAxis, planRescan } from '../../src/ingest/plan.js';
import { findBrokenRules } from '../../src/store/consistency.store.js';
import { prepareUsageDatabase, type UsageDatabase } from '../../src/store/usage-database.js';
import { DAY_MS, historyStart, HOUR_MS } from '../../src/usage/window.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import {
  ledgerTotals,
  type SimulatedCloud,
  simulateCloud,
  storedTotals,
  WITHOUT_PROFILES,
} from '../support/simulated-cloud.js';

const NOW = Date.parse('2026-11-19T13:24:10Z');
const DAYS = 2;
const never = new AbortController().signal;
const ALL_FAULTS = {
  lateShare: 0.05,
  lateMaxMinutes: 60,
  outOfOrder: 0.1,
  duplicateShare: 0.05,
  lateObjectShare: 0.3,
  throttleShare: 0.02,
  serverErrorShare: 0.02,
  dropConnectionShare: 0.02,
  quotaFactor: 0,
};

let database: TestDatabase;
let usageDatabase: UsageDatabase;
let pipeline: Pipeline;
let cloud: SimulatedCloud;

beforeEach(async () => {
  database = await createTestDatabase();
  usageDatabase = await prepareUsageDatabase(database.pool, []);
  const { usage, runs } = usageDatabase;
  pipeline = { usage, runs, rules: NO_RULES, clock: { now: () => cloud.simulator.clock.now() } };
});
afterEach(async () => {
  await cloud.simulator.stop();
  await database.drop();
});

/** Every day of the history, as far as it is there. */
async function readHistory(sources: readonly LogSource[]): Promise<void> {
  const now = cloud.simulator.clock.now();
  for (const source of sources) {
    for (let from = historyStart(now, DAYS); from < now; from += DAY_MS) {
      await ingestWindow(source, { from, to: Math.min(from + DAY_MS, now) }, 'history', pipeline, never);
    }
  }
}

/** What the daily schedule reads again. */
async function readAgain(sources: readonly LogSource[]): Promise<number> {
  const now = cloud.simulator.clock.now();
  let read = 0;
  for (const source of sources) {
    for (const { window, purpose } of planRescan('daily', now, historyStart(now, DAYS))) {
      read += (await ingestWindow(source, alignToAxis(window, source.axis), purpose, pipeline, never)).read;
    }
  }
  return read;
}

describe('ingest from S3, with every fault of the cloud on', () => {
  it('stores what the ledger says was delivered there, and reads only what came later again', async () => {
    cloud = await simulateCloud(NOW, { historyDays: DAYS, callsPerDay: 1_500, faults: ALL_FAULTS });
    const fromS3 = { ...WITHOUT_PROFILES, route: 's3' } as const;
    await readHistory(cloud.s3Sources);
    const before = ledgerTotals(await cloud.simulator.ledger(fromS3));
    expect(await storedTotals(database)).toEqual(before);
    expect(Number(before.requests)).toBeGreaterThan(1_000);

    // Three hours later the late objects have appeared in the folders of hours that are over.
    cloud.simulator.clock.advance(3 * HOUR_MS);
    const read = await readAgain(cloud.s3Sources);
    const after = ledgerTotals(await cloud.simulator.ledger(fromS3));
    expect(await storedTotals(database)).toEqual(after);
    expect(Number(after.requests)).toBeGreaterThan(Number(before.requests));
    expect(read).toBeLessThan(Number(before.requests) / 2);

    expect(await usageDatabase.rollups.verify()).toMatchObject({ disagreements: [] });
    expect(await findBrokenRules(database.pool)).toEqual([]);
  });

  it('counts a call once that is seen through CloudWatch Logs and through S3', async () => {
    cloud = await simulateCloud(NOW, { historyDays: DAYS, callsPerDay: 900, routes: 'demo', faults: ALL_FAULTS });
    await readHistory([...cloud.s3Sources, ...cloud.sources]);
    expect(await storedTotals(database)).toEqual(ledgerTotals(await cloud.simulator.ledger(WITHOUT_PROFILES)));
    expect(await usageDatabase.rollups.verify()).toMatchObject({ disagreements: [] });
    expect(await findBrokenRules(database.pool)).toEqual([]);
  });

  it('tells the lifetimes of cache writes from bodies of more than 100 KB', async () => {
    cloud = await simulateCloud(NOW, { historyDays: DAYS, callsPerDay: 1_500, faults: { quotaFactor: 0 } });
    await readHistory(cloud.s3Sources);
    const { rows } = await database.pool.query<{ split: number; wrote: number; large: number }>(
      `select count(*) filter (where provenance->>'cacheTtl' = 'bodyInS3')::int as split,
              count(*) filter (where cache_write_1h_tokens > 0
                               and   provenance->>'cacheTtl' = 'bodyInS3')::int as wrote,
              count(*) filter (where response_bytes > 100000)::int              as large
       from   usage_event`,
    );
    for (const count of Object.values(rows[0] ?? {})) expect(count).toBeGreaterThan(0);
  });
});
