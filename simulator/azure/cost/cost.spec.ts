import { describe, expect, it } from 'vitest';
import { startAzureClients } from '../../../test/support/azure-clients.js';
import { FOUNDRY_ACCOUNTS } from '../world/estate.js';

const NOW = Date.parse('2026-11-18T15:30:00Z');
const [OFFICES] = FOUNDRY_ACCOUNTS;
const SUBSCRIPTION = `/subscriptions/${OFFICES.subscriptionId}`;
const VERSION = '?api-version=2022-10-01';

const DAILY = {
  type: 'ActualCost',
  timeframe: 'Custom',
  timePeriod: { from: '2026-11-10T00:00:00Z', to: '2026-11-18T23:59:59Z' },
  dataset: {
    granularity: 'Daily',
    aggregation: {
      totalCost: { name: 'Cost', function: 'Sum' },
      quantity: { name: 'UsageQuantity', function: 'Sum' },
    },
    grouping: [{ type: 'Dimension', name: 'Meter' }],
  },
};

interface Page {
  readonly properties: {
    readonly columns: readonly { readonly name: string }[];
    readonly rows: readonly (readonly unknown[])[];
    readonly nextLink: string | null;
  };
}

function isPage(json: unknown): json is Page {
  return typeof json === 'object' && json !== null && 'properties' in json;
}

type Rest = Awaited<ReturnType<typeof startAzureClients>>['rest'];

async function rowsOf(rest: Rest, scope: string, body: unknown = DAILY): Promise<unknown[][]> {
  const rows: unknown[][] = [];
  let next: string | null = `${scope}/providers/Microsoft.CostManagement/query${VERSION}`;
  while (next !== null) {
    const { json } = await rest('POST', next, body);
    if (!isPage(json)) throw new Error(`no page: ${JSON.stringify(json)}`);
    rows.push(...json.properties.rows.map((row) => [...row]));
    next = json.properties.nextLink;
  }
  return rows;
}

function sum(rows: readonly unknown[][], column: number, meter: RegExp): number {
  return rows.filter((row) => meter.test(String(row[3]))).reduce((total, row) => total + Number(row[column]), 0);
}

describe('Cost Management', () => {
  it('bills Consumption Units at a cent each, older deployments by meter, five hours late', async () => {
    const { rest, azure } = await startAzureClients(NOW, 8, { costPageRows: 7 });
    const rows = await rowsOf(rest, SUBSCRIPTION);
    const { groups } = await azure.ledger({ by: 'place' });
    const bill = groups.find(({ key }) => key === OFFICES.name)?.bill;
    expect(sum(rows, 1, /Consumption Unit/)).toBeCloseTo(Number(bill?.ccu), 6);
    expect(sum(rows, 0, /Consumption Unit/)).toBeCloseTo(Number(bill?.ccu) / 100, 8);
    expect(sum(rows, 0, /^claude-haiku-4-5 /)).toBeCloseTo(Number(bill?.metersUsd), 8);
    expect(sum(rows, 0, /gpt/)).toBeGreaterThan(0);
    expect(rows.at(-1)?.slice(2)).toEqual([20261118, expect.any(String), 'USD']);
    // The hours since 10:00 are not billed yet.
    const sameBill = (await azure.ledger({ to: Date.parse('2026-11-18T10:00:00Z') })).total.bill;
    expect((await azure.ledger()).total.bill).toEqual(sameBill);
  });

  it('has Claude in the resource group and not in the account', async () => {
    const { rest } = await startAzureClients(NOW, 3, {});
    const meters = async (scope: string): Promise<Set<string>> =>
      new Set((await rowsOf(rest, scope)).map((row) => String(row[3])));
    expect(await meters(`${SUBSCRIPTION}/resourceGroups/${OFFICES.resourceGroup}`)).toContain(
      'Claude Consumption Unit',
    );
    expect(await meters(OFFICES.resourceId)).toEqual(new Set(['gpt-5-mini glbl Tokens']));
  });

  it('filters by dimension', async () => {
    const { rest } = await startAzureClients(NOW, 3, {});
    const filter = { dimensions: { name: 'PublisherName', operator: 'In', values: ['Anthropic'] } };
    const rows = await rowsOf(rest, SUBSCRIPTION, { ...DAILY, dataset: { ...DAILY.dataset, filter } });
    expect(rows.length).toBeGreaterThan(0);
    expect(sum(rows, 0, /gpt/)).toBe(0);
  });

  it('forecasts once a week has been billed, and says nothing before', async () => {
    const dataset = { ...DAILY.dataset, grouping: undefined };
    const timePeriod = { from: '2026-11-18T00:00:00Z', to: '2026-11-30T00:00:00Z' };
    const body = { ...DAILY, timePeriod, dataset, includeActualCost: true };
    const path = `${SUBSCRIPTION}/providers/Microsoft.CostManagement/forecast${VERSION}`;
    const young = await startAzureClients(NOW, 3, {});
    expect(await young.rest('POST', path, body)).toEqual({ status: 204, json: null });
    const old = await startAzureClients(NOW, 10, {});
    const { json } = await old.rest('POST', path, body);
    if (!isPage(json)) throw new Error('no forecast');
    expect(json.properties.rows[0]).toEqual([expect.any(Number), 20261118, 'Forecast', 'USD']);
    expect(json.properties.rows.length).toBe(13);
  });
});
