import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BedrockProfilesReader } from '../../src/collect/bedrock/profiles.reader.js';
import { ingestWindow, type Pipeline } from '../../src/ingest/ingest-window.js';
import { NO_RULES } from '../../src/ingest/judge.js';
import { profilesOf } from '../../src/ingest/profile-book.js';
import { repriceModels } from '../../src/ingest/reprice-models.js';
import { rerate, rerateEngine } from '../../src/ingest/rerate-run.js';
import { asStored, resolveProfiles, type Reprice } from '../../src/ingest/resolve-profiles.js';
import { modelMappingsSchema } from '../../src/price/model-mapping.js';
import { closeMonth } from '../../src/store/closed-months.store.js';
import { inTransaction } from '../../src/store/transaction.js';
import { findBrokenRules } from '../../src/store/consistency.store.js';
import { knownProfiles } from '../../src/store/questions/known-profiles.js';
import { prepareUsageDatabase, type UsageDatabase } from '../../src/store/usage-database.js';
import type { ProfileArn } from '../../src/usage/profile-arn.js';
import { HOUR_MS } from '../../src/usage/window.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { ledgerTotals, simulateCloud, storedTotals, type SimulatedCloud } from '../support/simulated-cloud.js';

/** Marketing's campaign of October ended on 1 November, and its profile was deleted on the third. */
const CAMPAIGN_EXISTS = Date.parse('2026-11-02T00:00:00Z');
const NOW = Date.parse('2026-11-19T13:24:10Z');
const DAYS = 21;
const never = new AbortController().signal;
/** What a reader of records knows: no body that lies in S3. */
const records = { bodies: false } as const;

let database: TestDatabase;
let usageDatabase: UsageDatabase;
let cloud: SimulatedCloud;

beforeAll(async () => {
  cloud = await simulateCloud(NOW, { historyDays: DAYS, callsPerDay: 150, faults: { quotaFactor: 0 } });
});
afterAll(() => cloud.simulator.stop());
beforeEach(async () => {
  cloud.simulator.clock.hold(NOW);
  deny();
  database = await createTestDatabase();
  usageDatabase = await prepareUsageDatabase(database.pool, ['Europe/Berlin']);
});
afterEach(() => database.drop());

/** Takes permissions away, and gives back those of before. */
const deny = (...denied: string[]) => cloud.simulator.setFaults({ denied });
const clock = { now: () => cloud.simulator.clock.now() };
const accessTo = ({ accountId, region }: { accountId: string; region: string }) => ({
  accountId,
  region,
  endpoint: `${cloud.simulator.endpoint}/accounts/${accountId}`,
});
const readerFor = (profile: ProfileArn) => new BedrockProfilesReader(accessTo(profile));

/** The service's own parts; each call is another process that knows only what is stored. */
async function start(rules = NO_RULES, { reprice }: { reprice?: Reprice } = {}) {
  const parts = await profilesOf(database.pool, rules);
  const accountIds = cloud.simulator.accounts.map(({ accountId }) => accountId);
  const { usage, runs, rollups, pool } = usageDatabase;
  const pipeline: Pipeline = { usage, runs, rules: parts.rules, clock };
  const engine = rerateEngine({ pool, rollups, rules: parts.rules, clock });
  const byRun: Reprice = (modelIds, signal) => repriceModels(engine, modelIds, signal);
  const resolving = { ...parts, accountIds, readerFor, clock, reprice: reprice ?? byRun };
  return { parts, pipeline, engine, resolve: () => resolveProfiles(resolving, never) };
}

async function collect(pipeline: Pipeline): Promise<void> {
  const window = { from: cloud.simulator.historyFrom, to: clock.now() };
  for (const source of cloud.sources) await ingestWindow(source, window, 'backfill', pipeline, never);
}

async function totals() {
  while ((await usageDatabase.rollups.rebuildDirtyHours()) > 0);
  expect((await usageDatabase.rollups.verify()).disagreements).toEqual([]);
  expect(await findBrokenRules(database.pool)).toEqual([]);
  return storedTotals(database);
}

async function statesOfProfiles(): Promise<Record<string, number>> {
  const states: Record<string, number> = {};
  for (const { state } of await knownProfiles(database.pool)) states[state] = (states[state] ?? 0) + 1;
  return states;
}

describe('application profiles and provisioned throughput', () => {
  it('are resolved after they were first logged, and their calls are priced to the pico-dollar', async () => {
    const service = await start();
    await collect(service.pipeline);
    expect(await totals()).toEqual(ledgerTotals(await cloud.simulator.ledger({ ...records, profiles: 'opaque' })));

    const report = await service.resolve();
    expect(report.resolved).toBeGreaterThan(10);
    expect(await totals()).toEqual(ledgerTotals(await cloud.simulator.ledger({ ...records, profiles: 'existing' })));

    const profiles = await knownProfiles(database.pool);
    const scopes = new Set(profiles.map(({ endpointScope }) => endpointScope));
    expect(scopes).toEqual(new Set(['geo', 'global', 'provisioned', 'region', null]));
    expect(profiles.find(({ name }) => name?.startsWith('care-'))).toMatchObject({
      tags: { team: 'Customer Care', 'cost-centre': '4120' },
    });
    expect(await service.resolve()).toEqual({ asked: 0, resolved: 0, repriced: [] });
  });

  it('are known before they are logged when they are listed, also those that are deleted by then', async () => {
    cloud.simulator.clock.hold(CAMPAIGN_EXISTS);
    const before = await start();
    for (const account of cloud.simulator.accounts) {
      const listed = await new BedrockProfilesReader(accessTo(account)).list(never);
      if (!('found' in listed)) throw new Error(JSON.stringify(listed));
      for (const profile of listed.found) await before.parts.store.keepResolved(asStored(profile), clock.now());
    }
    cloud.simulator.clock.hold(NOW);
    const service = await start();
    await service.resolve();
    await collect(service.pipeline);
    // Profiles that were made since the listing, and the provisioned model, which is in no list of profiles.
    await service.resolve();
    expect(await statesOfProfiles()).toEqual({ resolved: expect.any(Number) });
    expect(await totals()).toEqual(ledgerTotals(await cloud.simulator.ledger({ ...records, profiles: 'known' })));
  });

  it('that were deleted before they could be resolved are priced by a mapping', async () => {
    const service = await start();
    await collect(service.pipeline);
    await service.resolve();
    const gone = (await knownProfiles(database.pool)).filter(({ state }) => state === 'gone');
    expect(gone.length).toBeGreaterThan(0);
    expect(gone[0]?.detail).toMatch(/^There is no such profile in .*, account \d{12}: it was deleted/);

    // Marketing's campaign of October ran on Sonnet 4.5, in its region.
    const mappings = modelMappingsSchema.parse(
      gone.map(({ arn }) => ({
        name: arn,
        when: { modelId: arn },
        model: 'claude-sonnet-4-5',
        endpointScope: 'region',
      })),
    );
    const mapped = await start({ ...NO_RULES, mappings });
    await rerate(mapped.engine, {
      kind: 'apply',
      range: { from: null, to: null },
      startedBy: 'the test',
      signal: never,
    });
    expect(await totals()).toEqual(ledgerTotals(await cloud.simulator.ledger({ ...records, profiles: 'known' })));
  });

  it('are resolved when what was denied is granted', async () => {
    const service = await start();
    await collect(service.pipeline);
    deny('bedrock:GetInferenceProfile', 'bedrock:GetProvisionedModelThroughput');
    expect(await service.resolve()).toMatchObject({ resolved: 0, repriced: [] });
    expect(await statesOfProfiles()).toEqual({ denied: expect.any(Number) });
    const [denied] = await knownProfiles(database.pool);
    const where = `in ${denied?.region}, account ${denied?.accountId}`;
    expect(denied?.detail).toBe(
      `Not allowed to read inference profiles and provisioned throughput ${where}; grant bedrock:GetInferenceProfile on it (AccessDeniedException).`,
    );
    expect(await totals()).toEqual(ledgerTotals(await cloud.simulator.ledger({ ...records, profiles: 'opaque' })));

    deny();
    expect(await service.resolve()).toMatchObject({ asked: 0 });
    cloud.simulator.clock.hold(NOW + HOUR_MS);
    expect((await service.resolve()).resolved).toBeGreaterThan(10);
    const asCollected = { ...records, profiles: 'existing', to: NOW, asOf: NOW } as const;
    expect(await totals()).toEqual(ledgerTotals(await cloud.simulator.ledger(asCollected)));
  });

  it('are resolved without their tags when only those are denied', async () => {
    const service = await start();
    await collect(service.pipeline);
    deny('bedrock:ListTagsForResource');
    await service.resolve();
    expect(await totals()).toEqual(ledgerTotals(await cloud.simulator.ledger({ ...records, profiles: 'existing' })));
    const resolved = (await knownProfiles(database.pool)).find(({ state }) => state === 'resolved');
    expect(resolved).toMatchObject({ tags: {}, detail: expect.stringMatching(/grant bedrock:ListTagsForResource/) });
  });

  it('are priced by the next process when one is killed after resolving', async () => {
    const killed = await start(NO_RULES, { reprice: () => Promise.reject(new Error('killed by the test')) });
    await collect(killed.pipeline);
    await expect(killed.resolve()).rejects.toThrow('killed by the test');
    expect(await totals()).toEqual(ledgerTotals(await cloud.simulator.ledger({ ...records, profiles: 'opaque' })));

    const next = await start();
    expect(await next.resolve()).toMatchObject({ asked: 0, repriced: expect.arrayContaining([expect.any(String)]) });
    expect(await totals()).toEqual(ledgerTotals(await cloud.simulator.ledger({ ...records, profiles: 'existing' })));
  });

  it('change nothing in a closed month, and are booked there once', async () => {
    const service = await start();
    await collect(service.pipeline);
    await inTransaction(database.pool, (client) =>
      closeMonth(client, { month: '2026-10', closedBy: 'the test', priceBook: 'book under test' }),
    );
    expect((await service.resolve()).repriced.length).toBeGreaterThan(10);
    const { rows: waiting } = await database.pool.query(
      `select distinct to_char(occurred_on, 'YYYY-MM') as month
       from   usage_event
       join   usage_series s using (series_id)
       join   resolved_profile p on p.arn = s.model_id and p.state = 'resolved'
       where  s.endpoint_scope = 'unknown'`,
    );
    expect(waiting).toEqual([{ month: '2026-10' }]);
    const booked =
      'select about_month, sum(requests) as requests, sum(list_pico)::text as pico from cost_adjustment group by 1';
    const { rows: adjustments } = await database.pool.query(booked);
    expect(adjustments).toMatchObject([{ about_month: '2026-10-01' }]);
    expect((await service.resolve()).repriced).toEqual([]);
    expect((await database.pool.query(booked)).rows).toEqual(adjustments);
  });

  it('also price a batch that was judged before they were resolved and saved after', async () => {
    const ahead = await start();
    const behind = await start();
    await collect(ahead.pipeline);
    await ahead.resolve();
    // The other process still knows nothing of what has been resolved.
    await database.pool.query('truncate usage_event, usage_hourly, usage_daily');
    await collect(behind.pipeline);
    expect(await totals()).toEqual(ledgerTotals(await cloud.simulator.ledger({ ...records, profiles: 'opaque' })));
    expect((await ahead.resolve()).repriced.length).toBeGreaterThan(10);
    expect(await totals()).toEqual(ledgerTotals(await cloud.simulator.ledger({ ...records, profiles: 'existing' })));
  });
});
