import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { Random, seedWordsOf } from '../../simulator/random.js';
import { type Simulator, startSimulator } from '../../simulator/start-simulator.js';
import { startEmbeddedPostgres } from '../../src/runtime/embedded-postgres.js';
import { readEnvironment } from '../../src/runtime/environment.js';
import type { ServiceProcess } from '../support/service-process.js';
import {
  BAD_DAY,
  configureSources,
  runsInterrupted,
  startService,
  storedTotalsBefore,
  tenMinutesAgo,
  TOKEN,
  verified,
  whenCollected,
} from '../support/service-under-faults.js';
import { ledgerTotals } from '../support/simulated-cloud.js';
import { whenIdentified } from '../support/when-identified.js';

const SEED = 20_261_121;
/** The short form is what every check runs; `LEDGERLINE_KILLS=100` asks for the long one (bench/RESULTS.md has its result). */
const KILLS = Number(readEnvironment().variable('LEDGERLINE_KILLS') ?? 20);
/** Enough that there is history to collect at the last kill, and no more than the logs keep: the shortest, 90 days. */
const HISTORY_DAYS = Math.min(80, Math.ceil(KILLS * 1.5));
const CALLS_PER_DAY = Math.ceil((400 * KILLS * 1.5) / HISTORY_DAYS);
const LIFE_MS = 3_000;

let folder = '';
let simulator: Simulator | undefined;
let service: ServiceProcess | undefined;
const silent = { log: () => {}, warn: () => {} };

afterEach(async () => {
  service?.kill('SIGKILL');
  await simulator?.stop();
  const server = await startEmbeddedPostgres({ dataDir: folder, log: silent });
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

it(
  `counts every call once, however often it is killed: the service ${KILLS} times, then everything`,
  async () => {
    folder = await mkdtemp(join(tmpdir(), 'ledgerline-kill-'));
    // Kills meet the resolving of profiles and the pricing of calls that waited for it, too.
    const faults = { ...BAD_DAY, denied: [] };
    simulator = await startSimulator({ seed: SEED, historyDays: HISTORY_DAYS, callsPerDay: CALLS_PER_DAY, faults });
    const to = tenMinutesAgo();
    const config = await configureSources(folder, simulator, { historyDays: HISTORY_DAYS, liveCron: '* * * * * *' });
    const random = new Random(seedWordsOf(String(SEED)));

    for (let kill = 0; kill < KILLS; kill += 1) {
      service = startService(config);
      // Anywhere: one life is counted from the start of the process, the next from when it has begun to collect.
      if (kill % 2 === 1) await service.ready;
      await Promise.race([sleep(random.unit() * LIFE_MS), service.exited]);
      service.kill('SIGKILL');
      await service.exited;
    }

    // Everything at once: the service and its database.
    service = startService(config);
    await service.ready;
    const postmaster = Number(
      (await readFile(join(folder, 'postgres', 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[0],
    );
    service.kill('SIGKILL');
    process.kill(postmaster, 'SIGKILL');
    await service.exited;

    service = startService(config);
    const url = await service.ready;
    await whenCollected(url);
    await whenIdentified(url, TOKEN);
    service.kill('SIGTERM');
    expect(await service.exited).toBe(0);
    expect(existsSync(join(folder, 'postgres', 'cluster', 'postmaster.pid'))).toBe(false);

    const server = await startEmbeddedPostgres({ dataDir: folder, log: silent });
    try {
      const { requests, input, output, pico } = ledgerTotals(
        await simulator.ledger({ profiles: 'existing', to: to.getTime() }),
      );
      expect(await storedTotalsBefore(server.url, to)).toEqual({ requests, input, output, pico });
      expect(Number(requests)).toBeGreaterThan(HISTORY_DAYS * 300);
      // The kills did meet windows that were being read.
      const interrupted = await runsInterrupted(server.url);
      console.log(`${KILLS} kills, ${interrupted} windows interrupted, ${requests} calls`);
      expect(interrupted).toBeGreaterThan(KILLS / 4);
    } finally {
      await server.stop();
    }
    expect(await verified(config)).toContain('roll-ups equal events');
  },
  90_000 + KILLS * 15_000,
);
