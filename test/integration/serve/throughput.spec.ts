import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type ThroughputAnswer,
  throughputAnswerSchema,
  throughputHoursAnswerSchema,
} from '../../../src/serve/answers/throughput.js';
import { DeploymentStore } from '../../../src/store/deployments.store.js';
import { PerformanceStore } from '../../../src/store/performance.store.js';
import { quotaOf } from '../../../src/usage/quota.js';
import type { UsageEvent } from '../../../src/usage/usage-event.js';
import { HOUR_MS, MINUTE_MS } from '../../../src/usage/window.js';
import { KINDS_OF_PRICES, makeCalls, SEEDED, seedUsage } from '../../support/seed-usage.js';
import { startServing, type Serving } from '../../support/serving.js';
import { groupedBy } from '../../../src/usage/grouped-by.js';

let serving: Serving;
/** Of Bedrock's calls some go through application inference profiles, whose quota is that of the model all the same. */
const calls = makeCalls(900, KINDS_OF_PRICES).map((call, index) => {
  const { cloud, accountId, region } = call.event;
  const profile = `arn:aws:bedrock:${region}:${accountId}:application-inference-profile/p${String(index % 5)}`;
  return cloud === 'bedrock' && index % 2 === 0 ? { ...call, event: { ...call.event, modelId: profile } } : call;
});

beforeAll(async () => {
  serving = await startServing('2026-11-20T13:24:00Z');
  await seedUsage(serving.database.pool, calls, []);
});
afterAll(() => serving.stop());

/** Whether a call counts to the quota of a row. */
function countsTo(event: UsageEvent, row: ThroughputAnswer['rows'][number]): boolean {
  const { cloud, accountId, region, model, endpointScope, modelId } = row;
  return isDeepStrictEqual(quotaOf(event), { cloud, accountId, region, model, endpointScope, modelId });
}

it('tells of each quota how long answers took, and its busiest hour', async () => {
  const answer = throughputAnswerSchema.parse(
    await serving.getJson(`/api/v1/throughput?from=${SEEDED.from}&to=${SEEDED.to}&timeZone=UTC`),
  );
  const answered = calls.filter(({ event }) => event.outcome !== 'failed');
  expect(
    answer.rows.some(({ cloud, modelId, modelIds }) => cloud === 'bedrock' && modelId === null && modelIds > 4),
  ).toBe(true);
  expect(answer.rows.reduce((sum, { requests }) => sum + requests, 0)).toBe(answered.length);
  for (const row of answer.rows) {
    const own = answered.map(({ event }) => event).filter((event) => countsTo(event, row));
    expect(row.modelIds).toBe(new Set(own.map(({ modelId }) => modelId)).size);
    const times = own.flatMap(({ latencyMs }) => (latencyMs === null ? [] : [latencyMs])).toSorted((a, b) => a - b);
    expect(row.latency).toEqual({
      calls: times.length,
      p50Ms: times[Math.ceil(times.length * 0.5) - 1] ?? null,
      p95Ms: times[Math.ceil(times.length * 0.95) - 1] ?? null,
    });
    const mostIn = (periodMs: number) => (of: (event: (typeof own)[number]) => number) => {
      const periods = groupedBy(own, ({ occurredAt }) => Math.floor(Date.parse(occurredAt) / periodMs));
      return Math.max(...[...periods.values()].map((events) => events.reduce((sum, event) => sum + of(event), 0)));
    };
    const most = mostIn(HOUR_MS);
    const mostOfMinute = mostIn(MINUTE_MS);
    // What was metered of Foundry beyond logged calls has no minute, and none was read here.
    const logged = {
      basis: 'logged',
      requests: mostOfMinute(() => 1),
      output: mostOfMinute(({ tokens }) => tokens.output ?? 0),
    };
    const { basis, requests, output } = row.busiestMinute ?? {};
    expect({ basis, requests: requests?.value, output: output?.value }).toEqual(row.cloud === 'foundry' ? {} : logged);
    // No deployment has been looked at.
    expect([row.limits, row.hoursWithoutLimit]).toEqual([[], row.hours]);
    expect(row.busiest.requestsPerMinute * 60).toBeCloseTo(most(() => 1));
    expect(row.busiest.outputTokensPerMinute * 60).toBeCloseTo(most(({ tokens }) => tokens.output ?? 0));
    expect(row.busiest.inputTokensPerMinute * 60).toBeCloseTo(
      most(({ tokens }) => (tokens.input ?? 0) + (tokens.cacheWrite5m ?? 0) + (tokens.cacheWrite1h ?? 0)),
    );
  }
});

const HOUR = Date.parse('2026-11-17T10:00:00Z');
const meter = { id: 'metrics', cloud: 'foundry', region: 'eastus2' };

it('tells of one deployment hour by hour, with the minutes and the latency that its cloud metered', async () => {
  const event = calls
    .map((call) => call.event)
    .find(({ cloud, outcome }) => cloud === 'foundry' && outcome !== 'failed');
  if (event === undefined) throw new Error('a call of Foundry is seeded');
  const place = { deployment: event.modelId, modelId: `${event.model}-20261001`, modelVersion: '1' };
  const peak = { ...place, hour: HOUR, minute: HOUR + 7 * MINUTE_MS };
  const latency = { ...place, metric: 'timeToLastByte' as const, hour: HOUR, averageMs: 2310.5, leastMs: null };
  await new PerformanceStore(serving.database.pool).save(
    { ...meter, accountId: event.accountId },
    { from: HOUR, to: HOUR + HOUR_MS },
    {
      peaks: [
        { ...peak, counts: 'requests', value: 11n },
        { ...peak, counts: 'input', value: 38_000n },
      ],
      latencies: [{ ...latency, mostMs: 9000 }],
    },
  );
  const range = { from: SEEDED.from, to: SEEDED.to, timeZone: 'UTC' };
  const { cloud, accountId, region, modelId } = event;
  const query = new URLSearchParams({ ...range, cloud, accountId, region, modelId, model: event.model ?? '' });
  const hours = async (more = '') =>
    throughputHoursAnswerSchema.parse(await serving.getJson(`/api/v1/throughput/hours?${String(query)}${more}`));
  const answer = await hours();
  const own = calls
    .map((call) => call.event)
    .filter(
      (other) =>
        other.cloud === cloud &&
        other.outcome !== 'failed' &&
        other.accountId === accountId &&
        other.region === region &&
        other.modelId === modelId &&
        other.model === event.model,
    );
  expect(answer.hours.reduce((sum, { requests }) => sum + requests, 0)).toBe(own.length);
  expect(answer.hours.reduce((sum, { output }) => sum + output, 0)).toBe(
    own.reduce((sum, { tokens }) => sum + (tokens.output ?? 0), 0),
  );
  expect(answer.basis).toBe('metered');
  expect(answer.hours.filter(({ busiestMinute }) => busiestMinute !== null)).toMatchObject([
    {
      hour: new Date(HOUR).toISOString(),
      busiestMinute: { requests: 11, input: 38_000, output: null },
      meteredLatency: [{ metric: 'timeToLastByte', averageMs: 2310.5, leastMs: null, mostMs: 9000 }],
    },
  ]);

  const all = throughputAnswerSchema.parse(
    await serving.getJson(`/api/v1/throughput?${String(new URLSearchParams(range))}`),
  );
  const row = all.rows.find((one) => one.modelId === modelId && one.accountId === accountId && one.region === region);
  expect(row?.busiestMinute).toMatchObject({ basis: 'metered', input: { value: 38_000 }, output: null });
  expect(row?.meteredLatency).toMatchObject([{ metric: 'timeToLastByte', hours: 1, highestAverageMs: 2310.5 }]);
  expect(all.minutesRead).toEqual([
    { accountId, readFrom: new Date(HOUR).toISOString(), readTo: new Date(HOUR + HOUR_MS).toISOString(), words: null },
  ]);

  expect(answer.calledAs).toMatchObject([{ modelId, requests: own.length }]);

  // A meter counts everybody: it says nothing of one team.
  expect((await hours('&filter=team!%3Dnobody')).hours.some(({ busiestMinute }) => busiestMinute !== null)).toBe(false);
});

it('compares what went through with the limits that were in force at the time', async () => {
  const event = calls
    .map((call) => call.event)
    .find(({ cloud, outcome }) => cloud === 'foundry' && outcome !== 'failed');
  if (event === undefined) throw new Error('a call of Foundry is seeded');
  const { accountId, region, modelId: name, model } = event;
  const deployments = new DeploymentStore(serving.database.pool);
  const looked = Date.parse('2026-11-05T10:25:00Z');
  const raised = Date.parse('2026-11-14T08:00:00Z');
  for (const [at, count] of [
    [looked, 1_000],
    [raised, 50_000],
  ] as const) {
    const rateLimits = [{ key: 'token', count, renewalPeriodSeconds: 60 }];
    const deployment = {
      accountId,
      name,
      modelFormat: 'Anthropic',
      modelName: model ?? '',
      modelVersion: '2',
      sku: 'GlobalStandard',
      capacity: count,
      hosting: null,
      endpointScope: 'global' as const,
      rateLimits,
      state: 'Succeeded',
      changedAt: null,
    };
    await deployments.save(
      { sourceId: 'deployments', cloud: 'foundry', kind: 'foundry-deployments' },
      accountId,
      [deployment],
      at,
    );
  }
  const range = { from: SEEDED.from, to: SEEDED.to, timeZone: 'UTC' };
  const all = throughputAnswerSchema.parse(
    await serving.getJson(`/api/v1/throughput?${String(new URLSearchParams(range))}`),
  );
  const row = all.rows.find(
    (one) => one.modelId === name && one.accountId === accountId && one.region === region && one.model === model,
  );
  if (row === undefined) throw new Error('the deployment has a row');
  const own = calls.map((call) => call.event).filter((one) => one.outcome !== 'failed' && countsTo(one, row));
  const hours = groupedBy(own, ({ occurredAt }) => Math.floor(Date.parse(occurredAt) / HOUR_MS) * HOUR_MS);
  const mostIn = (from: number, to: number) =>
    [...hours]
      .filter(([hour]) => hour >= from && hour < to)
      .map(([, events]) =>
        events.reduce(
          (sum, { tokens }) => sum + (tokens.input ?? 0) + (tokens.cacheWrite5m ?? 0) + (tokens.cacheWrite1h ?? 0),
          0,
        ),
      )
      .reduce((most, input) => Math.max(most, input), 0);
  const known = Date.parse('2026-11-05T10:00:00Z');
  expect(row.limits.map(({ limit, from, to, used }) => ({ limit, from, to, used: used * 60 }))).toEqual([
    {
      limit: 1_000,
      from: new Date(known).toISOString(),
      to: new Date(raised).toISOString(),
      used: expect.closeTo(mostIn(known, raised)),
    },
    { limit: 50_000, from: new Date(raised).toISOString(), to: null, used: expect.closeTo(mostIn(raised, Infinity)) },
  ]);
  expect(row.hours).toBe(hours.size);
  expect(row.hoursWithoutLimit).toBe([...hours.keys()].filter((hour) => hour < known).length);
  // What has a limit that is known stands before what has none.
  expect(all.rows[0]?.modelId).toBe(name);
});
