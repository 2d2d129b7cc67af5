import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BedrockMetricsSource } from '../../src/collect/bedrock/metrics.source.js';
import { SourceUnavailable } from '../../src/collect/log-source.js';
import { ingestWindow } from '../../src/ingest/ingest-window.js';
import { NO_RULES } from '../../src/ingest/judge.js';
import { readMeter } from '../../src/ingest/read-meter.js';
import { pairMetered } from '../../src/serve/shape-metered.js';
import { MeterStore } from '../../src/store/meters.store.js';
import { meterProgress } from '../../src/store/questions/meter-progress.js';
import { loggedBesideMeter, logDeliveries, meteredUsage } from '../../src/store/questions/metered-usage.js';
import { prepareUsageDatabase, type UsageDatabase } from '../../src/store/usage-database.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/usage/window.js';
import { MeteredHours } from '../../simulator/monitoring/metered-hours.js';
import { NO_FAULTS } from '../../simulator/faults.js';
import { DEFAULT_WORLD } from '../../simulator/world.js';
import { PLACES, UNLOGGED_PLACE, type Place } from '../../simulator/world-places.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { simulateCloud, type SimulatedCloud } from '../support/simulated-cloud.js';

const NOW = Date.parse('2026-11-19T13:24:10Z');
const LAST_HOUR = Date.parse('2026-11-19T13:00:00Z');
const DAYS = 20;
const WORLD = { ...DEFAULT_WORLD, callsPerDay: 300 };
const never = new AbortController().signal;

let database: TestDatabase;
let usageDatabase: UsageDatabase;
let store: MeterStore;
let cloud: SimulatedCloud;
const clock = { now: () => cloud.simulator.clock.now() };

beforeAll(async () => {
  cloud = await simulateCloud(NOW, { ...WORLD, historyDays: DAYS, faults: { quotaFactor: 0 } });
});
afterAll(() => cloud.simulator.stop());
beforeEach(async () => {
  cloud.simulator.clock.hold(NOW);
  cloud.simulator.setFaults({ denied: [] });
  database = await createTestDatabase();
  usageDatabase = await prepareUsageDatabase(database.pool, []);
  store = new MeterStore(database.pool);
});
afterEach(() => database.drop());

const [virginia] = PLACES;

function sourceOf({ accountId, region }: Pick<Place, 'accountId' | 'region'>): BedrockMetricsSource {
  const endpoint = `${cloud.simulator.endpoint}/accounts/${accountId}`;
  return new BedrockMetricsSource({ accountId, region, endpoint }, clock);
}
const read = (place: Place) => readMeter({ source: sourceOf(place), store, clock, historyDays: DAYS }, never);

async function collectLogs(): Promise<void> {
  const window = { from: cloud.simulator.historyFrom, to: NOW };
  const { usage, runs } = usageDatabase;
  for (const source of cloud.sources) {
    await ingestWindow(source, window, 'backfill', { usage, runs, rules: NO_RULES, clock }, never);
  }
}

const WORDS = new Map([
  ['Invocations', 'requests'],
  ['InputTokenCount', 'inputTokens'],
  ['OutputTokenCount', 'outputTokens'],
  ['CacheReadInputTokenCount', 'cacheReadTokens'],
  ['CacheWriteInputTokenCount', 'cacheWriteTokens'],
  ['InvocationThrottles', 'throttles'],
  ['InvocationClientErrors', 'clientErrors'],
  ['InvocationServerErrors', 'serverErrors'],
]);

/** What the stand-in counted of a place up to an hour, by model and metric in our words. */
function countedBy(place: Place, to: number): Map<string, number> {
  const { historyFrom } = cloud.simulator;
  const hours = new MeteredHours(WORLD, historyFrom, 'cloudwatch', () => NO_FAULTS);
  const counted = new Map<string, number>();
  for (let hour = historyFrom / HOUR_MS; hour < to / HOUR_MS; hour += 1) {
    for (const metric of hours.metricsOf(place, hour)) {
      const word = WORDS.get(metric.name);
      if (word === undefined) continue;
      const key = `${metric.modelId} ${word}`;
      const sum = hours.samples(place, hour, metric).reduce((total, { value }) => total + value, 0);
      counted.set(key, (counted.get(key) ?? 0) + sum);
    }
  }
  return counted;
}

async function storedBy(place: Pick<Place, 'accountId' | 'region'>): Promise<Map<string, number>> {
  const { rows } = await database.pool.query<{ key: string; value: string }>(
    `select model_id || ' ' || metric as key, sum(value)::text as value
     from   metered_usage
     where  account_id = $1 and region = $2 and model_id <> ''
     group  by 1`,
    [place.accountId, place.region],
  );
  return new Map(rows.map(({ key, value }) => [key, Number(value)]));
}

const inOrder = (counts: Map<string, number>) => [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1));

describe('metrics of CloudWatch', () => {
  it('are stored as they were counted, to the token, in every account and region', async () => {
    for (const place of PLACES) {
      expect(await read(place)).toBeGreaterThan(3);
      expect(inOrder(await storedBy(place))).toEqual(inOrder(countedBy(place, LAST_HOUR)));
    }
    // Reading again changes nothing; an hour later there is an hour more.
    const { rows } = await database.pool.query('select count(*) as bins from metered_usage');
    expect(await read(virginia)).toBe(1);
    expect((await database.pool.query('select count(*) as bins from metered_usage')).rows).toEqual(rows);
    cloud.simulator.clock.hold(NOW + HOUR_MS);
    await read(virginia);
    expect(inOrder(await storedBy(virginia))).toEqual(inOrder(countedBy(virginia, LAST_HOUR + HOUR_MS)));
  });

  it('equal the log, but for calls that failed and records that were lost', async () => {
    await collectLogs();
    for (const place of PLACES) await read(place);
    const question = {
      range: { from: cloud.simulator.historyFrom, to: LAST_HOUR },
      timeZone: 'UTC',
      bucket: 'none',
      groupBy: ['accountId', 'region'],
    } as const;
    const [logged, metered] = await Promise.all([
      loggedBesideMeter(database.pool, question),
      meteredUsage(database.pool, question),
    ]);
    const { rows } = pairMetered(logged, metered, question.groupBy);
    const { groups } = await cloud.simulator.ledger({ by: 'accountRegion', to: LAST_HOUR, bodies: false });
    expect(rows).toHaveLength(PLACES.length);
    for (const { group, logged: log, compared, difference } of rows) {
      const ledger = groups.find(({ key }) => key === `${group['accountId']}/${group['region']}`);
      expect(compared).toEqual(log);
      expect(log.requests + log.failedRequests).toBe(ledger?.requests);
      // Calls that failed after they were accepted are metered, and calls whose record was cut off.
      expect(difference?.requests).toBeGreaterThanOrEqual(0);
      expect(difference?.requests).toBeLessThanOrEqual(log.failedRequests + (ledger?.unparseable ?? 0));
      // The log lacks the counts of some calls, and never has any that were not metered.
      for (const tokens of ['inputTokens', 'outputTokens', 'cacheReadTokens', 'cacheWriteTokens'] as const) {
        expect(difference?.[tokens]).toBeGreaterThanOrEqual(0);
        expect(difference?.[tokens]).toBeLessThan(log[tokens] * 0.05);
      }
    }
    const deliveries = await logDeliveries(database.pool, question);
    expect(deliveries.filter(({ metric }) => metric === 'logsDelivered')).toHaveLength(PLACES.length);
  });

  it('tell of a region in which nothing is logged', async () => {
    await read(UNLOGGED_PLACE);
    const question = {
      range: { from: cloud.simulator.historyFrom, to: LAST_HOUR },
      timeZone: 'UTC',
      bucket: 'none',
      groupBy: ['region'],
    } as const;
    const { rows } = pairMetered(
      await loggedBesideMeter(database.pool, question),
      await meteredUsage(database.pool, question),
      question.groupBy,
    );
    expect(rows).toMatchObject([{ group: { region: 'eu-north-1' }, logged: { requests: 0 } }]);
    expect(rows[0]?.difference?.requests).toBeGreaterThan(10);
  });

  it('say what to grant when they may not be read, and are all there once it is granted', async () => {
    cloud.simulator.setFaults({ denied: ['cloudwatch:GetMetricData'] });
    expect(await read(virginia)).toBe(0);
    expect(await meterProgress(database.pool)).toMatchObject([
      {
        state: 'permission',
        detail: expect.stringMatching(
          /not allowed to read metrics of CloudWatch in us-east-1, account 048219357106; grant cloudwatch:GetMetricData/,
        ),
        from: null,
      },
    ]);
    cloud.simulator.setFaults({ denied: [] });
    cloud.simulator.clock.hold(NOW + 30 * MINUTE_MS);
    await read(virginia);
    expect(await meterProgress(database.pool)).toMatchObject([{ state: 'ok', detail: null, to: new Date(LAST_HOUR) }]);
    expect(inOrder(await storedBy(virginia))).toEqual(inOrder(countedBy(virginia, LAST_HOUR)));
  });

  it('are asked for by name where the log tells of a model later, and count once', async () => {
    await read(virginia);
    const before = await storedBy(virginia);
    expect(await read(virginia)).toBe(1);
    await collectLogs();
    // The last day, and what is older than a search looks back.
    expect(await read(virginia)).toBeGreaterThan(1);
    expect(await storedBy(virginia)).toEqual(before);
    expect(await read(virginia)).toBe(1);
  });
});

const requestSchema = z.object({
  StartTime: z.number(),
  EndTime: z.number(),
  MetricDataQueries: z.array(z.object({ Id: z.string(), Expression: z.string().optional() })),
});

/** GetMetricData that answers an hour of one metric at a time and cuts off the rest, as expressions are: without a token. */
async function startNarrowCloudWatch(bins: (id: string, hour: number) => number) {
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => (text += String(chunk)));
    request.on('end', () => {
      const asked = requestSchema.parse(JSON.parse(text));
      const isWhole = asked.MetricDataQueries.length === 1 && asked.EndTime - asked.StartTime <= 3_600;
      const results = asked.MetricDataQueries.filter(({ Expression }) => Expression !== undefined).map(({ Id }) => ({
        Id,
        Label: 'us.anthropic.claude-opus-5',
        StatusCode: isWhole ? 'Complete' : 'PartialData',
        Timestamps: [asked.StartTime],
        Values: [bins(Id, asked.StartTime * 1000)],
      }));
      response
        .writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0' })
        .end(JSON.stringify({ MetricDataResults: results }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, stop: () => new Promise((resolve) => server.close(resolve)) };
}

describe('an answer that cannot hold everything', () => {
  it('is asked for again in parts until nothing is cut off', async () => {
    const from = LAST_HOUR - 2 * HOUR_MS;
    const narrow = await startNarrowCloudWatch((id, hour) => (id === 's0' ? (hour - from) / HOUR_MS + 1 : 5));
    const access = { accountId: virginia.accountId, region: virginia.region, endpoint: narrow.url };
    const source = new BedrockMetricsSource(access, clock);
    const found = [];
    for await (const page of source.read({ from, to: LAST_HOUR }, [], never)) found.push(...page);
    expect(
      found
        .filter(({ metric }) => metric === 'requests')
        .map(({ startsAt, value }) => [startsAt, value])
        .toSorted(([a], [b]) => Number(a) - Number(b)),
    ).toEqual([
      [from, 1n],
      [from + HOUR_MS, 2n],
    ]);
    source.close();
    await narrow.stop();
  });
});

it('does not read beyond what it was asked for, and stops when it is told to', async () => {
  const stop = new AbortController();
  stop.abort(new Error('stopped by the test'));
  const source = sourceOf(virginia);
  await expect(source.read({ from: NOW - DAY_MS, to: LAST_HOUR }, [], stop.signal).next()).rejects.toThrow(
    'stopped by the test',
  );
  await expect(source.read({ from: NOW - DAY_MS, to: LAST_HOUR }, [], stop.signal).next()).rejects.not.toBeInstanceOf(
    SourceUnavailable,
  );
});
