import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinFoundryGroup } from '../../../src/join/foundry-join.js';
import { billedAnswerSchema } from '../../../src/serve/answers/billed.js';
import { deploymentsAnswerSchema } from '../../../src/serve/answers/deployments.js';
import { joinsAnswerSchema } from '../../../src/serve/answers/joins.js';
import { readersAnswerSchema } from '../../../src/serve/answers/readers.js';
import { unmeteredAnswerSchema } from '../../../src/serve/answers/unmetered.js';
import { BilledUsageStore } from '../../../src/store/billed-usage.store.js';
import { DeploymentStore } from '../../../src/store/deployments.store.js';
import { MeterStore } from '../../../src/store/meters.store.js';
import { noteFailed } from '../../../src/store/reader-state.store.js';
import type { BilledUsage } from '../../../src/usage/billed-usage.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/usage/window.js';
import { ACCOUNT, ALL_HOURS, bins, DAY, factsOf, foundrySight, spell } from '../../support/foundry-sights.js';
import { makeCalls, seedUsage } from '../../support/seed-usage.js';
import { startServing, type Serving } from '../../support/serving.js';

const NOW = '2026-11-20T13:24:00Z';
const SCOPE = '/subscriptions/s/resourcegroups/g';
const cost = { sourceId: 'cost', cloud: 'foundry' as const, kind: 'foundry-cost' };
const charge = (day: string, usd: string, meter = 'Claude Consumption Unit'): BilledUsage => {
  return { cloud: 'foundry', scope: SCOPE, day, meter, unit: null, quantity: '100', cost: usd, currency: 'USD' };
};

let serving: Serving;
beforeAll(async () => {
  serving = await startServing(NOW);
});
afterAll(() => serving.stop());

const at = (time: string) => Date.parse(`2026-11-10T${time}Z`);
const RANGE = 'from=2026-11-14&to=2026-11-21&timeZone=UTC';

/** What the join of a day says of a group, as it is kept. */
async function keepJoin(...[time, sights, facts]: Parameters<typeof joinFoundryGroup>) {
  const { report } = joinFoundryGroup(time, sights, facts);
  await serving.database.pool.query(
    `insert into join_group (cloud, account_id, region, model_key, hour, marks, joined_marks, base, report, joined_at)
     values ('foundry', $1, '', $2, $3, 2, 2, $4, $5, now())
     on conflict (cloud, account_id, region, model_key, hour) do update set report = excluded.report`,
    [facts.accountId, facts.modelKey, new Date(time.from), report.base, JSON.stringify(report)],
  );
}

describe('what the gateway told beyond the meter', () => {
  it('is told by deployment, day and class: hours, what other hours made good, and what is left owed', async () => {
    // At nine the gateway tells of two calls of 100 tokens, of which the meter counted one at ten and 40 tokens never.
    const facts = factsOf({
      bins: [
        ...bins(9, { inputTokens: 60, requests: 1 }),
        ...bins(10, { inputTokens: 100, outputTokens: 20, requests: 1 }),
      ],
      meteredHours: new Set(ALL_HOURS),
    });
    const nine = 9 * HOUR_MS;
    await keepJoin(DAY, [foundrySight('gateway', 'a', nine), foundrySight('gateway', 'b', nine + MINUTE_MS)], facts);
    const { totals, rows } = unmeteredAnswerSchema.parse(await serving.getJson(`/api/v1/unmetered?${RANGE}`));
    const own = { day: '2026-11-18', accountId: ACCOUNT, deployment: 'care', model: 'claude-opus-5' };
    expect(rows).toEqual([
      { ...own, counted: 'input', metered: 160, attributed: 200, hours: 1, below: 140, carried: 100, owed: 40 },
      { ...own, counted: 'output', metered: 20, attributed: 20, hours: 1, below: 20, carried: 20, owed: 0 },
      { ...own, counted: 'requests', metered: 2, attributed: 2, hours: 1, below: 1, carried: 1, owed: 0 },
    ]);
    expect(totals).toEqual([
      { counted: 'input', below: 140, carried: 100, owed: 40 },
      { counted: 'output', below: 20, carried: 20, owed: 0 },
      { counted: 'requests', below: 1, carried: 1, owed: 0 },
    ]);
    expect(await serving.getJson('/api/v1/unmetered?from=2026-11-19&to=2026-11-21&timeZone=UTC')).toMatchObject({
      totals: [],
      rows: [],
    });
  });

  it('is a part of what joining decided, which is told by day', async () => {
    const { rows } = joinsAnswerSchema.parse(await serving.getJson(`/api/v1/joins?${RANGE}`));
    expect(rows).toMatchObject([
      {
        day: '2026-11-18',
        cloud: 'foundry',
        accountId: ACCOUNT,
        model: 'claude-opus-5',
        groups: 1,
        waiting: 0,
        bases: ['metrics'],
        coverage: 1,
        rowsOfLogs: { gateway: 2, resource: 0 },
        matched: 2,
        remainderRequests: 0,
        owedRequests: 0,
      },
    ]);
  });
});

describe('deployments', () => {
  it('are dated lines: a name that was made again for another model has two', async () => {
    const store = new DeploymentStore(serving.database.pool);
    const reader = { sourceId: 'deployments', cloud: 'foundry' as const, kind: 'foundry-deployments' };
    await store.save(reader, ACCOUNT, [spell('care', 'claude-opus-5'), spell('desk', 'claude-haiku-5')], at('05:30'));
    await store.save(reader, ACCOUNT, [spell('care', 'claude-sonnet-5'), spell('desk', 'claude-haiku-5')], at('06:20'));
    const grown = { ...spell('desk', 'claude-haiku-5'), capacity: 20 };
    await store.save(reader, ACCOUNT, [spell('care', 'claude-sonnet-5'), grown], at('07:00'));
    const { deployments } = deploymentsAnswerSchema.parse(await serving.getJson('/api/v1/deployments'));
    expect(deployments.map(({ name, modelName, from, to, change }) => ({ name, modelName, from, to, change }))).toEqual(
      [
        {
          name: 'care',
          modelName: 'claude-opus-5',
          from: '2026-11-10T05:30:00.000Z',
          to: '2026-11-10T06:20:00.000Z',
          change: 'first',
        },
        { name: 'care', modelName: 'claude-sonnet-5', from: '2026-11-10T06:20:00.000Z', to: null, change: 'madeAgain' },
        {
          name: 'desk',
          modelName: 'claude-haiku-5',
          from: '2026-11-10T05:30:00.000Z',
          to: '2026-11-10T07:00:00.000Z',
          change: 'first',
        },
        { name: 'desk', modelName: 'claude-haiku-5', from: '2026-11-10T07:00:00.000Z', to: null, change: 'changed' },
      ],
    );
  });
});

describe('a bill', () => {
  it('stands beside what was computed, is unknown until it can be known, and its rest is told of', async () => {
    const { pool } = serving.database;
    const [call] = makeCalls(1);
    if (call === undefined || 'unpriced' in call.price) throw new Error('a priced call was asked for');
    const calls = ['2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20'].map((day, index) => ({
      ...call,
      event: {
        ...call.event,
        cloud: 'foundry' as const,
        accountId: ACCOUNT,
        occurredAt: `${day}T08:00:00.000Z`,
        eventId: call.event.eventId.slice(0, -1) + String(index),
      },
    }));
    await seedUsage(pool, calls, []);
    const days = { from: Date.parse('2026-11-10'), to: Date.parse('2026-11-21') };
    const leftOut = [
      { meter: 'gpt-5-mini glbl Tokens', category: 'Foundry Models', cost: '1.10', currency: 'USD' },
      { meter: 'gpt-5-mini glbl Tokens', category: 'Foundry Models', cost: '2.20', currency: 'USD' },
    ];
    const billed = [
      charge('2026-11-16', '9'),
      charge('2026-11-17', '0.0000123456789012345'),
      charge('2026-11-17', '1', 'claude-sonnet-4-5 Input Tokens'),
      charge('2026-11-19', '0.5'),
    ];
    await new BilledUsageStore(pool).replace(
      cost,
      { scope: SCOPE, days, billed, leftOut },
      Date.parse('2026-11-20T05:59:00Z'),
    );
    const answer = billedAnswerSchema.parse(await serving.getJson(`/api/v1/billed?${RANGE}`));
    expect(answer.rows.map(({ day, standing, billed: amounts }) => [day, standing, amounts])).toEqual([
      ['2026-11-20', 'notYetBilled', []],
      ['2026-11-19', 'partlyBilled', [{ currency: 'USD', cost: '0.5' }]],
      ['2026-11-18', 'nothingBilled', []],
      ['2026-11-17', 'billed', [{ currency: 'USD', cost: '1.0000123456789012345' }]],
      ['2026-11-16', 'billed', [{ currency: 'USD', cost: '9' }]],
    ]);
    const computedUsd = answer.rows[0]?.computedUsd ?? '';
    expect(Number(computedUsd)).toBeGreaterThan(0);
    const differences = answer.rows.map(({ differenceUsd }) => differenceUsd);
    expect(differences).toEqual([null, null, `-${computedUsd}`, expect.any(String), null]);
    expect(Number(differences[3])).toBeCloseTo(1.0000123456789 - Number(computedUsd), 12);
    expect(answer.rows[3]?.charges.map(({ meter, ccu }) => [meter, ccu])).toEqual([
      ['Claude Consumption Unit', '100'],
      ['claude-sonnet-4-5 Input Tokens', null],
    ]);
    expect(answer.totals).toMatchObject({ days: 2, billedUsd: '1.0000123456789012345' });
    expect(answer.scopes).toMatchObject([
      { scope: SCOPE, leftOutMeters: 1, leftOut: [{ meter: 'gpt-5-mini glbl Tokens', cost: '3.30', currency: 'USD' }] },
    ]);
  });
});

describe('readers beside the logs', () => {
  it('say at what point they are, what somebody has to grant, and which hours are lost', async () => {
    const { pool } = serving.database;
    const meter = { id: 'foundry-metrics', cloud: 'foundry', accountId: ACCOUNT, region: 'eastus2', keptDays: 93 };
    const meters = new MeterStore(pool);
    const today = Date.parse('2026-11-20T00:00:00Z');
    // Down for a while in summer, and for a day last week.
    for (const [from, to] of [
      [120, 110],
      [95, 6],
      [5, 0],
    ] as const)
      await meters.save(meter, { from: today - from * DAY_MS, to: today - to * DAY_MS }, []);
    const failed = { state: 'permission' as const, detail: 'grant the role Cost Management Reader', at: today };
    await noteFailed(pool, { ...cost, sourceId: 'denied' }, failed);
    const { readers } = readersAnswerSchema.parse(await serving.getJson('/api/v1/readers'));
    expect(readers.map(({ sourceId, kind, state }) => [sourceId, kind, state])).toEqual([
      ['denied', 'cost', 'permission'],
      ['cost', 'cost', 'ok'],
      ['deployments', 'deployments', 'ok'],
      ['foundry-metrics', 'metrics', 'ok'],
    ]);
    expect(readers[0]?.words).toBe('grant the role Cost Management Reader');
    expect(readers[3]).toMatchObject({
      from: new Date(today - 120 * DAY_MS).toISOString(),
      to: new Date(today).toISOString(),
      missing: [{ from: '2026-11-14T00:00:00.000Z', to: '2026-11-15T00:00:00.000Z' }],
      lost: [{ from: '2026-08-02T00:00:00.000Z', to: '2026-08-17T00:00:00.000Z' }],
      words: expect.stringContaining('kept for 93 days'),
    });
  });
});
