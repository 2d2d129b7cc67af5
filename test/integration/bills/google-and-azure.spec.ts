import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readBill } from '../../../src/ingest/read-bill.js';
import { price } from '../../../src/price/price.js';
import { effectiveOf } from '../../../src/price/terms.js';
import { sourceSchema } from '../../../src/runtime/config/source-schema.js';
import { reconciliationAnswerSchema } from '../../../src/serve/answers/reconciliation.js';
import { BilledUsageStore } from '../../../src/store/billed-usage.store.js';
import type { JudgedEvent } from '../../../src/store/judged-event.js';
import { eventIdOf } from '../../../src/usage/event-id.js';
import { TOKEN_CLASSES } from '../../../src/usage/tokens.js';
import { type BillingTable, type ExportedRow, startBillingTable } from '../../support/billing-table.js';
import { makeCalls, seedUsage } from '../../support/seed-usage.js';
import { startServing, type Serving } from '../../support/serving.js';

const NOW = '2026-11-20T13:24:00Z';
const never = new AbortController().signal;
const GROUP = '/subscriptions/00000000-0000-4000-8000-000000000001/resourcegroups/rg-ai';
const FOUNDRY = `${GROUP}/providers/microsoft.cognitiveservices/accounts/example-ai`;

/** Ten calls of Opus 4.8 on the 10th and 11th: half of them global, half in a region, and the same in Foundry. */
const CALLS = makeCalls(20).map((call, index): JudgedEvent => {
  const isVertex = index < 10;
  const isGlobal = index % 2 === 0 || !isVertex;
  const at = new Date(Date.parse('2026-11-10T06:00:00Z') + (index % 4) * 12 * 3_600_000);
  const accountId = isVertex ? 'acme-ml' : FOUNDRY;
  const cloud = isVertex ? ('vertex' as const) : ('foundry' as const);
  const event = {
    ...call.event,
    cloud,
    eventId: eventIdOf(cloud, accountId, `bill-${index}`, at),
    requestId: `bill-${index}`,
    occurredAt: at.toISOString(),
    accountId,
    region: isGlobal ? 'global' : 'us-east5',
    modelId: 'claude-opus-4-8',
    model: 'claude-opus-4-8',
    vendor: 'anthropic',
    endpointScope: isGlobal ? ('global' as const) : ('region' as const),
    outcome: 'ok' as const,
    stopReason: 'end_turn',
    speed: 'standard' as const,
    batch: false,
    inferenceGeo: null,
    webSearchRequests: 0,
    tokens: { input: 3_333 + index, cacheRead: 70_001, cacheWrite5m: 2_000, cacheWrite1h: 500, output: 1_111 },
    flags: [],
  };
  const list = price(event);
  return { ...call, event, price: list, effective: effectiveOf(list, event, []) };
});

const SKUS = {
  input: 'Input Tokens',
  cacheRead: 'Cache Read Input Tokens',
  cacheWrite5m: 'Cache Write Input Tokens',
  cacheWrite1h: 'Cache Write 1 hour Input Tokens',
  output: 'Output Tokens',
} as const;

/** The export of those calls: a row for each class of tokens of a call, to six decimals as Google writes them. */
const EXPORTED: readonly ExportedRow[] = CALLS.filter(({ event }) => event.cloud === 'vertex').flatMap(({ event }) =>
  TOKEN_CLASSES.map((tokenClass): ExportedRow => {
    const alone = {
      input: 0,
      cacheRead: 0,
      cacheWrite5m: 0,
      cacheWrite1h: 0,
      output: 0,
      [tokenClass]: event.tokens[tokenClass],
    };
    const cost = price({ ...event, tokens: alone });
    const isGlobal = event.endpointScope === 'global';
    return {
      service: 'Vertex AI',
      sku: `Claude Opus 4.8 ${SKUS[tokenClass]}${isGlobal ? ' Global' : ''}`,
      at: event.occurredAt.replace('.000Z', 'Z'),
      project: 'acme-ml',
      location: event.region,
      cost: 'priced' in cost ? Number((Number(cost.priced.total) / 1e12).toFixed(6)) : 0,
      tokens: event.tokens[tokenClass] ?? 0,
    };
  }),
);
const GEMINI: ExportedRow = {
  service: 'Vertex AI',
  sku: 'Gemini Input Tokens',
  at: '2026-11-17T07:00:00Z',
  project: 'acme-ml',
  location: 'global',
  cost: 5,
  tokens: 10,
};

let serving: Serving;
let table: BillingTable;
let folder: string;

async function read(change: object = {}) {
  const keyFile = join(folder, 'key.json');
  await writeFile(keyFile, JSON.stringify(table.key));
  const config = sourceSchema(z.string()).parse({
    id: 'google-bill',
    kind: 'vertex-cost',
    projectId: 'acme-billing',
    table: 'acme-billing.billing.gcp_billing_export_v1_01AB23',
    historyDays: 30,
    credentials: { keyFile },
    endpoint: { bigQuery: table.url, token: `${table.url}/token` },
    ...change,
  });
  if (config.kind !== 'vertex-cost') throw new Error('another kind');
  return readBill(config, { pool: serving.database.pool, now: Date.parse(NOW) }, never);
}

async function ask(query: string) {
  const path = `/api/v1/reconciliation?from=2026-11-10&to=2026-11-13&${query}`;
  return reconciliationAnswerSchema.parse(await serving.getJson(path));
}

const causesOf = ({ totals }: Awaited<ReturnType<typeof ask>>) =>
  totals.causes.map(({ cause, differenceUsd }) => [cause, Number(differenceUsd)]);

beforeAll(async () => {
  [serving, table, folder] = await Promise.all([
    startServing(NOW),
    startBillingTable(),
    mkdtemp(join(tmpdir(), 'ledgerline-bills-')),
  ]);
  await seedUsage(serving.database.pool, CALLS, []);
}, 60_000);
afterAll(async () => {
  await Promise.all([serving.stop(), table.stop(), rm(folder, { recursive: true, force: true })]);
});

describe("Google's billing export against what was computed", () => {
  it('is the same to the last decimal that Google writes, by model and kind of endpoint', async () => {
    table.rows = [...EXPORTED, GEMINI];
    expect(await read()).toEqual({ changedDays: 3 });
    const answer = await ask('cloud=vertex');
    expect(answer.rows.map(({ day, billScope }) => [day, billScope])).toEqual([
      ['2026-11-10', 'global'],
      ['2026-11-10', 'regional'],
      ['2026-11-11', 'global'],
      ['2026-11-11', 'regional'],
    ]);
    expect(causesOf(answer).every(([cause]) => cause === 'rounding')).toBe(true);
    for (const { billedTokens, computedTokens } of answer.rows) expect(billedTokens).toBe(computedTokens);
    expect(answer.bills).toMatchObject([{ sourceId: 'google-bill', lastDay: '2026-11-17' }]);
  });

  it('asks for the partitions since the first day only, and never beyond the ceiling of bytes', async () => {
    expect(table.asked).toHaveLength(2);
    for (const sql of table.asked) expect(sql).toContain('_PARTITIONTIME >= TIMESTAMP_TRUNC(@from, DAY)');
    table.bytes = 30 * 1024 ** 3;
    expect(await read()).toBeNull();
    table.bytes = 1_000_000;
    expect(table.asked).toHaveLength(2);
    const { rows } = await serving.database.pool.query('select state, detail from reader_state');
    expect(rows).toEqual([{ state: 'failing', detail: expect.stringContaining('more than maximumBytesBilled') }]);
  });

  it('tells credits, discounts and a missing premium apart', async () => {
    table.rows = EXPORTED.map((row, index) => ({
      ...row,
      ...(index === 0
        ? {
            credits: [
              { name: 'Promotion', amount: -0.01, type: 'PROMOTION' },
              { name: 'Contract', amount: -0.002, type: 'DISCOUNT' },
            ],
          }
        : {}),
      // The region is billed as if it were the global endpoint.
      ...(row.location === 'us-east5' && row.at < '2026-11-11' ? { cost: Number((row.cost / 1.1).toFixed(9)) } : {}),
    }));
    await read();
    const answer = await ask('cloud=vertex');
    const causes = new Map(causesOf(answer).map(([cause, difference]) => [cause, Number(difference)]));
    expect(causes.get('credit')).toBe(-0.01);
    expect(causes.get('discount')).toBe(-0.002);
    const wrong = answer.rows.filter((row) => row.causes.some(({ cause }) => cause === 'wrongPrice'));
    expect(wrong.map(({ day, billScope }) => [day, billScope])).toEqual([['2026-11-10', 'regional']]);
    expect(JSON.stringify(wrong)).toContain('the premium of this endpoint is not billed');
    expect(answer.bills).toMatchObject([{ restatedDays: 1 }]);
  });

  it('reads the same rows from files of JSON lines', async () => {
    const path = join(folder, 'export.jsonl');
    const lines = EXPORTED.map(({ service, sku, at, project, location, cost, tokens }) =>
      JSON.stringify({
        service: { description: service },
        sku: { description: sku },
        usage_start_time: at,
        project: { id: project },
        location: { location },
        cost,
        currency: 'USD',
        usage: { amount: tokens, unit: 'count' },
        cost_type: 'regular',
      }),
    );
    await writeFile(path, lines.join('\n'));
    await serving.database.pool.query('delete from bill_day');
    expect(await read({ table: undefined, path })).toEqual({ changedDays: 2 });
    expect(causesOf(await ask('cloud=vertex')).every(([cause]) => cause === 'rounding')).toBe(true);
  });

  it('says which role is missing', async () => {
    table.denied = true;
    expect(await read()).toBeNull();
    table.denied = false;
    const { rows } = await serving.database.pool.query('select state, detail from reader_state');
    expect(rows).toEqual([{ state: 'permission', detail: expect.stringContaining('roles/bigquery.dataViewer') }]);
  });
});

describe("Azure's bill against what was computed", () => {
  it('is compared as a whole under the billed scope, because Consumption Units name no model', async () => {
    const { withoutBill } = await ask('cloud=foundry');
    expect(withoutBill).toMatchObject([{ accountId: FOUNDRY }]);
    const own = CALLS.filter(({ event }) => event.cloud === 'foundry');
    const costOf = (day: string) =>
      own
        .filter(({ event }) => event.occurredAt.startsWith(day))
        .reduce((sum, { price: list }) => sum + ('priced' in list ? Number(list.priced.total) / 1e12 : 0), 0);
    const days = ['2026-11-10', '2026-11-11'];
    // A private offer of 20 percent, which Azure has taken off before it counts units.
    const billed = days.map((day) => ({
      cloud: 'foundry' as const,
      scope: GROUP,
      day,
      meter: 'Claude Consumption Unit',
      unit: '1',
      quantity: String(costOf(day) * 80),
      cost: (costOf(day) * 0.8).toFixed(12),
      currency: 'USD',
    }));
    const window = { from: Date.parse('2026-11-09'), to: Date.parse('2026-11-20') };
    const reader = { sourceId: 'azure-bill', cloud: 'foundry', kind: 'foundry-cost' } as const;
    const bill = { scope: GROUP, days: window, billed, leftOut: [] };
    await new BilledUsageStore(serving.database.pool).replace(reader, bill, Date.parse(NOW));
    const answer = await ask('cloud=foundry');
    expect(answer.rows.map(({ day, accountId, model }) => [day, accountId, model])).toEqual(
      days.map((day) => [day, GROUP, null]),
    );
    expect(answer.totals.causes.map(({ cause }) => cause)).toEqual(['discount']);
    expect(answer.withoutBill).toEqual([]);
  });
});
