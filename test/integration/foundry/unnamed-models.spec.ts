import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { joinDirtyGroups } from '../../../src/ingest/join-groups.js';
import { NO_RULES } from '../../../src/ingest/judge.js';
import { verifyJoins } from '../../../src/ingest/verify-joins.js';
import type { SourcedSight } from '../../../src/join/group-join.js';
import { JOINS } from '../../../src/join/joins.js';
import { reachOf } from '../../../src/join/reach.js';
import { MeterStore } from '../../../src/store/meters.store.js';
import { prepareUsageDatabase, type UsageDatabase } from '../../../src/store/usage-database.js';
import { HOUR_MS } from '../../../src/usage/window.js';
import { ACCOUNT, bins, DAY, foundrySight } from '../../support/foundry-sights.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';

let test: TestDatabase;
let database: UsageDatabase;
beforeEach(async () => {
  test = await createTestDatabase();
  database = await prepareUsageDatabase(test.pool, []);
});
afterEach(() => test.drop());

async function save(sight: SourcedSight) {
  const group = JOINS.foundry?.keyOf(sight);
  if (group === undefined) throw new Error('logs of Foundry are not joined');
  const sights = [{ ...sight, group, reach: reachOf(sight.event) }];
  await database.usage.save({ cloud: 'foundry', sourceId: sight.sourceId, events: [], sights, rejected: [] }, null);
}

async function meter() {
  const counted = bins(9, { inputTokens: 1000, outputTokens: 90, requests: 5 });
  const hours = counted.map((bin) => ({ ...bin, value: BigInt(bin.value), groupKey: JOINS.foundry?.keyOfBin?.(bin) }));
  const account = { id: 'meter', cloud: 'foundry', accountId: ACCOUNT, region: 'eastus2' };
  await new MeterStore(test.pool).save(account, DAY, hours);
}

/** Every event with what it counts, after joining what is dirty. */
async function joined() {
  const { failed } = await joinDirtyGroups(
    { joins: database.joins, rules: NO_RULES },
    { settledMs: 0, signal: new AbortController().signal },
  );
  expect(failed).toEqual([]);
  expect((await verifyJoins(test.pool, database.joins)).disagreements).toEqual([]);
  const { rows } = await test.pool.query<Record<string, unknown>>(
    `select e.request_id as id, s.model, e.requests, e.input_tokens as input, e.output_tokens as output,
            s.price_entry as entry, s.unpriced_reason as unpriced
     from   usage_event e join usage_series s using (series_id)
     order  by 1`,
  );
  return rows;
}

const NINE = 9 * HOUR_MS;
const CALL = foundrySight('gateway', 'a', NINE, { model: null });
const REMAINDER = { id: 'metered/care/claude-opus-5/2026-11-18T09', model: 'claude-opus-5', unpriced: 'scopeUnknown' };

describe('a gateway’s call that names no model', () => {
  const counted = [
    { id: 'a', model: 'claude-opus-5', requests: 1, input: 100, output: 10 },
    { ...REMAINDER, requests: 4, input: 900, output: 80 },
  ];

  it('counts once, when its deployment was metered before', async () => {
    await meter();
    await joined();
    await save(CALL);
    expect(await joined()).toMatchObject(counted);
  });

  it('counts once, when its deployment is metered afterwards', async () => {
    await save(CALL);
    expect(await joined()).toMatchObject([{ id: 'a', model: null, requests: 1, input: 100 }]);
    await meter();
    expect(await joined()).toMatchObject(counted);
  });
});

describe('calls of Foundry of which no tokens were logged', () => {
  it('are in the remainder, or not billed where they were refused, and none is unpriced', async () => {
    await save(foundrySight('gateway', 'blank', NINE, { tokens: null }));
    await save(foundrySight('gateway', 'late', NINE, { status: '504' }));
    await save(foundrySight('gateway', 'over', NINE, { status: '429' }));
    await meter();
    expect(await joined()).toMatchObject([
      { id: 'blank', entry: 'remainder', unpriced: null },
      { id: 'late', entry: 'remainder', unpriced: null },
      { ...REMAINDER, requests: 4, input: 1000 },
      { id: 'over', entry: 'notBilled', unpriced: null },
    ]);
  });
});
