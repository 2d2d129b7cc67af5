import { describe, expect, it } from 'vitest';
import type { Source, UnloggedRow } from '../api/generated/types.gen.js';
import { attentionOf, unloggedOf } from './attention.js';
import { historyOf, secondsLeft, verdictOf, worstSourcesFirst } from './health.js';

const nothing = { read: 0, new: 0, duplicate: 0, ignored: 0, rejected: 0, pages: 0, bytes: 0 };

function source(sourceId: string, state: Source['state'], historyDoneDays = 60): Source {
  return {
    sourceId,
    state,
    historyDoneDays,
    historyDays: 60,
    words: `${sourceId} is ${state}`,
    cloud: 'bedrock',
    kind: 'bedrock-cloudwatch',
    accountId: null,
    region: null,
    logGroup: null,
    bucket: null,
    coveredFrom: null,
    completeUpTo: null,
    gaps: [],
    lagSeconds: null,
    lastRun: null,
    lastSuccessAt: null,
    lastError: null,
    lastErrorAt: null,
    nextRunAt: null,
    scan: null,
    schedule: '*/5 * * * *',
    last24h: nothing,
  };
}

describe('verdict', () => {
  it.each([
    [['ok', 'ok'], { kind: 'allWell', all: 2 }],
    [['ok', 'collecting-history'], { kind: 'collecting', count: 1, all: 2 }],
    [['late', 'collecting-history'], { kind: 'late', count: 1, all: 2 }],
    [['failing', 'late', 'failing'], { kind: 'failing', count: 2, all: 3 }],
  ] satisfies [Source['state'][], object][])('of %j names the worst', (states, verdict) => {
    expect(verdictOf(states.map((state, place) => source(String(place), state)))).toEqual(verdict);
  });
});

it('sources that want somebody stand first, the others as they are configured', () => {
  const sources = [source('b', 'ok'), source('a', 'ok'), source('e', 'postponed'), source('d', 'late')];
  expect(worstSourcesFirst(sources).map(({ sourceId }) => sourceId)).toEqual(['d', 'e', 'b', 'a']);
});

describe('history', () => {
  it('counts days of every source', () => {
    expect(historyOf([source('a', 'ok'), source('b', 'collecting-history', 15.5)])).toEqual({
      doneDays: 75,
      allDays: 120,
      isDone: false,
    });
  });

  it('is estimated from its speed, and not before it moves', () => {
    // 10 days in 5 seconds; the 40 that are left take 20 seconds.
    expect(
      secondsLeft(
        [
          { atMs: 0, doneDays: 10 },
          { atMs: 5_000, doneDays: 20 },
        ],
        60,
      ),
    ).toBe(20);
    expect(
      secondsLeft(
        [
          { atMs: 0, doneDays: 10 },
          { atMs: 5_000, doneDays: 10 },
        ],
        60,
      ),
    ).toBeNull();
    expect(secondsLeft([], 60)).toBeNull();
  });
});

const most: UnloggedRow = {
  bucket: null,
  cloud: 'vertex',
  accountId: 'p',
  region: 'us-east5',
  model: 'claude-opus-5',
  cause: 'sampled',
  words: '',
  evidence: [],
  hours: 1,
  configuredRate: 0.25,
  observedRate: 0.24,
  requests: 1,
  tokens: { input: 1, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, total: 1 },
  costUsd: '1.5',
  unpricedTokens: 0,
};

describe('attention', () => {
  it('of what was metered and not logged is the part that cost most, and nothing where no price is known', () => {
    const range = { from: '', to: '', timeZone: 'UTC', bucket: 'none' } as const;
    const { requests, tokens, costUsd, unpricedTokens } = most;
    const totals = { requests, tokens, costUsd, unpricedTokens };
    expect(unloggedOf({ range, totals, rows: [most] })).toEqual({ costUsd: '1.5', most });
    expect(unloggedOf({ range, totals: { ...totals, costUsd: '0' }, rows: [most] })).toBeNull();
    expect(unloggedOf({ range, totals: { ...totals, costUsd: '0' }, rows: [] })).toBeNull();
    expect(unloggedOf(undefined)).toBeNull();
  });

  it('puts what somebody must act on first, and what mends itself last', () => {
    const list = attentionOf({
      sources: [source('a', 'collecting-history', 3), source('b', 'late'), source('c', 'failing')],
      quarantined: 2,
      unpricedRequests: 1,
      unpricedTokens: 9,
      unlogged: { costUsd: '1.5', most },
    });
    expect(list.map(({ kind }) => kind)).toEqual([
      'failing',
      'late',
      'unpriced',
      'unlogged',
      'quarantine',
      'collecting',
    ]);
  });

  it('is empty when all is well', () => {
    expect(
      attentionOf({
        sources: [source('a', 'ok')],
        quarantined: 0,
        unpricedRequests: 0,
        unpricedTokens: 0,
        unlogged: null,
      }),
    ).toEqual([]);
  });
});
