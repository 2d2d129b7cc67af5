import { describe, expect, it } from 'vitest';
import { computedAmounts, type ComputedSums } from './computed-amounts.js';
import { shares } from './shares.js';

const SUMS: ComputedSums = {
  day: '2026-11-10',
  cloud: 'bedrock',
  accountId: '111122223333',
  model: 'claude-opus-4-8',
  modelId: 'us.anthropic.claude-opus-4-8',
  endpointScope: 'geo',
  isUnpriced: false,
  tier: 'standard',
  batch: false,
  counted: { input: 3n, cacheRead: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, output: 7n, webSearch: 2n },
  // Input at 5 and output at 25 pico-dollars of a millionth; searches carry no premium.
  amounts: { input: 15n, cacheRead: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, output: 175n, webSearch: 20n },
  premiumPico: 19n,
  effectiveFemto: 114_500n,
};

describe('what was computed, by class as bills have it', () => {
  it('puts the premium into the classes that carry it, and loses nothing', () => {
    const amounts = computedAmounts(SUMS, 'list');
    expect(amounts.map(({ tokenClass, counted, femto, scope }) => [tokenClass, counted, femto, scope])).toEqual([
      ['input', 3n, 16_000n, 'regional'],
      ['output', 7n, 193_000n, 'regional'],
      ['webSearch', 2n, 20_000n, 'regional'],
    ]);
  });

  it('shares what is really paid in the same proportions', () => {
    const amounts = computedAmounts(SUMS, 'effective');
    expect(amounts.reduce((sum, { femto }) => sum + femto, 0n)).toBe(114_500n);
  });

  it('counts tokens without a price apart, and those of provisioned capacity not at all', () => {
    const unpriced = { ...SUMS, isUnpriced: true, effectiveFemto: 0n };
    expect(computedAmounts(unpriced, 'list')[0]).toMatchObject({ counted: 0n, unpriced: 3n });
    expect(computedAmounts({ ...SUMS, endpointScope: 'provisioned' }, 'list')).toEqual([]);
  });

  it('shares to the last unit', () => {
    expect(shares(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n]);
    expect(shares(-7n, [0n, 3n])).toEqual([0n, -7n]);
    expect(shares(5n, [0n, 0n])).toEqual([5n, 0n]);
  });
});
