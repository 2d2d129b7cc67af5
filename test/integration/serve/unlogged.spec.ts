import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unloggedAnswerSchema } from '../../../src/serve/answers/unlogged.js';
import { MeterStore, type MeteredHour } from '../../../src/store/meters.store.js';
import { SettingsStore } from '../../../src/store/settings.store.js';
import type { TokenCounts } from '../../../src/usage/tokens.js';
import { HOUR_MS } from '../../../src/usage/window.js';
import { makeCalls, SEEDED, seedUsage } from '../../support/seed-usage.js';
import { startServing, type Serving } from '../../support/serving.js';

const NOW = '2026-11-20T13:24:00Z';
const FROM = Date.parse(`${SEEDED.from}T00:00Z`);
const PROJECT = '111111111111';
const MODEL = 'claude-sonnet-4-5';
const calls = makeCalls(300, [
  {
    cloud: 'vertex',
    modelId: `${MODEL}@20250929`,
    model: MODEL,
    vendor: 'anthropic',
    endpointScope: 'region',
    outcome: 'ok',
    batch: false,
    speed: 'standard',
    inferenceGeo: null,
    regions: ['us-east5'],
  },
]);
/** Metered in this hour beyond what was logged: a call with a million tokens in and a thousand out. */
const MISSED_AT = Date.parse('2026-11-10T09:00Z');
const MISSED = { requests: 1, input: 1_000_000, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 1_000 };
const METRICS = {
  input: 'inputTokens',
  cacheRead: 'cacheReadTokens',
  cacheWrite5m: 'cacheWrite5mTokens',
  cacheWrite1h: 'cacheWrite1hTokens',
  output: 'outputTokens',
} as const satisfies Record<keyof TokenCounts, string>;
const CLASSES = ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output'] as const;

let serving: Serving;

const ask = async (query = '') =>
  unloggedAnswerSchema.parse(
    await serving.getJson(`/api/v1/unlogged?from=${SEEDED.from}&to=${SEEDED.to}&timeZone=UTC${query}`),
  );

const buckets = async (query: string) => new Set((await ask(query)).rows.map(({ bucket }) => bucket));
const between = (from: string, to: string) =>
  serving.getJson(`/api/v1/unlogged?from=2026-11-10T${from}:00Z&to=2026-11-10T${to}:00Z`);

/** What the meter of us-east5 counted: the logged calls of the project, and what was missed. */
function meteredHours(): MeteredHour[] {
  const bins = new Map<string, MeteredHour>();
  const add = (metric: string, at: number, value: number) => {
    const startsAt = Math.floor(at / HOUR_MS) * HOUR_MS;
    const key = `${metric} ${startsAt}`;
    bins.set(key, { modelId: MODEL, metric, startsAt, value: (bins.get(key)?.value ?? 0n) + BigInt(value) });
  };
  for (const { event } of calls) {
    if (event.accountId !== PROJECT) continue;
    const at = Date.parse(event.occurredAt);
    add('requests', at, 1);
    for (const name of CLASSES) add(METRICS[name], at, event.tokens[name] ?? 0);
  }
  add('requests', MISSED_AT, MISSED.requests);
  for (const name of CLASSES) add(METRICS[name], MISSED_AT, MISSED[name]);
  return [...bins.values()];
}

beforeAll(async () => {
  serving = await startServing(NOW);
});
afterAll(() => serving.stop());

describe('/unlogged', () => {
  it('is empty where nothing was metered', async () => {
    const { totals, rows } = await ask();
    expect(rows).toEqual([]);
    expect(totals).toMatchObject({ requests: 0, tokens: { total: 0 }, costUsd: '0', unpricedTokens: 0 });
  });

  describe('beside a meter', () => {
    beforeAll(async () => {
      const { pool } = serving.database;
      await seedUsage(pool, calls, []);
      const meters = new MeterStore(pool);
      const window = { from: FROM, to: Date.parse(`${SEEDED.to}T00:00Z`) };
      const place = { cloud: 'vertex', accountId: PROJECT } as const;
      await meters.save({ ...place, id: 'metrics-us-east5', region: 'us-east5' }, window, meteredHours());
      await meters.save({ ...place, id: 'metrics-global', region: 'global' }, window, [
        { modelId: 'claude-nova-9', metric: 'requests', startsAt: MISSED_AT, value: 2n },
        { modelId: 'claude-nova-9', metric: 'inputTokens', startsAt: MISSED_AT, value: 70n },
      ]);
      const setting = {
        scope: { cloud: 'vertex', accountId: PROJECT, region: 'us-east5', resource: MODEL },
        name: 'publisherModel',
        reading: {
          known: true,
          value: {
            requestResponse: { on: true, samplingRate: 0.75, table: `${PROJECT}.logs.us_east5` },
            inferenceMetadata: 'absent',
          },
        },
      } as const;
      const settings = new SettingsStore(pool);
      for (const at of [FROM, MISSED_AT + HOUR_MS]) await settings.save([setting], at);
      serving.sources.push({
        sourceId: 'rows-us-east5',
        cloud: 'vertex',
        kind: 'vertex-request-response',
        accountId: PROJECT,
        region: 'us-east5',
        logGroup: null,
        bucket: null,
        historyDays: 60,
        schedule: '* * * * *',
        nextRunAt: null,
      });
      await pool.query(
        `insert into source_state (source_id, covered, last_success_at)
         values ('rows-us-east5', tstzmultirange(tstzrange('2026-10-01', $1)), now())`,
        [NOW],
      );
    });

    it('is metered less logged, by class, at the list price of the place, with what was configured and observed', async () => {
      const { rows } = await ask();
      const day = calls.filter(
        ({ event }) => event.accountId === PROJECT && event.occurredAt.startsWith('2026-11-10'),
      ).length;
      const observedRate = day / (day + 1);
      expect(rows.find(({ region }) => region === 'us-east5')).toEqual({
        bucket: null,
        cloud: 'vertex',
        accountId: PROJECT,
        region: 'us-east5',
        model: MODEL,
        cause: 'sampled',
        words: `The log keeps a part of the calls: configured 0.75, observed ${Number(observedRate.toFixed(3))}. Set its sampling rate to 1.`,
        evidence: [
          `Request-response logging of ${MODEL} in us-east5 is on, sampling rate 0.75 (seen so 2026-10-19 00:00 to 2026-11-10 10:00 UTC).`,
        ],
        hours: 1,
        configuredRate: 0.75,
        observedRate,
        requests: 1,
        tokens: { input: 1_000_000, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 1_000, total: 1_001_000 },
        // A million at 3 dollars and 1,000 at 15 dollars a million, a tenth more in a region: 3.015 * 1.1.
        costUsd: '3.3165',
        unpricedTokens: 0,
      });
    });

    it('knows no price of a model that is not known, and says that its endpoint is not logged', async () => {
      const { rows } = await ask();
      expect(rows.find(({ region }) => region === 'global')).toMatchObject({
        model: 'claude-nova-9',
        cause: 'notLoggedAtThisEndpoint',
        evidence: [expect.stringMatching(/^Calls to the global endpoint get no rows of request-response logging\./)],
        configuredRate: null,
        observedRate: 0,
        requests: 2,
        costUsd: '0',
        unpricedTokens: 70,
      });
    });

    it.each(['', '&bucket=day', '&bucket=hour'])('adds up to its totals%s', async (query) => {
      const { totals, rows } = await ask(query);
      const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0);
      expect(totals).toEqual({
        requests: sum(({ requests }) => requests),
        tokens: Object.fromEntries(
          [...CLASSES, 'total' as const].map((name) => [name, sum(({ tokens }) => tokens[name])]),
        ),
        costUsd: '3.3165',
        unpricedTokens: sum(({ unpricedTokens }) => unpricedTokens),
      });
      expect(totals).toMatchObject({ requests: 3, tokens: { total: 1_001_070 } });
    });

    it('names the beginning of each bucket in UTC', async () => {
      expect(await buckets('&bucket=day')).toEqual(new Set(['2026-11-10']));
      expect(await buckets('&bucket=hour')).toEqual(new Set(['2026-11-10T09:00:00Z']));
    });

    it('holds the hours that were asked for and no others', async () => {
      expect(unloggedAnswerSchema.parse(await between('09:00', '10:00')).totals.requests).toBe(3);
      expect(unloggedAnswerSchema.parse(await between('10:00', '11:00')).rows).toEqual([]);
    });

    it('is part of no other figure', async () => {
      const usage = await serving.getJson(`/api/v1/usage?from=${SEEDED.from}&to=${SEEDED.to}&timeZone=UTC`);
      expect(usage).toMatchObject({ totals: { requests: calls.length } });
    });

    it('refuses what it does not know', async () => {
      for (const query of ['bucket=week', 'filter=team:Claims', 'from=2026-11-11&to=2026-11-10']) {
        expect((await serving.get(`/api/v1/unlogged?${query}`)).status).toBe(400);
      }
    });

    it('is seen whole or not at all: a caller of one team has no right to it', async () => {
      const authorization = `Bearer ${await serving.makeToken({ name: 'team', roles: ['viewer'], teams: ['Claims'] })}`;
      const answer = await fetch(`${serving.url}/api/v1/unlogged`, { headers: { authorization } });
      expect(answer.status).toBe(403);
    });
  });
});
