import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { meteredAnswerSchema } from '../../../src/serve/answers/metered.js';
import { profilesAnswerSchema } from '../../../src/serve/answers/profiles.js';
import { MeterStore, type MeteredHour } from '../../../src/store/meters.store.js';
import { ProfileStore } from '../../../src/store/profiles.store.js';
import { meteredKey } from '../../../src/usage/metered-key.js';
import { HOUR_MS } from '../../../src/usage/window.js';
import { makeCalls, SEEDED, seedUsage } from '../../support/seed-usage.js';
import { startServing, type Serving } from '../../support/serving.js';

let serving: Serving;
const calls = makeCalls(600);
const range = { from: Date.parse(`${SEEDED.from}T00:00Z`), to: Date.parse(`${SEEDED.to}T00:00Z`) };
/** One account and region has a meter, which has been read from the first of November on. */
const METERED = { id: 'metrics-east', cloud: 'bedrock', accountId: '111111111111', region: 'us-east-1' };
const METERED_FROM = Date.parse('2026-11-01T00:00Z');

/** What a meter would have counted of the seeded calls, and one more call an hour of a model that nobody logged. */
function meteredHours(): MeteredHour[] {
  const bins = new Map<string, MeteredHour>();
  const add = (modelId: string, metric: string, at: number, value: number) => {
    const startsAt = Math.floor(at / HOUR_MS) * HOUR_MS;
    const key = `${modelId} ${metric} ${startsAt}`;
    bins.set(key, { modelId, metric, startsAt, value: (bins.get(key)?.value ?? 0n) + BigInt(value) });
  };
  for (const { event } of calls) {
    const at = Date.parse(event.occurredAt);
    if (event.accountId !== METERED.accountId || event.region !== METERED.region || at < METERED_FROM) continue;
    const modelId = meteredKey(event.modelId);
    if (event.outcome === 'failed') add(modelId, 'clientErrors', at, 1);
    else add(modelId, 'requests', at, 1);
    add(modelId, 'inputTokens', at, event.tokens.input ?? 0);
    add(modelId, 'cacheReadTokens', at, event.tokens.cacheRead ?? 0);
    add(modelId, 'cacheWriteTokens', at, (event.tokens.cacheWrite5m ?? 0) + (event.tokens.cacheWrite1h ?? 0));
    add(modelId, 'outputTokens', at, event.tokens.output ?? 0);
  }
  for (let day = 1; day <= 3; day += 1) add('unlogged-model', 'requests', METERED_FROM + day * 24 * HOUR_MS, 1);
  add('', 'logsFailed', METERED_FROM, 4);
  return [...bins.values()];
}

/** Seeded calls of a place since the meter there was first read. */
function seededIn(place: Readonly<Record<string, string | null>>): { answered: number; failed: number } {
  const here = calls.filter(
    ({ event }) =>
      event.accountId === place['accountId'] &&
      event.region === place['region'] &&
      Date.parse(event.occurredAt) >= METERED_FROM,
  );
  const failed = here.filter(({ event }) => event.outcome === 'failed').length;
  return { failed, answered: here.length - failed };
}

async function ask(query: string) {
  return meteredAnswerSchema.parse(await serving.getJson(`/api/v1/metered?${query}`));
}

beforeAll(async () => {
  serving = await startServing('2026-11-20T13:24:00Z');
  const { pool } = serving.database;
  await seedUsage(pool, calls, []);
  const meters = new MeterStore(pool);
  await meters.save(METERED, { from: METERED_FROM, to: range.to }, meteredHours());
  const denied = { ...METERED, id: 'metrics-central', region: 'eu-central-1' };
  await meters.fail(denied, 'permission', 'grant cloudwatch:GetMetricData');
});
afterAll(() => serving.stop());

describe('/metered', () => {
  it('puts metered beside logged, and knows nothing where no meter was read', async () => {
    const { rows, meters, logDelivery } = await ask(
      `from=2026-11-01&to=${SEEDED.to}&timeZone=UTC&groupBy=accountId,region`,
    );
    const [here, ...elsewhere] = rows.toSorted((a, b) => Number(b.metered !== null) - Number(a.metered !== null));
    for (const { group, logged } of rows) {
      const { answered, failed } = seededIn(group);
      expect(logged).toMatchObject({ requests: answered, failedRequests: failed });
    }
    // Everything that was logged was metered, and three calls more.
    const { answered, failed } = seededIn(METERED);
    expect(here).toMatchObject({
      group: { accountId: METERED.accountId, region: METERED.region },
      metered: { requests: answered + 3 },
      difference: { requests: 3, inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 0 },
      clientErrors: failed,
    });
    const unknown = { metered: null, compared: null, difference: null, clientErrors: null };
    expect(elsewhere).toMatchObject([unknown, unknown, unknown]);
    expect(meters).toMatchObject([
      { region: 'eu-central-1', state: 'permission', words: 'grant cloudwatch:GetMetricData', meteredFrom: null },
      { region: 'us-east-1', state: 'ok', words: null, meteredFrom: '2026-11-01T00:00:00.000Z' },
    ]);
    expect(logDelivery).toMatchObject([{ region: 'us-east-1', cloudWatch: { delivered: 0, failed: 4 } }]);
  });

  it('compares only the hours that the meter has been read for', async () => {
    const { totals } = await ask(`from=${SEEDED.from}&to=${SEEDED.to}&timeZone=UTC`);
    expect(totals.logged.requests).toBe(calls.filter(({ event }) => event.outcome !== 'failed').length);
    expect(totals.compared?.requests).toBeLessThan(totals.logged.requests / 4);
    expect(totals.difference?.requests).toBe(3);
  });

  it.each(['UTC', 'Europe/Berlin', 'Asia/Kolkata'])(
    'gives buckets of %s that add up to the whole',
    async (timeZone) => {
      const query = `from=${SEEDED.from}T00:00:00Z&to=${SEEDED.to}T00:00:00Z&timeZone=${timeZone}`;
      const { totals } = await ask(query);
      for (const bucket of ['hour', 'day', 'week', 'month']) {
        const { rows } = await ask(`${query}&bucket=${bucket}&groupBy=modelId,region`);
        expect(rows.reduce((sum, { metered }) => sum + (metered?.outputTokens ?? 0), 0)).toBe(
          totals.metered?.outputTokens,
        );
        expect(rows.reduce((sum, { logged }) => sum + logged.requests, 0)).toBe(totals.logged.requests);
      }
    },
  );

  it('shows a model that was never logged', async () => {
    const { rows } = await ask(`from=${SEEDED.from}&to=${SEEDED.to}&groupBy=modelId`);
    expect(rows.find(({ group }) => group['modelId'] === 'unlogged-model')).toMatchObject({
      logged: { requests: 0 },
      metered: { requests: 3 },
      difference: { requests: 3 },
    });
  });

  it('keeps the newest count of an hour, however often it is read', async () => {
    const meters = new MeterStore(serving.database.pool);
    const window = { from: METERED_FROM, to: METERED_FROM + HOUR_MS };
    const failed = (value: bigint) => [{ modelId: '', metric: 'logsFailed', startsAt: METERED_FROM, value }];
    for (const value of [4n, 6n, 6n]) await meters.save(METERED, window, failed(value));
    const { logDelivery } = await ask(`from=${SEEDED.from}&to=${SEEDED.to}`);
    expect(logDelivery).toMatchObject([{ cloudWatch: { failed: 6 } }]);
    await meters.save(METERED, window, failed(4n));
  });

  it('names what it cannot group by', async () => {
    const answer = await serving.get('/api/v1/metered?groupBy=team');
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { field: 'groupBy' } });
  });
});

describe('/profiles', () => {
  it('tells what stands behind each, and what to grant', async () => {
    const { pool } = serving.database;
    const store = new ProfileStore(pool);
    const arn = (id: string, accountId = METERED.accountId) =>
      `arn:aws:bedrock:us-east-1:${accountId}:application-inference-profile/${id}`;
    const source = { kind: 'x', logGroup: null, bucket: null, historyDays: 1, schedule: '', nextRunAt: null } as const;
    serving.sources.push({ ...source, ...METERED, sourceId: 'east', cloud: 'bedrock' });
    const now = serving.clock.now();
    await pool.query(
      `insert into usage_series (cloud, account_id, region, source_id, model_id, vendor, endpoint_scope, outcome)
       select 'bedrock', '1', 'us-east-1', 'x', unnest($1::text[]), 'unknown', 'unknown', 'ok'`,
      [[arn('a'), arn('b'), arn('c'), arn('d', '999999999999'), 'arn:aws:bedrock:us-east-1::foundation-model/x']],
    );
    expect(await store.noteLogged(now)).toBe(4);
    expect(await store.noteLogged(now)).toBe(0);
    await store.keepResolved(
      {
        arn: arn('a'),
        name: 'claims',
        modelId: 'anthropic.claude-sonnet-5',
        model: 'claude-sonnet-5',
        endpointScope: 'geo',
        tags: { team: 'Claims' },
        createdAt: new Date('2026-01-01'),
        detail: null,
      },
      now,
    );
    const detail = 'Grant bedrock:GetInferenceProfile in us-east-1, account 111111111111 (AccessDeniedException).';
    await store.keepUnresolved({ arn: arn('b'), state: 'denied', detail, nextTryAt: new Date(now + 60_000) }, now);
    // What is resolved stays so, also when the cloud has deleted it.
    await store.keepUnresolved({ arn: arn('a'), state: 'gone', detail: 'deleted', nextTryAt: null }, now);

    const { profiles } = profilesAnswerSchema.parse(await serving.getJson('/api/v1/profiles'));
    expect(profiles).toMatchObject([
      { arn: arn('b'), state: 'denied', words: `${detail} It is asked for again by itself.`, tries: 1 },
      { arn: arn('c'), state: 'pending', words: 'It is asked for within a minute.', tries: 0 },
      {
        arn: arn('d', '999999999999'),
        state: 'pending',
        words: expect.stringMatching(/^No source reads account 999999999999, .*prices\.mappings/),
      },
      {
        arn: arn('a'),
        state: 'resolved',
        model: 'claude-sonnet-5',
        endpointScope: 'geo',
        tags: { team: 'Claims' },
        words: 'Behind it is claude-sonnet-5.',
        nextTryAt: null,
      },
    ]);
  });
});
