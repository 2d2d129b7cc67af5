import { describe, expect, it } from 'vitest';
import { shapeThroughput } from './shape-throughput.js';

const row = {
  cloud: 'foundry',
  accountId: 'insurer',
  region: 'eastus2',
  modelId: 'care',
  model: 'claude-opus-5',
  requests: 900,
  timedCalls: 400,
  p50Ms: 1200,
  p95Ms: 8000,
  // A busiest hour of 600 calls, 1,200,000 tokens of input and 60,000 of output.
  mostRequests: 600,
  mostInput: 1_200_000,
  mostOutput: 60_000,
};
const limit = (key: string, count: number, renewalPeriodSeconds = 60) => ({ key, count, renewalPeriodSeconds });

describe('limits of a deployment', () => {
  it.each([
    { given: limit('request', 40), counts: 'requests', used: 10, share: 0.25 },
    { given: limit('token', 40_000), counts: 'input', used: 20_000, share: 0.5 },
    { given: limit('inputTokens', 40_000, 120), counts: 'input', used: 40_000, share: 1 },
    { given: limit('outputTokens', 8000), counts: 'output', used: 1000, share: 0.125 },
    { given: limit('token', 0), counts: 'input', used: 20_000, share: null },
  ])('stand beside what went through in the busiest hour: $given.key', ({ given, counts, used, share }) => {
    const { rows } = shapeThroughput([row], [{ accountId: 'insurer', name: 'care', rateLimits: [given] }]);
    expect(rows[0]?.limits).toMatchObject([{ limit: given.count, counts, used, share }]);
  });

  it('are none where the cloud tells none', () => {
    const limits = [{ accountId: 'insurer', name: 'another', rateLimits: [limit('request', 1)] }];
    expect(shapeThroughput([row], limits).rows).toMatchObject([
      {
        latency: { calls: 400, p50Ms: 1200, p95Ms: 8000 },
        busiest: { requestsPerMinute: 10, inputTokensPerMinute: 20_000, outputTokensPerMinute: 1000 },
        limits: [],
      },
    ]);
  });
});
