import { afterAll, beforeAll, expect, it } from 'vitest';
import { throughputAnswerSchema } from '../../../src/serve/answers/throughput.js';
import { HOUR_MS } from '../../../src/usage/window.js';
import { makeCalls, SEEDED, seedUsage } from '../../support/seed-usage.js';
import { startServing, type Serving } from '../../support/serving.js';

let serving: Serving;
const calls = makeCalls(600);

beforeAll(async () => {
  serving = await startServing('2026-11-20T13:24:00Z');
  await seedUsage(serving.database.pool, calls, []);
});
afterAll(() => serving.stop());

it('tells of each model and place how long answers took, and its busiest hour', async () => {
  const answer = throughputAnswerSchema.parse(
    await serving.getJson(`/api/v1/throughput?from=${SEEDED.from}&to=${SEEDED.to}&timeZone=UTC`),
  );
  const answered = calls.filter(({ event }) => event.outcome !== 'failed');
  expect(answer.rows.reduce((sum, { requests }) => sum + requests, 0)).toBe(answered.length);
  for (const row of answer.rows) {
    const own = answered
      .map(({ event }) => event)
      .filter(
        (event) =>
          event.cloud === row.cloud &&
          event.accountId === row.accountId &&
          event.region === row.region &&
          event.modelId === row.modelId &&
          event.model === row.model,
      );
    const times = own.flatMap(({ latencyMs }) => (latencyMs === null ? [] : [latencyMs])).toSorted((a, b) => a - b);
    expect(row.latency).toEqual({
      calls: times.length,
      p50Ms: times[Math.ceil(times.length * 0.5) - 1] ?? null,
      p95Ms: times[Math.ceil(times.length * 0.95) - 1] ?? null,
    });
    const hours = Map.groupBy(own, ({ occurredAt }) => Math.floor(Date.parse(occurredAt) / HOUR_MS));
    const most = (of: (event: (typeof own)[number]) => number) =>
      Math.max(...[...hours.values()].map((events) => events.reduce((sum, event) => sum + of(event), 0)));
    expect(row.busiest.requestsPerMinute * 60).toBeCloseTo(most(() => 1));
    expect(row.busiest.outputTokensPerMinute * 60).toBeCloseTo(most(({ tokens }) => tokens.output ?? 0));
    expect(row.busiest.inputTokensPerMinute * 60).toBeCloseTo(
      most(({ tokens }) => (tokens.input ?? 0) + (tokens.cacheWrite5m ?? 0) + (tokens.cacheWrite1h ?? 0)),
    );
  }
});
