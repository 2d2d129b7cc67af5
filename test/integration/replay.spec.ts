import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { judgePage, NO_RULES } from '../../src/ingest/judge.js';
import { quarantineReplay } from '../../src/quarantine-replay.js';
import type { SourceConfig } from '../../src/runtime/config/schema.js';
import { findBrokenRules } from '../../src/store/consistency.store.js';
import { LeaseStore } from '../../src/store/lease.store.js';
import { prepareUsageDatabase, type UsageDatabase } from '../../src/store/usage-database.js';
import type { RawRecord } from '../../src/usage/raw-record.js';
import { DAY_MS } from '../../src/usage/window.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const SECRET = 'the patient asks about';

let test: TestDatabase;
let database: UsageDatabase;
let clock: { at: number; now(): number };

beforeEach(async () => {
  test = await createTestDatabase();
  database = await prepareUsageDatabase(test.pool, []);
  clock = { at: NOW, now: () => clock.at };
});
afterEach(async () => {
  await database.leases.close();
  await test.drop();
});

/** A call as Bedrock logs it, without account and region; `changes` are laid over it. */
function record(
  requestId: string,
  changes: Record<string, unknown> = {},
  envelope: RawRecord['envelope'] = {},
): RawRecord {
  const whole = {
    timestamp: '2026-11-18T10:15:00Z',
    requestId,
    modelId: 'us.anthropic.claude-sonnet-5',
    input: { inputTokenCount: 1000, inputBodyJson: { messages: [{ content: `${SECRET} ${requestId}` }] } },
    output: { outputTokenCount: 100 },
    ...changes,
  };
  return { text: JSON.stringify(whole), envelope };
}

/** Reads records as ingest does: what cannot be read goes to quarantine. */
async function read(sourceId: string, records: readonly RawRecord[]): Promise<void> {
  const { events, rejected } = judgePage(records, { cloud: 'bedrock', sourceId, rules: NO_RULES, now: clock.now() });
  await database.usage.save({ cloud: 'bedrock', sourceId, events, rejected }, null);
}

const source = (id: string): SourceConfig => ({
  id,
  kind: 'bedrock-cloudwatch',
  accountId: '111122223333',
  region: 'us-east-1',
  logGroup: 'calls',
  bodies: 'skip',
  metrics: false,
  historyDays: 30,
  schedule: { live: '*/5 * * * *', hourly: '7 * * * *', daily: '23 3 * * *' },
});

const replay = (sources: SourceConfig[], filter = {}, usage = database.usage) =>
  quarantineReplay({ database: { ...database, usage }, sources, rules: NO_RULES, clock }).replay(filter);

async function counted(): Promise<{ events: number; quarantined: number; tried: number }> {
  const { rows } = await test.pool.query(
    `select (select count(*)::int from usage_event)                                       as events,
            (select count(*)::int from quarantine)                                        as quarantined,
            (select count(*)::int from quarantine where last_tried_at is not null)        as tried`,
  );
  return rows[0];
}

async function expectConsistent(): Promise<void> {
  expect((await database.rollups.verify()).disagreements).toEqual([]);
  expect(await findBrokenRules(test.pool)).toEqual([]);
}

describe('a replay of the quarantine', () => {
  it('makes events of what can be read now and keeps the rest, with the reason of today', async () => {
    await read('east', [record('a'), record('b'), record('c', { requestId: 7 })]);
    await read('elsewhere', [record('d')]);
    expect(await counted()).toEqual({ events: 0, quarantined: 4, tried: 0 });
    // The record without a request id was rejected for another reason by an older version.
    await test.pool.query(
      `update quarantine set reason = 'noModelId', detail = 'old words' where reason = 'noRequestId'`,
    );

    expect(await replay([source('east')])).toEqual({
      replayed: 4,
      becameEvents: 2,
      ignored: 0,
      stillRejected: 2,
      byReason: [
        { reason: 'noAccount', replayed: 3, becameEvents: 2, ignored: 0, stillRejected: 1 },
        { reason: 'noModelId', replayed: 1, becameEvents: 0, ignored: 0, stillRejected: 1 },
      ],
    });
    expect(await counted()).toEqual({ events: 2, quarantined: 2, tried: 2 });
    const { rows } = await test.pool.query('select source_id, reason, detail from quarantine order by source_id');
    expect(rows).toEqual([
      { source_id: 'east', reason: 'noRequestId', detail: expect.stringContaining('requestId') },
      { source_id: 'elsewhere', reason: 'noAccount', detail: expect.stringContaining('accountId') },
    ]);
    await expectConsistent();
  });

  it('adds nothing when it is run again, or when its records have been collected meanwhile', async () => {
    await read('east', [record('a'), record('b')]);
    await read('east', [record('a', {}, { accountId: '111122223333', region: 'us-east-1' })]);
    expect(await counted()).toMatchObject({ events: 1, quarantined: 2 });
    expect(await replay([source('east')])).toMatchObject({ replayed: 2, becameEvents: 2 });
    expect(await replay([source('east')])).toEqual({
      replayed: 0,
      becameEvents: 0,
      ignored: 0,
      stillRejected: 0,
      byReason: [],
    });
    expect(await counted()).toMatchObject({ events: 2, quarantined: 0 });
    await expectConsistent();
  });

  it('knows what the envelope of a record said, from its account to the time of its log entry', async () => {
    const tomorrow = NOW + 2 * DAY_MS;
    const envelope = {
      entryId: 'entry-1',
      timestamp: tomorrow,
      ingestedAt: tomorrow + 5_000,
      accountId: '444455556666',
      region: 'eu-central-1',
    };
    await read('east', [record('a', { timestamp: 'soon' }, envelope)]);
    expect(await replay([source('east')])).toMatchObject({ becameEvents: 0, byReason: [{ reason: 'timeInFuture' }] });
    clock.at = tomorrow;
    expect(await replay([source('east')])).toMatchObject({ becameEvents: 1 });
    const { rows } = await test.pool.query(
      'select occurred_at, account_id, region, source_id from usage_event join usage_series using (series_id)',
    );
    expect(rows).toEqual([
      { occurred_at: new Date(tomorrow), account_id: '444455556666', region: 'eu-central-1', source_id: 'east' },
    ]);
  });

  it('keeps to a source and to a reason', async () => {
    await read('east', [record('a'), record('b', { requestId: 7 })]);
    await read('west', [record('c')]);
    const sources = [source('east'), source('west')];
    expect(await replay(sources, { sourceId: 'west' })).toMatchObject({ replayed: 1, becameEvents: 1 });
    expect(await replay(sources, { reason: 'noRequestId' })).toMatchObject({ replayed: 1, stillRejected: 1 });
    expect(await replay(sources, { sourceId: 'west', reason: 'noAccount' })).toMatchObject({ replayed: 0 });
    expect(await counted()).toMatchObject({ events: 1, quarantined: 2 });
  });

  it('lets go of what turned out to be no call', async () => {
    const text = 'Permissions are correctly set for Amazon Bedrock logs.';
    const rejected = [{ text, reason: 'notJson', detail: 'no JSON', envelope: {} }];
    await database.usage.save({ cloud: 'bedrock', sourceId: 'east', events: [], rejected }, null);
    expect(await replay([])).toMatchObject({ replayed: 1, ignored: 1, becameEvents: 0 });
    expect(await counted()).toEqual({ events: 0, quarantined: 0, tried: 0 });
  });

  it('that breaks off keeps every page it has finished, and the next one goes on', async () => {
    const records = Array.from({ length: 1_200 }, (_, index) => record(`request-${index}`));
    await read('east', records);
    const { usage } = database;
    let pages = 0;
    const breaking = Object.assign(Object.create(usage), {
      save: (...asked: Parameters<typeof usage.save>) => {
        pages += 1;
        const [batch, checkpoint, alongside] = asked;
        return usage.save(batch, checkpoint, async (client) => {
          await alongside?.(client);
          if (pages === 2) throw new Error('the test cuts the connection');
        });
      },
    });
    await expect(replay([source('east')], {}, breaking)).rejects.toThrow(/cuts the connection/);
    expect(await counted()).toMatchObject({ events: 500, quarantined: 700 });
    expect(await replay([source('east')])).toMatchObject({ replayed: 700, becameEvents: 700 });
    expect(await counted()).toMatchObject({ events: 1_200, quarantined: 0 });
    await expectConsistent();
  });

  it('takes records of megabytes a few at a time', async () => {
    const large = Array.from({ length: 6 }, (_, index) => record(`large-${index}`, { padding: 'x'.repeat(6_000_000) }));
    await read('east', large);
    const pages: number[] = [];
    const watched = quarantineReplay({
      database,
      sources: [source('east')],
      rules: NO_RULES,
      clock,
      onPage: (replayed) => pages.push(replayed),
    });
    expect(await watched.replay({})).toMatchObject({ replayed: 6, becameEvents: 6 });
    expect(pages).toEqual([2, 4, 6]);
  });

  it('is run by one instance at a time, and tells no text of any record', async () => {
    await read('east', [record('a'), { text: `{"prompt": "${SECRET}`, envelope: {} }]);
    const other = new LeaseStore(test.pool, 'other');
    const lease = await other.take('quarantine-replay');
    expect(await replay([])).toBeNull();
    await lease?.release();
    await other.close();
    expect(JSON.stringify(await replay([]))).not.toContain(SECRET);
    const { rows } = await test.pool.query(`select string_agg(reason || detail, ' ') as words from quarantine`);
    expect(JSON.stringify(rows)).not.toContain(SECRET);
  });
});
