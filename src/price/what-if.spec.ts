import { describe, expect, it } from 'vitest';
import { formatUsd } from '../usage/money.js';
import type { PriceableUsage } from '../usage/priced.js';
import { price } from './price.js';
import { priceBook } from './price-book.js';
import { priceSum } from './summed-usage.js';
import { whatIf, whatIfOfSum, type Imagined, type WhatIf } from './what-if.js';

const CALL: PriceableUsage = {
  cloud: 'bedrock',
  region: 'us-east-1',
  modelId: 'us.anthropic.claude-opus-5',
  model: 'claude-opus-5',
  vendor: 'anthropic',
  endpointScope: 'geo',
  occurredAt: '2026-11-15T12:00:00.000Z',
  speed: 'standard',
  batch: false,
  inferenceGeo: null,
  tokens: { input: 1000, cacheRead: 2000, cacheWrite5m: 300, cacheWrite1h: 400, output: 500 },
  webSearchRequests: 0,
};

const costOf = ({ price: imagined }: Imagined): string =>
  'priced' in imagined ? formatUsd(imagined.priced.total) : imagined.unpriced;
const imagine = (change: WhatIf, changes: Partial<PriceableUsage> = {}) => whatIf({ ...CALL, ...changes }, change);

describe('a call imagined', () => {
  // 5,000 + 1,000 + 1,875 + 4,000 + 12,500 millionths are 0.024375
  it('on the global endpoint has no premium', () => {
    const answer = imagine({ kind: 'scope', endpointScope: 'global' });
    expect(costOf(answer)).toBe('0.024375');
    expect(answer.caveats).toEqual([]);
    expect(answer.lines.map(({ rule }) => rule)).toEqual(Array.from({ length: 5 }, () => 'listPrice'));
  });

  it('on the global endpoint of the Claude API leaves its geography', () => {
    const us = { cloud: 'anthropic', endpointScope: 'global', inferenceGeo: 'us' } as const;
    expect(costOf(imagine({ kind: 'scope', endpointScope: 'global' }, us))).toBe('0.024375');
  });

  it('at an endpoint that is not offered says so', () => {
    const vertex = { cloud: 'vertex', region: 'global', endpointScope: 'global' } as const;
    const answer = imagine({ kind: 'scope', endpointScope: 'region' }, vertex);
    expect(costOf(answer)).toBe('0.0268125');
    expect(answer.caveats).toEqual(['scopeNotOffered']);
  });

  it('without caching costs what its price says, premium included', () => {
    const answer = imagine({ kind: 'withoutCaching' });
    const now = price(CALL);
    expect('priced' in now && 'priced' in answer.price && answer.price.priced.total === now.priced.withoutCaching).toBe(
      true,
    );
    // (3,700 x 5 + 12,500) x 1.1
    expect(costOf(answer)).toBe('0.0341');
  });

  it('with caches that live an hour pays for longer writes, an upper bound', () => {
    // (5,000 + 1,000 + 7,000 + 12,500) x 1.1
    const answer = imagine({ kind: 'oneHourCaching' });
    expect(costOf(answer)).toBe('0.02805');
    expect(answer.tokens).toMatchObject({ cacheWrite5m: 0n, cacheWrite1h: 700n });
    expect(answer.caveats).toEqual(['longerLifeMoreHits']);
  });

  it('at another model with the same tokenizer keeps its counts', () => {
    // (2,000 + 200 + 750 + 1,600 + 5,000) x 1.1, reads at 0.1 since October
    const answer = imagine({ kind: 'model', model: 'claude-sonnet-5-5' });
    expect(costOf(answer)).toBe('0.010505');
    expect(answer.caveats).toEqual(['sameAnswers']);
    expect(formatUsd(answer.atSameTokens ?? 0n)).toBe('0.010505');
  });

  it('at a model with another tokenizer never carries the counts over', () => {
    const older = imagine({ kind: 'model', model: 'claude-sonnet-4-6' });
    expect(older.caveats).toContain('tokenizerDiffers');
    // 1,000 / 1.3 = 769.23, 500 / 1.3 = 384.6
    expect(older.tokens).toEqual({
      input: 769n,
      cacheRead: 1538n,
      cacheWrite5m: 231n,
      cacheWrite1h: 308n,
      output: 385n,
    });
    expect(formatUsd(older.atSameTokens ?? 0n)).toBe('0.0160875');
    const newer = imagine({ kind: 'model', model: 'claude-opus-5' }, { model: 'claude-opus-4-5' });
    expect(newer.tokens).toEqual({
      input: 1300n,
      cacheRead: 2600n,
      cacheWrite5m: 390n,
      cacheWrite1h: 520n,
      output: 650n,
    });
  });

  it('at a model that came later uses its first price, and says so', () => {
    const answer = imagine({ kind: 'model', model: 'claude-sonnet-5-5' }, { occurredAt: '2026-08-01T00:00:00.000Z' });
    expect(answer.caveats).toContain('notReleasedThen');
    // Reads still cost 0.2 then.
    expect(costOf(answer)).toBe('0.010725');
  });

  it('at a model without fast mode runs at standard speed, and says so', () => {
    const fast = { cloud: 'anthropic', endpointScope: 'global', speed: 'fast' } as const;
    const answer = imagine({ kind: 'model', model: 'claude-sonnet-5' }, fast);
    expect(answer.caveats).toContain('speedNotOffered');
    // 8,000 + 800 + 3,000 + 6,400 + 20,000 millionths
    expect(costOf(imagine({ kind: 'model', model: 'claude-opus-5-5' }, fast))).toBe('0.0382');
  });

  it('at a model with a threshold passes it with its own prompt', () => {
    const tokens = { ...CALL.tokens, input: 100_001, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 };
    // 100,001 x 0.5 x 1.1
    expect(costOf(imagine({ kind: 'model', model: 'claude-haiku-5-5' }, { tokens }))).toBe('0.05500055');
  });

  it('at a model with a small window says that the prompt does not fit', () => {
    const tokens = { ...CALL.tokens, input: 300_000 };
    const { caveats } = imagine({ kind: 'model', model: 'claude-haiku-4-5' }, { tokens });
    expect(caveats).toContain('contextWindowTooSmall');
  });

  it.each([
    ['a model without a rate', { kind: 'model', model: 'claude-mythos-preview' }, {}, 'noRateAtThatTime'],
    [
      'counts that are missing',
      { kind: 'withoutCaching' },
      { tokens: { ...CALL.tokens, output: null } },
      'tokensMissing',
    ],
  ] as const)('with %s has no cost', (_, change, changes, unpriced) => {
    const answer = imagine(change, changes);
    expect(answer.price).toEqual({ unpriced });
    expect(answer.lines).toEqual([]);
    expect(answer.atSameTokens).toBeNull();
  });
});

describe('a sum of calls imagined', () => {
  const { tokens: _, ...usage } = CALL;
  const tokens = { input: 10n ** 12n, cacheRead: 0n, cacheWrite5m: 10n ** 9n, cacheWrite1h: 0n, output: 10n ** 10n };
  const sum = { usage, requests: 1_000_000, tokens, promptOver: null };

  it('costs the sum of what its calls would', () => {
    const answer = whatIfOfSum(sum, { kind: 'scope', endpointScope: 'global' });
    // 1,000,000 x 5 + 1,000 x 6.25 + 10,000 x 25
    expect(costOf(answer)).toBe('5256250');
    expect(answer.caveats).toEqual([]);
  });

  it('says where a threshold cannot be seen in it, and uses it where it can', () => {
    const change = { kind: 'model', model: 'claude-haiku-5-5' } as const;
    expect(whatIfOfSum(sum, change).caveats).toContain('thresholdPerRequest');
    const long = whatIfOfSum({ ...sum, promptOver: 100_000 }, change);
    expect(long.caveats).not.toContain('thresholdPerRequest');
    // (1,000,000 x 0.5 + 1,000 x 0.625 + 10,000 x 2.5) x 1.1
    expect(costOf(long)).toBe('578187.5');
  });

  it('is priced as its calls were', () => {
    const calls = [1, 2, 3].map((times) => ({
      ...CALL,
      tokens: { input: 1000 * times, cacheRead: 7 * times, cacheWrite5m: 0, cacheWrite1h: 1, output: 11 },
    }));
    const totals = calls
      .map((call) => price(call))
      .flatMap((answer) => ('priced' in answer ? answer.priced.total : []));
    const all = { input: 6000, cacheRead: 42, cacheWrite5m: 0, cacheWrite1h: 3, output: 33 };
    const answer = priceSum({ usage, requests: 3, tokens: all, promptOver: 0 }, priceBook);
    expect(answer).toMatchObject({ priced: { total: totals.reduce((a, b) => a + b, 0n) } });
  });
});
