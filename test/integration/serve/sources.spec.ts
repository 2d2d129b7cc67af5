import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quarantineAnswerSchema, replayAnswerSchema } from '../../../src/serve/answers/quarantine.js';
import {
  coverageAnswerSchema,
  sourceRunsAnswerSchema,
  sourcesAnswerSchema,
} from '../../../src/serve/answers/sources.js';
import { usageAnswerSchema } from '../../../src/serve/answers/usage.js';
import type { SourceStatus } from '../../../src/serve/serve.tokens.js';
import { makeCalls, seedUsage } from '../../support/seed-usage.js';
import { startServing, type Serving } from '../../support/serving.js';

let serving: Serving;
const calls = makeCalls(400);

function source(sourceId: string): SourceStatus {
  return {
    sourceId,
    cloud: 'bedrock',
    kind: 'bedrock-cloudwatch',
    accountId: '111111111111',
    region: 'us-east-1',
    logGroup: '/aws/bedrock/calls',
    bucket: null,
    historyDays: 30,
    schedule: '*/5 * * * *',
    nextRunAt: new Date('2026-11-20T13:25:00Z'),
  };
}

beforeAll(async () => {
  serving = await startServing('2026-11-20T13:24:00Z');
  await seedUsage(serving.database.pool, calls, []);
  await serving.database.pool.query(
    `insert into source_state (source_id, covered, last_success_at, last_error, last_error_at)
     values ('east', '{[2026-10-21 00:00Z,2026-11-18 06:00Z),[2026-11-18 12:00Z,2026-11-20 13:20Z)}', '2026-11-20 13:20Z', null, null),
            ('central', '{[2026-10-01 00:00Z,2026-11-20 13:10Z)}', '2026-11-20 13:10Z', 'AccessDenied for logs:FilterLogEvents', '2026-11-20 13:15Z')`,
  );
  await serving.database.pool.query(
    `insert into collection_run (source_id, purpose, window_from, window_to, state, started_at, finished_at, pages, bytes, read, new, error)
     values ('east', 'live', '2026-11-18 12:00Z', '2026-11-18 13:00Z', 'done',   '2026-11-18 13:01Z', '2026-11-18 13:02Z', 9, 900, 90, 90, null),
            ('east', 'live', '2026-11-20 13:00Z', '2026-11-20 13:15Z', 'done',   '2026-11-20 13:16Z', '2026-11-20 13:17Z', 1, 100, 10, 8, null),
            ('east', 'live', '2026-11-20 13:05Z', '2026-11-20 13:20Z', 'done',   '2026-11-20 13:20Z', '2026-11-20 13:21Z', 2, 200, 20, 5, null),
            ('central', 'live', '2026-11-20 13:05Z', '2026-11-20 13:15Z', 'failed', '2026-11-20 13:15Z', '2026-11-20 13:15Z', 0, 0, 0, 0, 'AccessDenied')`,
  );
  await serving.database.pool.query(
    `insert into quarantine (cloud, source_id, digest, reason, detail, raw, entry_time)
     select 'bedrock', 'east', sha256(n::text::bytea), case when n <= 3 then 'notJson' else 'noTime' end, 'line ' || n,
            'a secret prompt'::bytea, '2026-11-20 10:00Z'
     from   generate_series(1, 10) as n`,
  );
});
afterAll(() => serving.stop());

const requestsOn = (day: string) =>
  calls.filter(({ sourceId, event }) => sourceId === 'east' && event.occurredAt.startsWith(day)).length;

describe('/sources', () => {
  it('tells how every source stands', async () => {
    serving.sources.splice(0, 9, source('east'), source('central'), source('fresh'));
    const { sources, completeUpTo } = sourcesAnswerSchema.parse(await serving.getJson('/api/v1/sources'));
    expect(sources.map(({ sourceId, state }) => `${sourceId} ${state}`)).toEqual([
      'east collecting-history',
      'central failing',
      'fresh never-ran',
    ]);
    expect(completeUpTo).toBeNull();
    expect(sources[0]).toMatchObject({
      coveredFrom: '2026-10-21T00:00:00.000Z',
      completeUpTo: '2026-11-20T13:20:00.000Z',
      gaps: [{ from: '2026-11-18T06:00:00.000Z', to: '2026-11-18T12:00:00.000Z' }],
      lagSeconds: 240,
      lastRun: { state: 'done', read: 20, windowTo: '2026-11-20T13:20:00.000Z' },
      last24h: { read: 30, new: 13, duplicate: 0, ignored: 0, rejected: 0, pages: 3, bytes: 300 },
      nextRunAt: '2026-11-20T13:25:00.000Z',
    });
    expect(sources[1]?.words).toContain('AccessDenied for logs:FilterLogEvents');
    expect(sources[2]?.lastRun).toBeNull();
  });

  it('is complete up to where the slowest source is, and every answer says so', async () => {
    serving.sources.splice(0, 9, source('east'), source('central'));
    expect(sourcesAnswerSchema.parse(await serving.getJson('/api/v1/sources')).completeUpTo).toBe(
      '2026-11-20T13:10:00.000Z',
    );
    expect(usageAnswerSchema.parse(await serving.getJson('/api/v1/usage')).completeUpTo).toBe(
      '2026-11-20T13:10:00.000Z',
    );
  });

  it('lists the windows that a source read, the newest first', async () => {
    const { runs } = sourceRunsAnswerSchema.parse(await serving.getJson('/api/v1/sources/east/runs?limit=2'));
    expect(runs.map(({ read }) => read)).toEqual([20, 10]);
  });
});

describe('/coverage', () => {
  it('tells which days have been read, and how many calls they hold', async () => {
    serving.sources.splice(0, 9, source('east'), source('fresh'));
    const path = '/api/v1/coverage?from=2026-11-17&to=2026-11-22&timeZone=UTC';
    const { days, sources } = coverageAnswerSchema.parse(await serving.getJson(path));
    expect(days).toEqual(['2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21']);
    // 18 of 24 hours; 13 h 20 min of 24 h, rounded down
    expect(sources[0]?.days).toEqual([
      { day: '2026-11-17', requests: requestsOn('2026-11-17'), collected: 1, state: 'complete' },
      { day: '2026-11-18', requests: requestsOn('2026-11-18'), collected: 0.75, state: 'partial' },
      { day: '2026-11-19', requests: requestsOn('2026-11-19'), collected: 1, state: 'complete' },
      { day: '2026-11-20', requests: requestsOn('2026-11-20'), collected: 0.5555, state: 'partial' },
      { day: '2026-11-21', requests: 0, collected: 0, state: 'future' },
    ]);
    expect(sources[1]?.days.map(({ state }) => state)).toEqual(['missing', 'missing', 'missing', 'missing', 'future']);
  });
});

/** Asks for a replay. */
const post = (body?: unknown) =>
  fetch(`${serving.url}/api/v1/quarantine/replay`, {
    method: 'POST',
    headers: { authorization: `Bearer ${serving.token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

describe('/quarantine', () => {
  it('counts by reason and pages through the records, never showing their text', async () => {
    const ids: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const answer = await serving.getJson(`/api/v1/quarantine?limit=4${cursor && `&cursor=${cursor}`}`);
      expect(JSON.stringify(answer)).not.toContain('secret prompt');
      const page = quarantineAnswerSchema.parse(answer);
      expect(page.total).toBe(10);
      expect(page.byReason).toEqual([
        { reason: 'noTime', sourceId: 'east', count: 7 },
        { reason: 'notJson', sourceId: 'east', count: 3 },
      ]);
      ids.push(...page.rows.map(({ id }) => id));
      expect(page.rows[0]?.bytes).toBe('a secret prompt'.length);
      cursor = page.nextCursor;
    }
    expect(ids.map(Number)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it('is replayed as a whole or in part, and answers what became of its records, never their text', async () => {
    const part = await post({ sourceId: 'east', reason: 'noTime' });
    expect(part.status).toBe(200);
    const told = await part.text();
    expect(told).not.toContain('secret prompt');
    expect(replayAnswerSchema.parse(JSON.parse(told))).toMatchObject({
      replayed: 7,
      stillRejected: 7,
      byReason: [{ reason: 'noTime', stillRejected: 7 }],
    });
    const { replayed } = replayAnswerSchema.parse(await (await post()).json());
    expect(replayed).toBe(10);
    const listed = quarantineAnswerSchema.parse(await serving.getJson('/api/v1/quarantine'));
    expect(listed.byReason).toEqual([{ reason: 'notJson', sourceId: 'east', count: 10 }]);
    expect(listed.rows.every(({ lastTriedAt }) => lastTriedAt !== null)).toBe(true);
  });

  it.each([
    [{ source: 'east' }, 'source', 'Unknown field source. Known here: sourceId, reason.'],
    [{ sourceId: 7 }, 'sourceId', 'sourceId is a text.'],
    [['east'], null, 'Send a JSON object. Fields: sourceId, reason.'],
  ])('is not replayed when asked by %j', async (body, field, message) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      error: { code: 'badRequest', field, message: expect.stringContaining(message) },
    });
  });
});
