import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SimulatorClock } from '../../simulator/clock.js';
import { PRODUCTION } from '../../simulator/google/world/google-places.js';
import type { SimulatedGoogle } from '../../simulator/google/start-google.js';
import { type Simulator, startSimulator } from '../../simulator/start-simulator.js';
import { VertexRequestResponseSource } from '../../src/collect/vertex/request-response.source.js';
import { NO_RULES } from '../../src/ingest/judge.js';
import { SourceWorker } from '../../src/ingest/source-worker.js';
import { sourceStanding } from '../../src/serve/source-standing.js';
import { sourceProgress } from '../../src/store/questions/source-progress.js';
import { prepareUsageDatabase, type UsageDatabase } from '../../src/store/usage-database.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/usage/window.js';
import { bigQueryAt, googleOf } from '../support/google.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

const NOW = Date.parse('2026-11-18T21:00:00Z');
const HISTORY_DAYS = 3;
/** Of a query of a small table. */
const SCAN = 10 * 1024 ** 2;
const TABLE = `${PRODUCTION}.vertex_logs_eu.claude_europe_west1`;
const ID = 'rows';

let test: TestDatabase;
let database: UsageDatabase;
let simulator: Simulator;
let google: SimulatedGoogle;
let keyFile = '';
const clock = new SimulatorClock();
const warnings: string[] = [];
const stop = new AbortController();

beforeEach(async () => {
  clock.hold(NOW);
  warnings.length = 0;
  test = await createTestDatabase();
  database = await prepareUsageDatabase(test.pool, []);
  simulator = await startSimulator({ clock, historyDays: 4, callsPerDay: 10, google: { callsPerDay: 1_500 } });
  simulator.setFaults({ google: { quotaFactor: 0 } });
  google = googleOf(simulator);
  keyFile = join(await mkdtemp(join(tmpdir(), 'ledgerline-google-')), 'key.json');
  await writeFile(keyFile, JSON.stringify(google.key));
});
afterEach(async () => {
  await simulator.stop();
  await database.leases.close();
  await test.drop();
  await rm(join(keyFile, '..'), { recursive: true, force: true });
});

/** A process that reads the table, as far as `scansPerDay` allows. */
function start(scansPerDay: number): SourceWorker {
  const source = new VertexRequestResponseSource(
    {
      id: ID,
      projectId: PRODUCTION,
      location: 'europe-west1',
      table: TABLE,
      maximumBytesBilled: 1e12,
      maximumBytesBilledPerDay: scansPerDay * SCAN,
      credentials: { keyFile },
      endpoint: google.endpoints,
      firstWaitMs: 1,
    },
    clock,
  );
  const { usage, runs, leases } = database;
  const log = { warn: (message: string) => warnings.push(message) };
  return new SourceWorker(source, HISTORY_DAYS, { usage, runs, rules: NO_RULES, clock }, leases, log, stop.signal);
}

/** What schedules ask for at a time, until nothing is due any more. */
async function tick(worker: SourceWorker, at: number): Promise<void> {
  clock.hold(at);
  worker.ask('live', at);
  if (at % HOUR_MS === 0) worker.ask('hourly', at);
  if (at % DAY_MS === 0) worker.ask('daily', at);
  await worker.idle();
}

async function standing() {
  const progress = (await sourceProgress(test.pool)).get(ID);
  const now = clock.now();
  return sourceStanding({ historyDays: HISTORY_DAYS, progress, nextRunAt: new Date(now + 5 * MINUTE_MS), now });
}

async function storedRows(): Promise<number> {
  const { rows } = await test.pool.query<{ count: number }>(`select count(*)::int as count from sight`);
  return rows[0]?.count ?? 0;
}

/** Rows of the table, as they are now, from the first day of the history on. A reading of the whole table, too. */
async function rowsUpTo(to: number): Promise<number> {
  const bigQuery = bigQueryAt(google, PRODUCTION);
  const from = Math.floor(NOW / DAY_MS) * DAY_MS - HISTORY_DAYS * DAY_MS;
  const [rows] = await bigQuery.query({
    query: `SELECT CAST(request_id AS STRING) AS id FROM \`${TABLE}\` WHERE logging_time >= @from AND logging_time < @to`,
    params: { from: bigQuery.timestamp(new Date(from)), to: bigQuery.timestamp(new Date(to)) },
  });
  return rows.length;
}

const scans = () => google.bytesBilled() / SCAN;

describe('a table of BigQuery that every query reads whole', () => {
  it('is read as often as a ceiling of bytes a day allows, with all its history in the first reading', async () => {
    let worker = start(4);
    await tick(worker, NOW);
    expect(scans()).toBe(1);
    const first = await storedRows();
    expect(first).toBeGreaterThan(100);
    expect(await standing()).toMatchObject({ state: 'postponed', historyDoneDays: 3, completeUpTo: NOW, gaps: [] });
    expect((await standing()).words).toContain(
      'waits for the next reading, at 2026-11-19 03:00 UTC. The table is not partitioned by logging_time, so that each reading is billed 10 MiB, and 40 MiB a day are allowed (maximumBytesBilledPerDay)',
    );

    // 13 hours of a schedule of five minutes, over midnight; the process is started again in the fourth.
    let rowsAtLast = 0;
    for (let minutes = 5; minutes <= 13 * 60; minutes += 5) {
      if (minutes === 4 * 60) worker = start(4);
      await tick(worker, NOW + minutes * MINUTE_MS);
      if (minutes === 12 * 60) rowsAtLast = await rowsUpTo(NOW + 12 * HOUR_MS);
    }
    expect(warnings).toEqual([]);
    // And one of the test's own.
    expect(scans()).toBe(3 + 1);
    expect(await standing()).toMatchObject({ state: 'postponed', completeUpTo: NOW + 12 * HOUR_MS, gaps: [] });
    expect(await storedRows()).toBe(rowsAtLast);
    expect(rowsAtLast).toBeGreaterThan(first);
  });

  it('is read by its schedule while the ceiling allows that', async () => {
    const worker = start(1_000);
    for (let minutes = 0; minutes <= 60; minutes += 5) await tick(worker, NOW + minutes * MINUTE_MS);
    expect(scans()).toBe(13);
    expect(await standing()).toMatchObject({ state: 'ok', completeUpTo: NOW + HOUR_MS, gaps: [] });
  });

  it('is not billed for what was refused, and says what was', async () => {
    const worker = start(1);
    simulator.setFaults({ google: { quotaFactor: 0, denied: ['bigquery.tables.getData'] } });
    await tick(worker, NOW);
    expect(await standing()).toMatchObject({ state: 'failing', words: expect.stringContaining('bigquery.dataViewer') });
    simulator.setFaults({ google: { quotaFactor: 0, denied: [] } });
    await tick(worker, NOW + 5 * MINUTE_MS);
    expect(scans()).toBe(1);
    expect(await standing()).toMatchObject({ state: 'postponed', historyDoneDays: 3, gaps: [] });
  });
});
