import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../simulator/start-simulator.js';
import { LEASE_IS_LIVE } from '../../src/store/lease.store.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import type { ServiceProcess } from '../support/service-process.js';
import {
  BAD_DAY,
  configureSources,
  startService,
  storedTotalsBefore,
  tenMinutesAgo,
  verified,
  whenCollected,
} from '../support/service-under-faults.js';
import { ledgerTotals, WITHOUT_PROFILES } from '../support/simulated-cloud.js';

const HISTORY_DAYS = 20;

let folder = '';
let config = '';
let simulator: Simulator;
let database: TestDatabase;
let services: ServiceProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledgerline-instances-'));
  database = await createTestDatabase();
  simulator = await startSimulator({ seed: 4, historyDays: HISTORY_DAYS, callsPerDay: 400, faults: BAD_DAY });
  config = await configureSources(folder, simulator, { historyDays: HISTORY_DAYS, liveCron: '*/5 * * * * *' });
  services = [startService(config, database.url), startService(config, database.url)];
});
afterEach(async () => {
  for (const service of services) service.kill('SIGKILL');
  await Promise.all(services.map((service) => service.exited));
  await simulator.stop();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** Every window that a run read to its end. */
async function windowsRead() {
  const { rows } = await database.pool.query<{
    source: string;
    purpose: string;
    from: Date;
    to: Date;
    instance: string;
  }>(
    `select source_id as source, purpose, window_from as from, window_to as to, instance
     from   collection_run
     where  state = 'done'
     order  by source_id, window_from, window_to`,
  );
  return rows;
}

async function expectTheLedger(to: Date): Promise<void> {
  const { requests, input, output, pico } = ledgerTotals(
    await simulator.ledger({ ...WITHOUT_PROFILES, to: to.getTime() }),
  );
  expect(await storedTotalsBefore(database.url, to)).toEqual({ requests, input, output, pico });
  expect(await verified(config, database.url)).toContain('roll-ups equal events');
}

describe('two instances on one database', () => {
  it('share the work, read no window twice, and store what the ledger says', async () => {
    const to = tenMinutesAgo();
    const [first] = await Promise.all(services.map((service) => service.ready));
    await whenCollected(first ?? '', to);
    for (const service of services) service.kill('SIGTERM');
    expect(await Promise.all(services.map((service) => service.exited))).toEqual([0, 0]);

    await expectTheLedger(to);
    const windows = await windowsRead();
    expect(new Set(windows.map(({ instance }) => instance)).size).toBe(2);
    const history = windows.filter(({ purpose }) => purpose === 'history');
    expect(new Set(history.map(({ instance }) => instance)).size).toBe(2);
    // A window that begins before the end of the one before it would have been read twice.
    const overlaps = history.filter(({ source, from }, index) => {
      const before = history[index - 1];
      return before?.source === source && from < before.to;
    });
    expect(overlaps).toEqual([]);
    // A tick is served once: no two runs of a schedule read the same window.
    const keys = windows.map(({ source, purpose, from, to: end }) => [source, purpose, +from, +end].join(' '));
    expect(new Set(keys).size).toBe(keys.length);
  }, 240_000);

  it('lose nothing when one of them is killed in the middle: the other finishes', async () => {
    const to = tenMinutesAgo();
    const [killed, survivor] = services;
    await Promise.all(services.map((service) => service.ready));
    while (new Set((await windowsRead()).map(({ instance }) => instance)).size < 2) await sleep(50);
    killed?.kill('SIGKILL');
    await killed?.exited;
    const readBefore = (await windowsRead()).length;
    await whenCollected((await survivor?.ready) ?? '', to);
    survivor?.kill('SIGTERM');
    expect(await survivor?.exited).toBe(0);

    await expectTheLedger(to);
    expect((await windowsRead()).length).toBeGreaterThan(readBefore);
    const { rows } = await database.pool.query(
      `select count(*)::int as running, (select count(*)::int from lease l where ${LEASE_IS_LIVE}) as leases
       from   collection_run
       where  state = 'running'`,
    );
    expect(rows).toEqual([{ running: 0, leases: 0 }]);
  }, 240_000);
});
