import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { Random, seedWordsOf } from '../../simulator/random.js';
import { type Simulator, startSimulator } from '../../simulator/start-simulator.js';
import { startEmbeddedPostgres } from '../../src/runtime/embedded-postgres.js';
import { type ServiceProcess, startLedgerline } from '../support/service-process.js';
import { ledgerTotals } from '../support/simulated-cloud.js';
import { whenIdentified } from '../support/when-identified.js';

const SEED = 20_261_121;
const KILLS = 20;
const HISTORY_DAYS = 30;
const TOKEN = 'bootstrap-token-of-this-test';

let folder = '';
let simulator: Simulator | undefined;
let service: ServiceProcess | undefined;

afterEach(async () => {
  service?.kill('SIGKILL');
  await simulator?.stop();
  const server = await startEmbeddedPostgres({ dataDir: folder, log: { log: () => {}, warn: () => {} } });
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The service with its embedded database in `folder`, reading the stand-in every second. */
async function configure(): Promise<string> {
  const path = join(folder, 'ledgerline.config.yaml');
  const sources = simulator?.accounts.map(({ accountId, region, logGroup, endpoint }) => ({
    id: `bedrock-${accountId}-${region}`,
    kind: 'bedrock-cloudwatch',
    accountId,
    region,
    logGroup,
    endpoint,
    historyDays: HISTORY_DAYS,
    requestsPerSecond: 100,
    schedule: { live: '* * * * * *', hourly: '7 * * * *', daily: '23 3 * * *' },
  }));
  await writeFile(path, stringify({ dataDir: folder, server: { port: 0 }, sources }));
  return path;
}

function start(config: string): ServiceProcess {
  return startLedgerline(['--config', config, 'start'], {
    AWS_ACCESS_KEY_ID: 'STANDIN',
    AWS_SECRET_ACCESS_KEY: 'stand-in',
    LEDGERLINE_BOOTSTRAP_TOKEN: TOKEN,
    DATABASE_URL: '',
  });
}

/** Asks the API until history is collected; the service tells so itself. */
async function whenCollected(url: string): Promise<void> {
  for (;;) {
    const response = await fetch(`${url}/api/v1/sources`, { headers: { authorization: `Bearer ${TOKEN}` } });
    const { sources }: { sources: { state: string }[] } = JSON.parse(await response.text());
    if (sources.length > 0 && sources.every(({ state }) => state === 'ok')) return;
    await sleep(250);
  }
}

async function storedTotals(url: string, to: Date) {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  try {
    const { rows } = await pool.query<Record<string, string>>(
      `select count(*)::text as requests, sum(input_tokens)::text as input, sum(output_tokens)::text as output,
              sum(cost_pico)::text as pico
       from   usage_event
       where  occurred_at < $1`,
      [to],
    );
    return rows[0];
  } finally {
    await pool.end();
  }
}

it('counts every call once, however often it is killed: the service twenty times, then everything', async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledgerline-kill-'));
  const faults = {
    duplicateShare: 0.03,
    outOfOrder: 0.05,
    emptyPageShare: 0.1,
    serverErrorShare: 0.02,
    slowMs: 20,
    quotaFactor: 0,
  };
  simulator = await startSimulator({ seed: SEED, historyDays: HISTORY_DAYS, callsPerDay: 400, faults });
  // Calls of the last minutes may still be on their way; what is older has been ingested.
  const to = new Date(Math.floor(Date.now() / 60_000) * 60_000 - 10 * 60_000);
  const config = await configure();
  const random = new Random(seedWordsOf(String(SEED)));

  for (let kill = 0; kill < KILLS; kill += 1) {
    service = start(config);
    // Anywhere between the start of the process and well into collecting.
    await Promise.race([sleep(random.unit() * 5_000), service.exited]);
    service.kill('SIGKILL');
    await service.exited;
  }

  // Everything at once: the service and its database.
  service = start(config);
  await service.ready;
  const postmaster = Number(
    (await readFile(join(folder, 'postgres', 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[0],
  );
  service.kill('SIGKILL');
  process.kill(postmaster, 'SIGKILL');
  await service.exited;

  service = start(config);
  const url = await service.ready;
  await whenCollected(url);
  await whenIdentified(url, TOKEN);
  service.kill('SIGTERM');
  expect(await service.exited).toBe(0);
  expect(existsSync(join(folder, 'postgres', 'cluster', 'postmaster.pid'))).toBe(false);

  const server = await startEmbeddedPostgres({ dataDir: folder, log: { log: () => {}, warn: () => {} } });
  try {
    const { requests, input, output, pico } = ledgerTotals(
      await simulator.ledger({ profiles: 'existing', to: to.getTime() }),
    );
    expect(await storedTotals(server.url, to)).toEqual({ requests, input, output, pico });
    expect(Number(requests)).toBeGreaterThan(8_000);
  } finally {
    await server.stop();
  }

  service = startLedgerline(['--config', config, 'verify'], { DATABASE_URL: '' });
  expect(await service.exited).toBe(0);
  expect(service.output()).toContain('roll-ups equal events');
}, 420_000);
