import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { judgeEvent, NO_RULES, type OwnRules } from '../../src/ingest/judge.js';
import { rerate } from '../../src/ingest/rerate.js';
import { normalise } from '../../src/normalise/normalise.js';
import { modelMappingsSchema } from '../../src/price/model-mapping.js';
import { priceTermsSchema } from '../../src/price/terms-schema.js';
import { findBrokenRules } from '../../src/store/consistency.store.js';
import { RerateRunStore } from '../../src/store/rerate-runs.store.js';
import { RerateStore } from '../../src/store/rerate.store.js';
import { prepareUsageDatabase, type UsageDatabase } from '../../src/store/usage-database.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

const PROFILE = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123def456';
const mappings = modelMappingsSchema.parse([
  { name: 'profile of claims', when: { modelId: PROFILE }, model: 'claude-sonnet-5', endpointScope: 'geo' },
]);
const terms = priceTermsSchema.parse([
  { name: 'seven percent', when: { cloud: 'bedrock' }, discountPercent: '7', from: '2026-11-01' },
]);
const range = { from: '2026-10-01', to: '2026-12-01' };

let test: TestDatabase;
let database: UsageDatabase;

beforeEach(async () => {
  test = await createTestDatabase();
  database = await prepareUsageDatabase(test.pool, ['Europe/Berlin']);
});
afterEach(() => test.drop());

/** Calls of 1,000 input and 100 output tokens, judged by `rules` as they are collected. */
async function collect(rules: OwnRules, calls: readonly { modelId: string; timestamp: string }[]): Promise<void> {
  const events = calls.map(({ modelId, timestamp }, index) => {
    const record = {
      schemaType: 'ModelInvocationLog',
      timestamp,
      accountId: '111122223333',
      region: 'us-east-1',
      requestId: `request-${index}`,
      operation: 'Converse',
      modelId,
      input: { inputTokenCount: 1000 },
      output: { outputTokenCount: 100 },
    };
    const normalised = normalise('bedrock', { text: JSON.stringify(record), envelope: {} });
    if (!('event' in normalised)) throw new Error(JSON.stringify(normalised));
    return judgeEvent(normalised.event, 'test', rules);
  });
  await database.usage.save({ cloud: 'bedrock', sourceId: 'test', events, rejected: [] }, null);
}

function rerateBy(rules: OwnRules, { dryRun = false, signal = new AbortController().signal } = {}) {
  return rerate({
    store: new RerateStore(test.pool),
    runs: dryRun ? null : new RerateRunStore(test.pool),
    rules,
    range,
    book: 'book under test',
    signal,
  });
}

async function totals() {
  while ((await database.rollups.rebuildDirtyHours()) > 0);
  expect((await database.rollups.verify()).disagreements).toEqual([]);
  expect(await findBrokenRules(test.pool)).toEqual([]);
  const { rows } = await test.pool.query<Record<string, string>>(
    `select sum(cost_pico)::text as pico, sum(effective_femto)::text as femto, sum(unpriced_requests)::text as unpriced
     from   usage_hourly`,
  );
  return rows[0];
}

const calls = [
  { modelId: PROFILE, timestamp: '2026-10-20T10:00:00Z' },
  { modelId: PROFILE, timestamp: '2026-11-20T10:00:00Z' },
  { modelId: 'us.anthropic.claude-sonnet-5', timestamp: '2026-11-20T11:00:00Z' },
];

describe('pricing the past again', () => {
  it('prices what was not priced once a mapping says what it is, and the roll-ups follow', async () => {
    await collect(NO_RULES, calls);
    // Sonnet 5 is 2 and 10 USD a million, and a tenth more in a geography: 0.003 × 1.1 = 0.0033 a call.
    expect(await totals()).toEqual({ pico: '3300000000', femto: '3300000000000', unpriced: '2' });

    const report = await rerateBy({ ...NO_RULES, mappings });
    expect(report).toMatchObject({ events: 3, changed: 2 });
    expect(report.differences).toMatchObject([
      { month: '2026-11', model: 'claude-sonnet-5', requests: 1, oldPico: 0n, newPico: 3_300_000_000n },
      { month: '2026-10', model: 'claude-sonnet-5', requests: 1, oldPico: 0n, newPico: 3_300_000_000n },
    ]);
    expect(await totals()).toEqual({ pico: '9900000000', femto: '9900000000000', unpriced: '0' });
  });

  it('equals what collecting under the new rules would have stored, and takes a mapping back again', async () => {
    const rules = { ...NO_RULES, mappings, terms };
    await collect(NO_RULES, calls);
    await rerateBy(rules);
    // Seven percent off the two November calls: 0.0033 + 2 × 0.0033 × 0.93.
    expect(await totals()).toEqual({ pico: '9900000000', femto: '9438000000000', unpriced: '0' });

    await rerateBy(NO_RULES);
    expect(await totals()).toEqual({ pico: '3300000000', femto: '3300000000000', unpriced: '2' });
    const { rows } = await test.pool.query('select flags, provenance from usage_event where occurred_on = $1', [
      '2026-10-20',
    ]);
    expect(rows).toEqual([
      {
        flags: expect.arrayContaining(['modelUnknown', 'scopeUnknown']),
        provenance: expect.objectContaining({ model: 'absent' }),
      },
    ]);
  });

  it('shows what would change without changing it', async () => {
    await collect(NO_RULES, calls);
    expect(await rerateBy({ ...NO_RULES, mappings, terms }, { dryRun: true })).toMatchObject({ events: 3, changed: 3 });
    expect(await totals()).toEqual({ pico: '3300000000', femto: '3300000000000', unpriced: '2' });
    const { rowCount } = await test.pool.query('select from rerate_run');
    expect(rowCount).toBe(0);
  });

  it('changes nothing the second time', async () => {
    await collect(NO_RULES, calls);
    await rerateBy({ ...NO_RULES, mappings, terms });
    expect(await rerateBy({ ...NO_RULES, mappings, terms })).toEqual({ events: 3, changed: 0, differences: [] });
  });

  it('goes on where it was stopped', async () => {
    await collect(NO_RULES, calls);
    const stop = new AbortController();
    const stopping = rerate({
      store: new RerateStore(test.pool),
      runs: new RerateRunStore(test.pool),
      rules: { ...NO_RULES, mappings },
      range,
      book: 'book under test',
      onDay: () => stop.abort(new Error('stopped by the test')),
      signal: stop.signal,
    });
    await expect(stopping).rejects.toThrow('stopped by the test');
    expect(await totals()).toMatchObject({ unpriced: '1' });
    expect(await rerateBy({ ...NO_RULES, mappings })).toMatchObject({ events: 3, changed: 2 });
    expect(await totals()).toEqual({ pico: '9900000000', femto: '9900000000000', unpriced: '0' });
    const { rows } = await test.pool.query('select state, done_to from rerate_run');
    expect(rows).toEqual([{ state: 'done', done_to: '2026-10-20' }]);
  });

  it('begins anew when the rules have changed since it was stopped', async () => {
    await collect(NO_RULES, calls);
    const stop = new AbortController();
    const stopping = rerate({
      store: new RerateStore(test.pool),
      runs: new RerateRunStore(test.pool),
      rules: { ...NO_RULES, mappings },
      range,
      book: 'book under test',
      onDay: () => stop.abort(new Error('stopped by the test')),
      signal: stop.signal,
    });
    await expect(stopping).rejects.toThrow('stopped by the test');
    await rerateBy({ ...NO_RULES, mappings, terms });
    // The two November calls have their discount too, though that day had been finished under the old rules.
    expect(await totals()).toEqual({ pico: '9900000000', femto: '9438000000000', unpriced: '0' });
  });
});
