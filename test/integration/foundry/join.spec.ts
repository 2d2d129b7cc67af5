import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { AzureFaults } from '../../../simulator/azure/azure-faults.js';
import { FoundryGatewaySource } from '../../../src/collect/foundry/gateway.source.js';
import { FoundryMetricsSource } from '../../../src/collect/foundry/metrics.source.js';
import { FoundryRequestsSource } from '../../../src/collect/foundry/requests.source.js';
import type { LogSource } from '../../../src/collect/log-source.js';
import { ingestWindow } from '../../../src/ingest/ingest-window.js';
import { NO_RULES } from '../../../src/ingest/judge.js';
import { readMeter } from '../../../src/ingest/read-meter.js';
import { MeterStore } from '../../../src/store/meters.store.js';
import { requestsPage } from '../../../src/store/questions/requests-page.js';
import { ScopedFilters } from '../../../src/store/questions/scoped-filters.js';
import { prepareUsageDatabase, type UsageDatabase } from '../../../src/store/usage-database.js';
import { DAY_MS, HOUR_MS } from '../../../src/usage/window.js';
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
import { accountWithGateway, azureAccess, azureAt } from '../../support/simulated-azure.js';
import { picoOf } from '../../support/pico-of.js';

const never = new AbortController().signal;

type Azure = Awaited<ReturnType<typeof azureAt>>;

let test: TestDatabase;
let database: UsageDatabase;
beforeEach(async () => {
  test = await createTestDatabase();
  database = await prepareUsageDatabase(test.pool, []);
});
afterEach(() => test.drop());

async function lookAtDeployments({ addresses, clock }: Azure) {
  for (const { name, resourceId } of addresses.accounts) {
    const id = `deployments-${name}`;
    const own = { id, kind: 'foundry-deployments' as const, resourceId: resourceId.toLowerCase(), historyDays: 60 };
    const config = { ...own, ...azureAccess(addresses) };
    await readFactsOf(config, test.pool, clock.now());
  }
}

async function readMeters({ addresses, clock }: Azure) {
  for (const { name, resourceId, region } of addresses.accounts) {
    const place = { id: `metrics-${name}`, resourceId: resourceId.toLowerCase(), region };
    const settings = { ...place, minuteDays: 0, ...azureAccess(addresses) };
    const parts = {
      source: new FoundryMetricsSource(settings),
      store: new MeterStore(test.pool),
      clock,
      historyDays: 4,
    };
    await untilRead(async () => (await readMeter(parts, never)) === 0);
  }
}

function logsOf({ addresses }: Azure): LogSource[] {
  const { workspaceId, resourceId, region, gateway } = accountWithGateway(addresses);
  return [
    ...addresses.accounts.map((account) => {
      const own = { ...account, resourceId: account.resourceId.toLowerCase() };
      return new FoundryRequestsSource({ id: `rows-${own.name}`, ...own, ...azureAccess(addresses) });
    }),
    new FoundryGatewaySource({
      id: 'gateway',
      workspaceId,
      resourceId: gateway,
      foundry: [{ resourceId, region }],
      destination: 'both',
      messages: 'skip',
      ...azureAccess(addresses),
    }),
  ];
}

async function readLogs(azure: Azure, sources: readonly LogSource[]) {
  const pipeline = { usage: database.usage, runs: database.runs, rules: NO_RULES, clock: azure.clock };
  for (const source of sources) {
    for (let from = FROM - HOUR_MS; from < NOW; from += 12 * HOUR_MS) {
      const window = { from, to: Math.min(NOW, from + 12 * HOUR_MS) };
      for (let tries = 1; ; tries += 1) {
        try {
          const { rejected } = await ingestWindow(source, window, 'backfill', pipeline, never);
          expect(rejected).toBe(0);
          break;
        } catch (error) {
          if (tries > 20) throw error;
        }
      }
    }
  }
}

async function join() {
  const counts = await joinAll(database);
  while ((await database.rollups.rebuildDirtyHours()) > 0);
  expect(await disagreementsIn(test.pool, database)).toEqual([]);
  return counts;
}

/** What the roll-ups say of Claude in a span. */
const sums = (from: number, to: number, condition?: string) => claudeSums(test.pool, { from, to }, condition);

/** The calls that a search for an id finds, by their own ids. */
async function foundBy(requestId: string | null | undefined): Promise<string[]> {
  const rows = await requestsPage(test.pool, {
    range: { from: FROM, to: END },
    filters: ScopedFilters.within(null),
    conditions: { requestId: requestId ?? 'none' },
    sort: 'time',
    after: null,
    limit: 10,
  });
  const ids = z.array(z.object({ id: z.string() }));
  const found = await test.pool.query('select request_id as id from usage_event where event_id = any ($1)', [
    rows.map(({ eventId }) => eventId),
  ]);
  return ids.parse(found.rows).map(({ id }) => id);
}

async function truth(azure: Azure, from: number, to: number) {
  const { total } = await azure.ledger({ from, to });
  const { calls, failedCalls, tokens, costUsd } = total;
  return { requests: calls - failedCalls, ...tokens, pico: picoOf(costUsd) };
}

/** An account with half of its traffic behind a gateway, and one that is called directly, from before a name changed. */
async function estate(faults: Partial<AzureFaults> = TROUBLED) {
  const azure = await azureAt(BEFORE, { historyDays: 3 });
  await lookAtDeployments(azure);
  azure.clock.hold(NOW);
  azure.setFaults(faults);
  return azure;
}

describe('two accounts of Foundry, one of them half behind a gateway', () => {
  it('come to what was used and what it costs, class by class and day by day, with Azure in trouble', async () => {
    const azure = await estate();
    await lookAtDeployments(azure);
    await readMeters(azure);
    await readLogs(azure, logsOf(azure));
    await join();
    for (let day = FROM; day < END; day += DAY_MS) {
      const to = Math.min(END, day + DAY_MS);
      expect(await sums(day, to)).toEqual(await truth(azure, day, to));
    }
    // Callers have their own calls; the rest, and all that was cached, is nobody's and seen to be.
    const remainder = await sums(FROM, END, `s.source_id like 'metrics-%'`);
    const whole = await sums(FROM, END);
    expect(remainder.cacheRead).toBe(whole.cacheRead);
    expect(remainder.requests / whole.requests).toBeGreaterThan(0.4);
    expect(remainder.requests / whole.requests).toBeLessThan(0.8);
    // Nothing new leaves nothing to do.
    await readMeters(azure);
    expect(await join()).toMatchObject({ groups: 0 });
  });

  it('come to the same whatever is read first', async () => {
    const azure = await estate({});
    await readLogs(azure, logsOf(azure));
    await join();
    const [gatewayOnly] = z
      .array(z.object({ flags: z.array(z.string()), rules: z.array(z.string()).nullable() }))
      .parse(
        (
          await test.pool.query(
            `select flags, price_rules as rules from usage_event join usage_series using (series_id)
         where source_id = 'gateway' and outcome = 'ok' and vendor = 'anthropic' limit 1`,
          )
        ).rows,
      );
    expect(gatewayOnly?.flags).toContain('cacheNotLogged');
    expect(gatewayOnly?.rules).toContain('cacheNotLogged');
    await readMeters(azure);
    await join();
    await lookAtDeployments(azure);
    await join();
    expect(await sums(FROM, END)).toEqual(await truth(azure, FROM, END));
    // A row arrives up to twenty minutes after its call, and no meter is asked for failures.
    const until = FROM + 2 * DAY_MS;
    const failed = await test.pool.query(
      `select count(*) as calls, count(*) filter (where error_code like 'gateway-%') as refused
       from   usage_event
       join   usage_series using (series_id)
       where  outcome = 'failed' and occurred_at >= $1 and occurred_at < $2`,
      [new Date(FROM), new Date(until)],
    );
    const calls = azure.calls(FROM, until).filter(({ kind, status }) => kind === 'message' && status !== 200);
    const refused = calls.filter(({ backendStatus }) => backendStatus === null).length;
    expect(failed.rows).toEqual([{ calls: calls.length, refused }]);

    // A call is found by every id that somebody may have of it; one that no log with tokens tells of, in the remainder of its hour.
    const answered = azure
      .calls(FROM, until)
      .filter(({ status, model }) => status === 200 && model === 'claude-opus-5');
    const [logged, unlogged] = [true, false].map((via) => answered.find(({ viaGateway }) => viaGateway === via));
    expect(await foundBy(logged?.messageId)).toEqual([logged?.gatewayCorrelationId]);
    expect(await foundBy(logged?.gatewayCorrelationId)).toEqual([logged?.gatewayCorrelationId]);
    const hour = unlogged?.occurredAt.slice(0, 13);
    expect(await foundBy(unlogged?.correlationId)).toEqual([`metered/claims-assessor/claude-opus-5/${hour}`]);

    // A failure that the gateway and Foundry's own log tell of is one event, of Foundry's row, and the gateway's id finds it.
    const both = calls.filter(({ viaGateway, backendStatus }) => viaGateway && backendStatus !== null);
    expect(both.length).toBeGreaterThan(0);
    for (const { correlationId, gatewayCorrelationId } of both) {
      expect((await foundBy(correlationId)).length).toBe(1);
      const found = await foundBy(gatewayCorrelationId);
      expect(found).toContain((await foundBy(correlationId))[0]);
      expect(found).not.toContain(gatewayCorrelationId);
    }
  });
});
