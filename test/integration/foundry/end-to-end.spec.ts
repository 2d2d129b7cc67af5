import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoFoundrySources } from '../../../src/cli/demo-foundry.js';
import { buildMeters } from '../../../src/collect/build-meters.js';
import { buildSource } from '../../../src/collect/build-source.js';
import { type LogSource, SourceUnavailable } from '../../../src/collect/log-source.js';
import { ingestWindow } from '../../../src/ingest/ingest-window.js';
import { NO_RULES } from '../../../src/ingest/judge.js';
import { readMeter } from '../../../src/ingest/read-meter.js';
import { readsLog, type SourceConfig } from '../../../src/runtime/config/schema.js';
import { MeterStore } from '../../../src/store/meters.store.js';
import { prepareUsageDatabase, type UsageDatabase } from '../../../src/store/usage-database.js';
import { DAY_MS, HOUR_MS, splitNewestFirst } from '../../../src/usage/window.js';
import { disagreementsIn } from '../../support/disagreements.js';
import {
  BEFORE,
  END,
  FROM,
  NOW,
  TROUBLED,
  claudeSums,
  joinAll,
  readFactsOf,
  untilRead,
} from '../../support/foundry-estate.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { picoOf } from '../../support/pico-of.js';
import { azureAt } from '../../support/simulated-azure.js';

/** By then everything has arrived, however late. */
const LATER = NOW + 12 * HOUR_MS;
const never = new AbortController().signal;

type Azure = Awaited<ReturnType<typeof azureAt>>;

let test: TestDatabase;
let database: UsageDatabase;
let azure: Azure;
let folder = '';
let configs: readonly SourceConfig[] = [];
beforeEach(async () => {
  test = await createTestDatabase();
  database = await prepareUsageDatabase(test.pool, []);
  folder = await mkdtemp(join(tmpdir(), 'ledgerline-foundry-'));
  azure = await azureAt(BEFORE, { historyDays: 3 });
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, azure.addresses.caPem);
  configs = demoFoundrySources(azure.addresses, caFile, 4);
});
afterEach(async () => {
  await test.drop();
  await rm(folder, { recursive: true, force: true });
});

/** Tries again as the schedules do, for as long as Azure is in trouble. */
async function untilDone<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries > 20 || !(error instanceof SourceUnavailable)) throw error;
    }
  }
}

/** Reads as the source does, until the process seems to die in the middle of a window. */
function dying(source: LogSource): LogSource {
  const { id, cloud, axis } = source;
  return {
    id,
    cloud,
    axis,
    async *read(window, signal) {
      for await (const page of source.read(window, signal)) {
        yield page;
        throw new Error('killed');
      }
    },
  };
}

const logs = () => configs.filter(readsLog).map((config) => buildSource(config));

function ingest(source: LogSource, from: number, to: number) {
  const pipeline = { usage: database.usage, runs: database.runs, rules: NO_RULES, clock: azure.clock };
  return ingestWindow(source, { from, to }, 'history', pipeline, never);
}

/** Deployments and bills, logs and metrics up to now. */
async function collect() {
  await readFacts();
  for (const source of logs()) {
    for (const { from, to } of splitNewestFirst({ from: FROM - HOUR_MS, to: azure.clock.now() }, DAY_MS)) {
      const { rejected } = await untilDone(() => ingest(source, from, to));
      expect(rejected).toBe(0);
    }
  }
  const store = new MeterStore(test.pool);
  for (const meters of buildMeters(configs, azure.clock)) {
    const { historyDays } = meters;
    for (const source of await meters.sources(never)) {
      await untilRead(async () => (await readMeter({ source, store, clock: azure.clock, historyDays }, never)) === 0);
    }
  }
}

async function readFacts() {
  for (const config of configs) {
    if (config.kind === 'foundry-deployments' || config.kind === 'foundry-cost')
      await readFactsOf(config, test.pool, azure.clock.now());
  }
}

async function expectWhole() {
  while ((await database.rollups.rebuildDirtyHours()) > 0);
  expect(await disagreementsIn(test.pool, database)).toEqual([]);
}

/** What the roll-ups say of Claude on an account, by its short name. */
async function collected(account: string, from: number, to: number) {
  const { requests: _, ...sums } = await claudeSums(test.pool, { from, to }, `s.account_id like '%/${account}'`);
  return sums;
}

/** The same by the ledger: what Azure metered of the account, and what that costs. */
async function metered(account: string, from: number, to: number) {
  const { groups } = await azure.ledger({ from, to, by: 'place' });
  const group = groups.find(({ key }) => key === account);
  if (group === undefined) throw new Error(`the ledger knows no ${account}`);
  return {
    input: group.metrics.InputTokens,
    cacheRead: group.metrics.cacheReadInputTokens,
    cacheWrite5m: group.metrics.ephemeral5mInputTokens,
    cacheWrite1h: group.metrics.ephemeral1hInputTokens,
    output: group.metrics.OutputTokens,
    pico: picoOf(group.costUsd),
  };
}

const ACCOUNTS = ['insurer-ai', 'insurer-research'] as const;

async function expectLedger() {
  for (const account of ACCOUNTS) {
    for (let day = FROM; day < END; day += DAY_MS) {
      const to = Math.min(END, day + DAY_MS);
      const of = `${account} on ${new Date(day).toISOString()}`;
      expect({ of, ...(await collected(account, day, to)) }).toEqual({ of, ...(await metered(account, day, to)) });
    }
  }
}

describe('everything that Azure tells of two accounts, one of them half behind a gateway', () => {
  it('comes to what was metered and what that costs, day by day and class by class, through faults and interruptions', async () => {
    await readFacts();
    azure.clock.hold(NOW);
    // Columns are not there before a row brings them: of some calls, less is told at first.
    azure.setFaults({ ...TROUBLED, vanishedColumns: ['completionTokens_d', 'objectId_g', 'streamType_s'] });
    const interrupted: string[] = [];
    for (const source of logs()) {
      const words = await untilDone(() => ingest(dying(source), NOW - DAY_MS, NOW)).catch((error: unknown) => error);
      if (words instanceof Error && words.message === 'killed') interrupted.push(source.id);
    }
    expect(interrupted).toHaveLength(3);
    const stop = new AbortController();
    const joining = joinAll(database, stop.signal);
    stop.abort();
    await joining.catch(() => {});
    await collect();
    await joinAll(database);
    await expectWhole();
    await expectLedger();

    // What was late is read again with what is new; what was told of the calls by then is told whole.
    azure.clock.hold(LATER);
    azure.setFaults({ vanishedColumns: [] });
    await collect();
    await joinAll(database);
    await expectWhole();
    await expectLedger();
    expect(await joinAll(database)).toMatchObject({ groups: 0 });
  });

  it('are the gateway’s rows alone, at a cost that says it is incomplete, for as long as metrics may not be read', async () => {
    azure.clock.hold(LATER);
    azure.setFaults({ denied: ['Microsoft.Insights/metrics/read'] });
    await collect();
    await joinAll(database);
    await expectWhole();
    const { groups } = await azure.ledger({ from: FROM, to: END, by: 'place' });
    const { gateway, costUsd } = groups.find(({ key }) => key === 'insurer-ai') ?? {};
    const told = await collected('insurer-ai', FROM, END);
    expect(told).toEqual({
      input: gateway?.promptTokens,
      cacheRead: 0,
      cacheWrite5m: 0,
      cacheWrite1h: 0,
      output: gateway?.completionTokens,
      pico: picoOf(gateway?.costUsd ?? ''),
    });
    expect(told.pico).toBeLessThan(picoOf(costUsd ?? ''));
    const { rows } = await test.pool.query(
      `select count(*)::int                                                    as calls,
              count(*) filter (where 'cacheNotLogged' = any (e.flags))::int    as flagged,
              count(*) filter (where e.cache_read_tokens is not null)::int     as "withCache"
       from   usage_event e
       join   usage_series s using (series_id)
       where  s.vendor = 'anthropic' and e.input_tokens is not null and e.occurred_at >= $1 and e.occurred_at < $2`,
      [new Date(FROM), new Date(END)],
    );
    expect(rows).toEqual([{ calls: gateway?.calls, flagged: gateway?.calls, withCache: 0 }]);
    // Where there is no gateway either, calls are known and their tokens are not.
    expect(await collected('insurer-research', FROM, END)).toMatchObject({ input: 0, output: 0, pico: 0n });
    const states = await test.pool.query(`select distinct state from meter_state where cloud = 'foundry'`);
    expect(states.rows).toEqual([{ state: 'permission' }]);

    azure.setFaults({ denied: [] });
    await collect();
    await joinAll(database);
    await expectWhole();
    await expectLedger();
  });
});
