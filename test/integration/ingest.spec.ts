import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ingestWindow, type Pipeline } from '../../src/ingest/ingest-window.js';
import { NO_RULES } from '../../src/ingest/judge.js';
import { planHistory, cover } from '../../src/ingest/plan.js';
import { findBrokenRules } from '../../src/store/consistency.store.js';
import { prepareUsageDatabase, type UsageDatabase } from '../../src/store/usage-database.js';
import { DAY_MS, historyStart, HOUR_MS, type Window } from '../../src/usage/window.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import {
  ledgerTotals,
  WITHOUT_PROFILES,
  simulateCloud,
  simulatedTeams,
  storedTotals,
  type SimulatedCloud,
} from '../support/simulated-cloud.js';

const NOW = Date.parse('2026-11-19T13:24:10Z');
const DAYS = 4;
const never = new AbortController().signal;
const ALL_FAULTS = {
  lateShare: 0.05,
  lateMaxMinutes: 60,
  outOfOrder: 0.1,
  duplicateShare: 0.05,
  emptyPageShare: 0.1,
  throttleShare: 0.02,
  serverErrorShare: 0.02,
  tokenExpiryShare: 0.02,
  dropConnectionShare: 0.01,
  quotaFactor: 0,
};

let database: TestDatabase;
let usageDatabase: UsageDatabase;
let pipeline: Pipeline;
let cloud: SimulatedCloud;

beforeEach(async () => {
  database = await createTestDatabase();
  usageDatabase = await prepareUsageDatabase(database.pool, ['Europe/Berlin', 'Asia/Kolkata']);
  const { usage, runs } = usageDatabase;
  pipeline = {
    usage,
    runs,
    rules: { ...NO_RULES, attribution: simulatedTeams },
    clock: { now: () => cloud.simulator.clock.now() },
  };
});
afterEach(async () => {
  await cloud.simulator.stop();
  await database.drop();
});

async function collectHistory(): Promise<void> {
  const now = cloud.simulator.clock.now();
  for (const source of cloud.sources) {
    let covered: Window[] = await usageDatabase.runs.covered(source.id);
    for (
      let next = planHistory(covered, now, historyStart(now, DAYS));
      next;
      next = planHistory(covered, now, historyStart(now, DAYS))
    ) {
      await ingestWindow(source, next.window, next.purpose, pipeline, never);
      covered = cover(covered, next.window);
    }
    expect(await usageDatabase.runs.covered(source.id)).toEqual(covered);
  }
}

async function reread(window: Window): Promise<void> {
  for (const source of cloud.sources) await ingestWindow(source, window, 'backfill', pipeline, never);
}

describe('ingest, with every fault of the cloud on', () => {
  it('stores what the ledger says was emitted: to the call, the token and the pico-dollar', async () => {
    cloud = await simulateCloud(NOW, { historyDays: DAYS, callsPerDay: 1_500, faults: ALL_FAULTS });
    await collectHistory();
    expect(await storedTotals(database)).toEqual(ledgerTotals(await cloud.simulator.ledger(WITHOUT_PROFILES)));

    // Two hours later the late records have arrived; reading the last days again finds them and counts nothing twice.
    cloud.simulator.clock.advance(2 * HOUR_MS);
    const now = cloud.simulator.clock.now();
    for (let from = historyStart(now, DAYS); from < now; from += DAY_MS)
      await reread({ from, to: Math.min(from + DAY_MS, now) });
    const expected = ledgerTotals(await cloud.simulator.ledger(WITHOUT_PROFILES));
    expect(await storedTotals(database)).toEqual(expected);
    expect(Number(expected.requests)).toBeGreaterThan(5_000);

    expect(await usageDatabase.rollups.verify()).toMatchObject({ disagreements: [] });
    expect(await findBrokenRules(database.pool)).toEqual([]);
  });

  it('attributes calls to the teams that the ledger names', async () => {
    cloud = await simulateCloud(NOW, { historyDays: DAYS, callsPerDay: 800, faults: { quotaFactor: 0 } });
    await collectHistory();
    const { rows } = await database.pool.query<{ key: string; requests: number }>(
      `select coalesce(team, 'unattributed') as key, sum(requests)::int as requests
       from   usage_hourly
       join   usage_series using (series_id)
       group  by 1
       order  by 1`,
    );
    const { groups } = await cloud.simulator.ledger({ by: 'team' });
    const expected = groups
      .map(({ key, requests }) => ({ key, requests }))
      .toSorted((a, b) => (a.key < b.key ? -1 : 1));
    expect(rows.toSorted((a, b) => (a.key < b.key ? -1 : 1))).toEqual(expected);
  });

  it('notes a window that breaks off, moves no checkpoint, and finishes it later', async () => {
    cloud = await simulateCloud(NOW, {
      historyDays: DAYS,
      callsPerDay: 1_600,
      bodyBytes: 16_000,
      faults: { quotaFactor: 0 },
    });
    const [source] = cloud.sources;
    if (source === undefined) throw new Error('the stand-in has no account');
    const window = { from: historyStart(NOW, 2), to: historyStart(NOW, 1) };
    const pages = source.read.bind(source);
    const readTwoPages = async function* (...asked: Parameters<typeof pages>) {
      let seen = 0;
      for await (const page of pages(...asked)) {
        yield page;
        seen += 1;
        if (seen === 2) throw new Error('the test cuts the connection');
      }
    };
    Object.assign(source, { read: readTwoPages });
    await expect(ingestWindow(source, window, 'history', pipeline, never)).rejects.toThrow(/cuts the connection/);
    expect(await usageDatabase.runs.covered(source.id)).toEqual([]);
    const { rows } = await database.pool.query('select state, error from collection_run');
    expect(rows).toEqual([{ state: 'failed', error: 'the test cuts the connection' }]);

    Object.assign(source, { read: pages });
    const counts = await ingestWindow(source, window, 'history', pipeline, never);
    expect(counts.read).toBe(counts.new + counts.duplicate + counts.merged + counts.ignored + counts.rejected);
    expect(await usageDatabase.runs.covered(source.id)).toEqual([window]);
  });
});
