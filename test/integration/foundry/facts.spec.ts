import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkFoundryAccess } from '../../../src/collect/foundry/access-check.reader.js';
import { FoundryMetricsSource } from '../../../src/collect/foundry/metrics.source.js';
import { readFoundryFacts } from '../../../src/ingest/read-foundry.js';
import { readMeter } from '../../../src/ingest/read-meter.js';
import { DeploymentStore } from '../../../src/store/deployments.store.js';
import { MeterStore } from '../../../src/store/meters.store.js';
import { prepareUsageDatabase } from '../../../src/store/usage-database.js';
import { deploymentAt } from '../../../src/usage/deployment.js';
import { HOUR_MS } from '../../../src/usage/window.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { azureAccess, azureAt } from '../../support/simulated-azure.js';

/** One deployment of the stand-in is deleted at 06:00 and made again for another model at 06:15. */
const BEFORE = Date.parse('2026-11-10T05:30:00Z');
const AFTER = Date.parse('2026-11-10T07:30:00Z');
const NO_SCHEDULE = { live: '* * * * *', hourly: '7 * * * *', daily: '23 3 * * *' };
const never = new AbortController().signal;

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
  await prepareUsageDatabase(database.pool, []);
});
afterEach(() => database.drop());

const sums = z.array(z.object({ metric: z.string(), value: z.coerce.number() }));

describe('metrics of Foundry', () => {
  it('count every token of every class that the cloud counted, by deployment and model', async () => {
    const azure = await azureAt(AFTER);
    const { accounts } = azure.addresses;
    const store = new MeterStore(database.pool);
    const clock = { now: () => azure.clock.now() };
    for (const { name, resourceId, region } of accounts) {
      const settings = { id: `metrics-${name}`, resourceId: resourceId.toLowerCase(), region, minuteDays: 0 };
      const source = new FoundryMetricsSource({ ...settings, ...azureAccess(azure.addresses) });
      expect(await readMeter({ source, store, clock, historyDays: 3 }, never)).toBeGreaterThan(0);
      // Reading again what was read changes nothing.
      await readMeter({ source, store, clock, historyDays: 3 }, never);
    }
    const { rows } = await database.pool.query(
      `select metric, sum(value) as value from metered_usage where model_id like 'claude%' group by 1`,
    );
    const metered = Object.fromEntries(sums.parse(rows).map(({ metric, value }) => [metric, value]));
    const lastHour = Math.floor(AFTER / HOUR_MS) * HOUR_MS;
    const { metrics } = (await azure.ledger({ to: lastHour })).total;
    expect(metered).toMatchObject({
      inputTokens: metrics.InputTokens,
      outputTokens: metrics.OutputTokens,
      cacheReadTokens: metrics.cacheReadInputTokens,
      cacheWrite5mTokens: metrics.ephemeral5mInputTokens,
      cacheWrite1hTokens: metrics.ephemeral1hInputTokens,
    });
    const calls = ['requests', 'throttles', 'clientErrors', 'serverErrors'].map((name) => metered[name] ?? 0);
    expect(calls.reduce((sum, count) => sum + count)).toBe(metrics.ModelRequests);
    // The other maker's model is kept under its own name.
    const others = await database.pool.query(`select from metered_usage where model_id like 'gpt%' limit 1`);
    expect(others.rowCount).toBe(1);
  });
});

describe('deployments of Foundry', () => {
  it('keep what stood behind a name, also after it was deleted and made again for another model', async () => {
    const azure = await azureAt(BEFORE);
    const look = async () => {
      for (const { name, resourceId } of azure.addresses.accounts) {
        const config = {
          id: `deployments-${name}`,
          kind: 'foundry-deployments' as const,
          resourceId: resourceId.toLowerCase(),
          historyDays: 60,
          ...azureAccess(azure.addresses),
        };
        const options = { pool: database.pool, now: azure.clock.now() };
        expect(await readFoundryFacts(config, options, never)).toBe(true);
      }
    };
    await look();
    await look();
    azure.clock.hold(AFTER);
    await look();
    const store = new DeploymentStore(database.pool);
    const spells = (
      await Promise.all(azure.addresses.accounts.map(({ resourceId }) => store.history(resourceId.toLowerCase())))
    ).flat();
    const ended = spells.filter(({ endedAt }) => endedAt !== null);
    expect(ended).toHaveLength(1);
    const name = ended[0]?.name ?? '';
    expect(deploymentAt(spells, name, BEFORE)?.modelName).not.toBe(deploymentAt(spells, name, AFTER)?.modelName);
    expect(spells.filter(({ endedAt }) => endedAt === null).length).toBeGreaterThan(4);
    const zones = spells.filter(({ endpointScope }) => endpointScope === 'data-zone');
    expect(zones.map(({ hosting }) => hosting)).toEqual(zones.map(() => 'azure'));
  });

  it('say which role is missing, and lose nothing that was known', async () => {
    const azure = await azureAt(BEFORE);
    const [account] = azure.addresses.accounts;
    const resourceId = account?.resourceId.toLowerCase() ?? '';
    const access = azureAccess(azure.addresses);
    const config = { id: 'd', kind: 'foundry-deployments' as const, resourceId, historyDays: 60, ...access };
    const options = { pool: database.pool, now: BEFORE };
    await readFoundryFacts(config, options, never);
    azure.setFaults({ denied: ['Microsoft.CognitiveServices/accounts/deployments/read'] });
    expect(await readFoundryFacts(config, options, never)).toBe(false);
    const { rows } = await database.pool.query(
      'select state, detail, (select count(*)::int from deployment where ended_at is null) as known from reader_state',
    );
    expect(rows).toEqual([
      { state: 'permission', detail: expect.stringContaining('grant the role Reader'), known: expect.any(Number) },
    ]);
    expect(z.array(z.object({ known: z.number() })).parse(rows)[0]?.known).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toMatch(/bearer/i);
  });
});

describe('bills of Foundry', () => {
  it('are kept by day and meter, through every page, and reading them again changes nothing', async () => {
    const azure = await azureAt(AFTER, { costPageRows: 3 });
    for (const { name, subscriptionId } of [...azure.addresses.accounts, ...azure.addresses.accounts]) {
      const config = {
        id: `cost-${name}`,
        kind: 'foundry-cost' as const,
        scope: `/subscriptions/${subscriptionId}`,
        meterFilter: ['claude', 'anthropic', 'ccu'],
        historyDays: 60,
        ...azureAccess(azure.addresses),
      };
      expect(await readFoundryFacts(config, { pool: database.pool, now: AFTER }, never)).toBe(true);
    }
    const { rows } = await database.pool.query(
      `select sum(cost)::text as cost, min(currency) as currency, count(distinct day)::int as days from billed_usage`,
    );
    const { bill } = (await azure.ledger()).total;
    const [billed] = z.array(z.object({ cost: z.coerce.number(), currency: z.string(), days: z.number() })).parse(rows);
    // The stand-in writes its amounts as floats, as Azure does.
    expect(billed?.cost).toBeCloseTo(Number(bill.ccuUsd) + Number(bill.metersUsd), 6);
    expect(billed?.currency).toBe('USD');
    expect(billed?.days).toBeGreaterThan(2);
    // What else the subscription was billed is told of, and in no amount.
    const left = await database.pool.query(
      'select distinct left_out as "leftOut" from billed_reading where left_out_count > 0',
    );
    expect(left.rows).toMatchObject([
      { leftOut: [{ meter: 'gpt-5-mini glbl Tokens', category: 'Foundry Models, Azure OpenAI', currency: 'USD' }] },
    ]);
  });

  it('are Claude’s by their category where the name of the meter does not say so', async () => {
    const azure = await azureAt(AFTER);
    const [account] = azure.addresses.accounts;
    const scope = `/subscriptions/${account?.subscriptionId ?? ''}`;
    const common = {
      id: 'cost',
      kind: 'foundry-cost' as const,
      scope,
      historyDays: 60,
      ...azureAccess(azure.addresses),
    };
    const metersWith = async (meterFilter: string[]) => {
      await readFoundryFacts({ ...common, meterFilter }, { pool: database.pool, now: AFTER }, never);
      const { rows } = await database.pool.query('select distinct meter from billed_usage order by 1');
      return rows;
    };
    const all = await metersWith(['claude', 'anthropic', 'ccu']);
    expect(all.length).toBeGreaterThan(0);
    // The word of the offer and that of the publisher stand in sub-categories alone.
    expect(await metersWith(['platform on foundry', 'anthropic models'])).toEqual(all);
  });
});

describe('a cloud of Azure that is kept apart', () => {
  it('is asked with tokens of its own, which count in no other', async () => {
    const azure = await azureAt(AFTER);
    const { resourceId = '', workspaceId = '', region = '' } = azure.addresses.accounts[0] ?? {};
    const own = { resourceId: resourceId.toLowerCase(), historyDays: 60, ...azureAccess(azure.addresses) };
    const kinds = [
      { ...own, id: 'd', kind: 'foundry-deployments' as const },
      { ...own, id: 'r', kind: 'foundry-requests' as const, workspaceId, region, schedule: NO_SCHEDULE },
    ];
    for (const config of kinds) {
      expect(await checkFoundryAccess(config, AFTER)).toMatchObject([{ ok: true }]);
      // The stand-in is the public cloud, at whatever address it is reached.
      expect(await checkFoundryAccess({ ...config, cloud: 'usgovernment' }, AFTER)).toMatchObject([
        { ok: false, words: expect.stringContaining('credentials') },
      ]);
    }
  });
});
