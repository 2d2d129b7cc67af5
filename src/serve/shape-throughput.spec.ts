import { describe, expect, it } from 'vitest';
import type { RateLimit } from '../usage/deployment.js';
import { HOUR_MS } from '../usage/window.js';
import type { ThroughputRow } from '../store/questions/throughput.js';
import { shapeThroughput, type BesideThroughput } from './shape-throughput.js';

const NO_MINUTE = {
  minuteRequests: null,
  minuteRequestsAt: null,
  minuteInput: null,
  minuteInputAt: null,
  minuteOutput: null,
  minuteOutputAt: null,
};
const row: ThroughputRow = {
  cloud: 'foundry',
  accountId: 'insurer',
  region: 'eastus2',
  model: 'claude-opus-5',
  endpointScope: null,
  modelId: 'care',
  calledAs: ['care'],
  // Ten hours of 90 calls on average.
  hours: 10,
  requests: 900,
  input: 6_000_000,
  output: 300_000,
  timedCalls: 400,
  p50Ms: 1200,
  p95Ms: 8000,
  // A busiest hour of 600 calls, 1,200,000 tokens of input and 60,000 of output.
  mostRequests: 600,
  mostInput: 1_200_000,
  mostOutput: 60_000,
  ...NO_MINUTE,
};
const beside: BesideThroughput = { spans: [], underLimits: [], failed: [], metered: null };
const limit = (key: string, count: number, renewalPeriodSeconds = 60) => ({ key, count, renewalPeriodSeconds });
const hour = Date.parse('2026-11-16T09:00:00Z');
const LONG_AGO = hour - 1000 * HOUR_MS;
const span = (rateLimits: RateLimit[], from = LONG_AGO, to: number | null = null, name = 'care') => ({
  accountId: 'insurer',
  name,
  rateLimits,
  from,
  to,
});
const { accountId, region, mostRequests, mostInput, mostOutput } = row;
/** The same deployment under the limits that began at `since`. */
const under = (since: number | null, hours: number, most = { mostRequests, mostInput, mostOutput }) => ({
  accountId,
  region,
  modelId: 'care',
  model: row.model,
  since,
  hours,
  ...most,
});
const named = (modelId: string, requests: number) => ({ ...row, modelId, requests });
const peak = (counts: 'requests' | 'input' | 'output', value: number, modelId = 'claude-opus-5') => ({
  accountId: 'insurer',
  deployment: 'care',
  modelId,
  counts,
  hour,
  minute: hour + 60_000,
  value,
});
const metered = { peaks: [], latency: [], throttles: [] };

describe('limits of a deployment', () => {
  it.each([
    { given: limit('request', 40), counts: 'requests', used: 10, share: 0.25 },
    { given: limit('token', 40_000), counts: 'input', used: 20_000, share: 0.5 },
    { given: limit('inputTokens', 40_000, 120), counts: 'input', used: 40_000, share: 1 },
    { given: limit('outputTokens', 8000), counts: 'output', used: 1000, share: 0.125 },
    { given: limit('token', 0), counts: 'input', used: 20_000, share: null },
  ])('stand beside what went through in the busiest hour: $given.key', ({ given, counts, used, share }) => {
    const limits = { spans: [span([given])], underLimits: [under(LONG_AGO, 10)] };
    const [shaped] = shapeThroughput([row], { ...beside, ...limits });
    expect(shaped?.limits).toMatchObject([
      { limit: given.count, counts, used, share, usedInMinute: null, minuteAt: null, minuteShare: null, to: null },
    ]);
    expect(shaped?.hoursWithoutLimit).toBe(0);
  });

  it('stand beside the busiest minute where the cloud metered it', () => {
    const spans = [span([limit('token', 40_000), limit('request', 10, 10)])];
    const peaks = [peak('input', 38_000), peak('requests', 30), peak('input', 90_000, 'claude-sonnet-5')];
    const others = { ...row, modelId: 'care', model: 'claude-sonnet-5' };
    const [other, shaped] = shapeThroughput([row, others], { ...beside, spans, metered: { ...metered, peaks } });
    expect(shaped?.limits).toMatchObject([
      { usedInMinute: 38_000, minuteShare: 0.95, minuteAt: '2026-11-16T09:01:00.000Z' },
      { usedInMinute: 5, minuteShare: 0.5 },
    ]);
    expect(shaped?.busiestMinute).toEqual({
      basis: 'metered',
      requests: { value: 30, at: '2026-11-16T09:01:00.000Z' },
      input: { value: 38_000, at: '2026-11-16T09:01:00.000Z' },
      output: null,
    });
    // The same name for another model has minutes of its own.
    expect(other?.busiestMinute?.input?.value).toBe(90_000);
  });

  it('are none where the cloud tells none', () => {
    const spans = [span([limit('request', 1)], LONG_AGO, null, 'another')];
    expect(shapeThroughput([row], { ...beside, spans, underLimits: [under(null, 10)] })).toMatchObject([
      {
        latency: { calls: 400, p50Ms: 1200, p95Ms: 8000 },
        average: { requestsPerMinute: 1.5, inputTokensPerMinute: 10_000, outputTokensPerMinute: 500 },
        busiest: { requestsPerMinute: 10, inputTokensPerMinute: 20_000, outputTokensPerMinute: 1000 },
        busiestMinute: null,
        limits: [],
        hours: 10,
        hoursWithoutLimit: 10,
      },
    ]);
  });

  it('are those that were in force at each hour, and not known before the first look', () => {
    const looked = hour - 4 * HOUR_MS;
    const spans = [span([limit('token', 10_000)], looked, hour), span([limit('token', 80_000)], hour)];
    const low = { mostRequests: 1, mostInput: 480_000, mostOutput: 0 };
    const high = { mostRequests: 1, mostInput: 1_200_000, mostOutput: 0 };
    const underLimits = [under(null, 3), under(looked, 4, low), under(hour, 3, high)];
    const early = { ...peak('input', 9500), hour: hour - HOUR_MS, minute: hour - HOUR_MS };
    const peaks = [early, peak('input', 40_000)];
    const [shaped] = shapeThroughput([row], { ...beside, spans, underLimits, metered: { ...metered, peaks } });
    expect(shaped?.limits).toMatchObject([
      { limit: 10_000, from: new Date(looked).toISOString(), to: new Date(hour).toISOString(), share: 0.8 },
      { limit: 80_000, from: new Date(hour).toISOString(), to: null, share: 0.25 },
    ]);
    expect(shaped?.limits.map(({ minuteShare }) => minuteShare)).toEqual([0.95, 0.5]);
    expect(shaped?.hoursWithoutLimit).toBe(3);
  });

  it('order the rows by how near they came, then by use', () => {
    const rows = [named('much', 900), named('near', 5), named('nearer', 2), named('more', 1000)];
    const spans = [
      span([limit('token', 40_000)], LONG_AGO, null, 'near'),
      span([limit('token', 1)], LONG_AGO, null, 'nearer'),
    ];
    const underLimits = ['near', 'nearer'].map((modelId) => ({ ...under(LONG_AGO, 10), modelId }));
    const ordered = shapeThroughput(rows, { ...beside, spans, underLimits });
    expect(ordered.map(({ modelId }) => modelId)).toEqual(['nearer', 'near', 'more', 'much']);
  });
});

const call = (errorCode: string | null, requests: number, model: string | null = 'claude-opus-5') => ({
  ...row,
  endpointScope: 'global',
  modelId: 'care',
  model,
  errorCode,
  requests,
});

describe('calls that were turned away', () => {
  it('are told apart by who did it, and stand beside the cloud’s own count', () => {
    const failed = [call('429', 7), call('gateway-429', 3), call('403', 5), call(null, 1), call('429', 9, 'claude-x')];
    const throttles = [
      { cloud: 'foundry', accountId, region, deployment: 'care', modelId: 'claude-opus-5-20260101', throttles: 8 },
    ];
    const [shaped] = shapeThroughput([row], { ...beside, failed, metered: { ...metered, throttles } });
    expect(shaped?.throttled).toEqual({ byCloud: 7, byGateway: 3, metered: 8 });
  });

  it('of a model are those that the meter counts of every id that it is called by, in its place', () => {
    const profile = 'arn:aws:bedrock:eu-west-1:111122223333:application-inference-profile/a1b2';
    const place = { cloud: 'bedrock', accountId: '111122223333', region: 'eu-west-1' };
    const geo = {
      ...row,
      ...place,
      endpointScope: 'geo',
      modelId: null,
      calledAs: [profile, 'eu.anthropic.claude-opus-5'],
    };
    const of = (modelId: string, throttles: number, changes: object = {}) => ({
      ...place,
      deployment: '',
      modelId,
      throttles,
      ...changes,
    });
    const throttles = [
      of('a1b2', 5),
      of('eu.anthropic.claude-opus-5', 2),
      of('global.anthropic.claude-opus-5', 100),
      of('a1b2', 100, { region: 'eu-west-3' }),
    ];
    const [shaped] = shapeThroughput([geo], { ...beside, metered: { ...metered, throttles } });
    expect(shaped?.throttled.metered).toBe(7);
    expect(shaped?.modelIds).toBe(2);
  });

  it('have no count of the cloud where callers are left out, for meters know none', () => {
    expect(shapeThroughput([row], beside)[0]?.throttled).toEqual({ byCloud: 0, byGateway: 0, metered: null });
  });
});

it('minutes of logged calls are those of their times', () => {
  const at = new Date(hour);
  const minutes = { minuteRequests: 12, minuteRequestsAt: at, minuteInput: 0, minuteInputAt: at };
  const [shaped] = shapeThroughput([{ ...row, cloud: 'bedrock', ...minutes }], beside);
  expect(shaped?.busiestMinute).toEqual({
    basis: 'logged',
    requests: { value: 12, at: at.toISOString() },
    input: { value: 0, at: at.toISOString() },
    output: null,
  });
});
