import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { judgeEvent, NO_RULES } from '../../src/ingest/judge.js';
import { normalise } from '../../src/normalise/normalise.js';
import { findBrokenRules } from '../../src/store/consistency.store.js';
import type { JudgedEvent } from '../../src/store/judged-event.js';
import { prepareUsageDatabase, type UsageDatabase } from '../../src/store/usage-database.js';
import type { Envelope } from '../../src/usage/raw-record.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

let test: TestDatabase;
let database: UsageDatabase;

beforeEach(async () => {
  test = await createTestDatabase();
  database = await prepareUsageDatabase(test.pool, ['Europe/Berlin']);
});
afterEach(() => test.drop());

/** A call as Bedrock logs it; `changes` are laid over the record. */
function call(changes: Record<string, unknown>, envelope: Envelope = {}, sourceId = 'test'): JudgedEvent {
  const record = {
    schemaType: 'ModelInvocationLog',
    schemaVersion: '1.0',
    timestamp: '2026-11-18T10:15:00Z',
    accountId: '111122223333',
    region: 'us-east-1',
    requestId: 'request-1',
    operation: 'Converse',
    modelId: 'us.anthropic.claude-sonnet-5',
    identity: { arn: 'arn:aws:iam::111122223333:user/ana' },
    input: { inputTokenCount: 1000 },
    output: { outputTokenCount: 100 },
    ...changes,
  };
  const normalised = normalise('bedrock', { text: JSON.stringify(record), envelope });
  if (!('event' in normalised)) throw new Error(JSON.stringify(normalised));
  return judgeEvent(normalised.event, sourceId, NO_RULES);
}

const save = (...events: JudgedEvent[]) =>
  database.usage.save({ cloud: 'bedrock', sourceId: 'test', events, rejected: [] }, null);

async function stored<T extends object>(columns: string): Promise<T[]> {
  const { rows } = await test.pool.query<T>(
    `select ${columns} from usage_event join usage_series using (series_id) order by occurred_at, request_id`,
  );
  return rows;
}

async function expectConsistent(): Promise<void> {
  expect((await database.rollups.verify()).disagreements).toEqual([]);
  expect(await findBrokenRules(test.pool)).toEqual([]);
}

describe('saving usage', () => {
  it('adds a call once, whoever brings it again', async () => {
    // 1,000 × 2 USD + 100 × 10 USD a million = 0.003, and a tenth more for the us. profile.
    expect(await save(call({}))).toMatchObject({ new: 1, duplicate: 0, merged: 0, unpriced: 0, cost: 3_300_000_000n });
    expect(await save(call({}), call({}))).toMatchObject({ new: 0, duplicate: 2, merged: 0, cost: 0n });
    expect(await save(call({}), call({ requestId: 'request-2' }))).toMatchObject({ new: 1, duplicate: 1 });
    const { rows } = await test.pool.query('select sum(requests)::int as requests from usage_hourly');
    expect(rows).toEqual([{ requests: 2 }]);
    await expectConsistent();
  });

  it('lets a second sight of a call that knows more replace what is known, and rolls its hour up again', async () => {
    const blind = call({ input: {}, output: {} });
    expect(await save(blind)).toMatchObject({ new: 1, unpriced: 1 });
    expect(await save(call({}))).toMatchObject({ new: 0, merged: 1, duplicate: 0 });
    expect(await save(blind)).toMatchObject({ new: 0, merged: 0, duplicate: 1 });
    expect(await stored('input_tokens, cost_pico::text, unpriced_reason')).toEqual([
      { input_tokens: 1000, cost_pico: '3300000000', unpriced_reason: null },
    ]);
    expect(await database.rollups.rebuildDirtyHours()).toBe(1);
    const { rows } = await test.pool.query(
      'select sum(requests)::int as requests, sum(unpriced_requests)::int as unpriced, sum(cost_pico)::text as pico from usage_hourly',
    );
    expect(rows).toEqual([{ requests: 1, unpriced: 0, pico: '3300000000' }]);
    await expectConsistent();
  });

  it('knows a call again whose time had to be taken from another log entry, on the day beside', async () => {
    const atMidnight = Date.parse('2026-11-18T23:59:59.900Z');
    expect(await save(call({ timestamp: 'soon' }, { timestamp: atMidnight }))).toMatchObject({ new: 1 });
    expect(await save(call({ timestamp: 'soon' }, { timestamp: atMidnight + 200 }))).toMatchObject({
      new: 0,
      duplicate: 1,
    });
    expect(await stored('occurred_on, flags')).toEqual([
      { occurred_on: '2026-11-18', flags: expect.arrayContaining(['timeFromEnvelope']) },
    ]);
  });

  it('keeps hostile texts without harm: NUL, half surrogates, quotes, and ids of kilobytes', async () => {
    const hostile = `x\u0000y'";--\ud800 ${'long '.repeat(2_000)}`;
    const judged = call({});
    const event = {
      ...judged.event,
      requestId: hostile,
      modelId: hostile,
      principal: hostile,
      operation: hostile,
      requestMetadata: { [hostile]: hostile },
      tools: [hostile],
    };
    const saved = await save({ ...judged, event, team: hostile, person: hostile });
    expect(saved).toMatchObject({ new: 1 });
    await expectConsistent();
  });

  it('makes the partition for a record of any age', async () => {
    await save(call({ timestamp: '2024-04-18T22:54:57Z', modelId: 'anthropic.claude-3-haiku-20240307-v1:0' }));
    const { rows } = await test.pool.query(
      `select inhrelid::regclass::text as partition from pg_inherits where inhparent = 'usage_event'::regclass`,
    );
    expect(rows).toEqual([{ partition: 'usage_event_2024_04_15' }]);
  });

  it('keeps a record that cannot be read once, verbatim, however often its window is read again', async () => {
    const rejected = [
      { text: '{"cut', reason: 'notJson', detail: 'cut off', envelope: { entryId: 'e1', timestamp: 0 } },
    ];
    for (let again = 0; again < 3; again += 1) {
      await database.usage.save({ cloud: 'bedrock', sourceId: 'test', events: [], rejected }, null);
    }
    const { rows } = await test.pool.query(`select reason, convert_from(raw, 'UTF8') as raw, entry_id from quarantine`);
    expect(rows).toEqual([{ reason: 'notJson', raw: '{"cut', entry_id: 'e1' }]);
  });
});

describe('roll-ups', () => {
  it('are found wanting by verify when somebody changes them, and are made again by a rebuild', async () => {
    await save(call({}), call({ requestId: 'request-2', timestamp: '2026-11-18T23:30:00Z' }));
    await test.pool.query('update usage_hourly set cost_pico = cost_pico + 1 where hour = $1', [
      '2026-11-18T10:00:00Z',
    ]);
    const { disagreements } = await database.rollups.verify();
    expect(disagreements).toMatchObject([
      { rollup: 'usage_hourly', measure: 'cost_pico', rolledUp: '3300000001', fromEvents: '3300000000' },
    ]);
    await database.rollups.rebuildAll();
    await expectConsistent();
  });

  it('hold exactly the zones that are asked for, and put a call into the local day of each', async () => {
    await save(call({ timestamp: '2026-11-18T23:30:00Z' }));
    expect(await database.rollups.setZones(['UTC', 'Asia/Kolkata'])).toEqual({
      built: ['Asia/Kolkata'],
      removed: ['Europe/Berlin'],
    });
    const { rows } = await test.pool.query('select zone, day from usage_daily order by zone');
    expect(rows).toEqual([
      { zone: 'Asia/Kolkata', day: '2026-11-19' },
      { zone: 'UTC', day: '2026-11-18' },
    ]);
  });
});
