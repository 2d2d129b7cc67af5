import { describe, expect, it } from 'vitest';
import { modelsOf, regionsOf, restOf, type CodingSums } from './coding.js';

const sums = (requests: number, usd: bigint | null): CodingSums => ({
  requests,
  tokens: requests * 10,
  unpricedRequests: usd === null ? requests : 0,
  isUnbilled: false,
  usd,
});

describe('sessions that are not shown', () => {
  it('are the total without those that are, to the pico-dollar', () => {
    expect(restOf(sums(9, 1_000_000_000_001n), [sums(2, 400_000_000_000n), sums(3, 600_000_000_000n)])).toEqual(
      sums(4, 1n),
    );
  });

  it('have no cost that is known where none of their calls has a price', () => {
    expect(restOf({ ...sums(5, 7n), unpricedRequests: 2 }, [sums(3, 7n)])).toEqual(sums(2, null));
  });

  it('are nothing where all are shown', () => {
    expect(restOf(sums(3, 7n), [sums(3, 7n)])).toEqual(sums(0, 0n));
  });
});

const model = (name: string, role: 'main' | 'small' | 'other') => ({
  model: name,
  modelId: null,
  role,
  requests: 1,
  costUsd: '1',
});

const place = (region: string, endpointScope: string) => ({
  cloud: 'vertex',
  accountId: 'p',
  region,
  endpointScope,
  requests: 1,
});

it('a session names its models by what they did, and each region once', () => {
  const models = [
    model('claude-opus-5', 'main'),
    model('claude-haiku-5-5', 'small'),
    model('claude-sonnet-5', 'other'),
  ];
  expect(modelsOf({ models })).toEqual({ main: models[0], small: [models[1]], other: [models[2]] });
  expect(modelsOf({ models: [] })).toEqual({ main: null, small: [], other: [] });
  expect(regionsOf({ places: [place('eu', 'geo'), place('global', 'global'), place('eu', 'region')] })).toEqual([
    'eu',
    'global',
  ]);
});
