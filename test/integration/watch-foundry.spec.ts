import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AzureFaults } from '../../simulator/azure/azure-faults.js';
import type { AzureSimulator } from '../../simulator/azure/start-azure.js';
import { SimulatorClock } from '../../simulator/clock.js';
import { startSimulator, type Simulator } from '../../simulator/start-simulator.js';
import type { SourceConfig } from '../../src/runtime/config/schema.js';
import { MeterStore } from '../../src/store/meters.store.js';
import { DAY_MS, HOUR_MS } from '../../src/usage/window.js';
import type { JudgedPlace } from '../../src/watch/watched-places.js';
import { judgeBySettings, sourceOf } from '../support/judged-settings.js';
import { codesOf, notesOf } from '../support/log-keeping.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

const NOW = Date.parse('2026-11-18T15:00:00Z');

let simulator: Simulator;
let azure: AzureSimulator;
let database: TestDatabase;
let sources: SourceConfig[];
let unreachable: string[];

beforeEach(async () => {
  const held = new SimulatorClock();
  held.hold(NOW);
  simulator = await startSimulator({ clock: held, historyDays: 40, callsPerDay: 10, azure: { callsPerDay: 200 } });
  if (simulator.azure === null) throw new Error('the stand-in was started without Azure');
  azure = simulator.azure;
  database = await createTestDatabase();
  unreachable = [];
  const { tenantId, clientId, clientSecret, logs, arm, authority, caPem, accounts } = azure.addresses;
  const common = {
    credentials: { tenantId, clientId, clientSecret },
    endpoint: { logs, arm, authority, ca: caPem },
  };
  sources = accounts.flatMap(({ name, resourceId, region, workspaceId, gatewayResourceId }) => [
    sourceOf({ ...common, id: `requests-${name}`, kind: 'foundry-requests', workspaceId, resourceId, region }),
    ...(gatewayResourceId === null
      ? []
      : [
          sourceOf({
            ...common,
            id: `gateway-${name}`,
            kind: 'foundry-gateway',
            workspaceId,
            resourceId: gatewayResourceId,
            foundry: [{ resourceId, region }],
          }),
        ]),
  ]);
});
afterEach(async () => {
  await simulator.stop();
  await database.drop();
});

/** The settings are read over the wire while Azure is as these faults make it, and the places judged. */
function judgedWith(faults: Partial<AzureFaults> = {}): Promise<readonly JudgedPlace[]> {
  azure.setFaults(faults);
  return judgeBySettings({
    pool: database.pool,
    sources,
    now: NOW,
    onUnreachable: (words) => unreachable.push(words),
  });
}

function accountOf(judged: readonly JudgedPlace[], { hasGateway }: { readonly hasGateway: boolean }): JudgedPlace {
  const address = azure.addresses.accounts.find(({ gatewayResourceId }) => (gatewayResourceId !== null) === hasGateway);
  const found = judged.find(({ accountId }) => accountId === address?.resourceId.toLowerCase());
  if (found === undefined) throw new Error(`no verdict on ${address?.name ?? 'an account'}`);
  return found;
}

const nameOf = (place: JudgedPlace) => place.accountId.split('/').at(-1) ?? '';
const since = (resource: string, from: number) => [{ resource, from, to: null }];

describe('settings read from Azure', () => {
  it('say of every Foundry resource what is kept, before a single record was collected', async () => {
    const judged = await judgedWith();
    expect(unreachable).toEqual([]);
    expect(judged.map((place) => [nameOf(place), place.region, place.verdict.state, notesOf(place.verdict)])).toEqual([
      ['insurer-ai', 'eastus2', 'kept', ['dailyCap']],
      ['insurer-research', 'swedencentral', 'kept', ['dailyCap', 'callersNotLogged']],
    ]);
    expect(accountOf(judged, { hasGateway: true }).keeping.stores.map(({ name }) => name)).toEqual([
      'table AzureDiagnostics of workspace insurer-logs',
      'table ApiManagementGatewayLlmLog of workspace insurer-logs (gateway insurer-gateway)',
    ]);
  });

  it('tell that nothing is logged, with the command that leads the log to a workspace', async () => {
    const place = accountOf(await judgedWith({ loggingOff: since('insurer-research', 0) }), { hasGateway: false });
    expect([place.verdict.state, codesOf(place.verdict)]).toEqual(['not kept', ['loggingOff']]);
    expect(place.verdict.reasons[0]?.action?.command).toContain(
      `az monitor diagnostic-settings create --name ledgerline --resource ${place.accountId}`,
    );
  });

  it('tell that only what goes through the gateway is logged', async () => {
    const place = accountOf(await judgedWith({ loggingOff: since('insurer-ai', 0) }), { hasGateway: true });
    expect([place.verdict.state, codesOf(place.verdict)]).toEqual(['at risk', ['onlyThroughGateway']]);
  });

  it('tell of a table that keeps too little', async () => {
    const judged = await judgedWith({ retention: [{ resource: 'actuarial-logs', days: 7 }] });
    const place = accountOf(judged, { hasGateway: false });
    expect([place.verdict.state, codesOf(place.verdict)]).toEqual(['not kept', ['keptTooShort', 'notWholeYet']]);
    expect(place.verdict.reasons[0]?.action?.command).toContain(
      '--workspace-name actuarial-logs --name AzureDiagnostics',
    );
  });

  it('tell of a daily cap that is reached, and of calls that are metered while no row arrives', async () => {
    const { resourceId = '', region = '' } =
      azure.addresses.accounts.find(({ name }) => name === 'insurer-research') ?? {};
    await new MeterStore(database.pool).save(
      { id: 'meter', cloud: 'foundry', accountId: resourceId.toLowerCase(), region },
      { from: NOW - 3 * DAY_MS, to: NOW - HOUR_MS },
      [{ modelId: 'claude-opus-5', metric: 'requests', startsAt: NOW - 8 * HOUR_MS, value: 120n }],
    );
    const judged = await judgedWith({ dailyCap: since('actuarial-logs', NOW - 4 * DAY_MS) });
    const place = accountOf(judged, { hasGateway: false });
    expect([place.verdict.state, codesOf(place.verdict)]).toEqual(['not kept', ['overQuota', 'silent']]);
  });

  it.each([
    ['Microsoft.Insights/diagnosticSettings/read', 'Monitoring Reader'],
    ['Microsoft.OperationalInsights/workspaces/tables/read', 'Log Analytics Reader'],
    ['Microsoft.OperationalInsights/workspaces/query/read', 'Log Analytics Reader'],
  ])('that may not be read (%s) leave the verdict unknown, with the role to grant', async (permission, role) => {
    const place = accountOf(await judgedWith({ denied: [permission] }), { hasGateway: false });
    expect(place.verdict.state).toBe('unknown');
    const missing = place.keeping.unread.find((one) => one.permission === permission);
    expect(missing?.action.command).toContain(`--role '${role}'`);
  });
});
