import { describe, expect, it } from 'vitest';
import type { Price } from '../usage/priced.js';
import { RERATE_REASONS } from '../usage/rerate-reasons.js';
import { reasonOf } from './rerate-reason.js';

const OPUS = 'claude-opus-5';
const ENTRY = `${OPUS}@2026-07-24`;
const stored: Parameters<typeof reasonOf>[0] = {
  costPico: 100n,
  model: OPUS,
  vendor: 'anthropic',
  endpointScope: 'global',
  speed: 'standard',
  unpriced: null,
  entry: ENTRY,
  tier: 'standard',
  priceRules: ['listPrice'],
};
const NOT_PRICED = { costPico: null, entry: null, tier: null, priceRules: null } as const;

function priced(total: bigint, entry = ENTRY, rules: readonly string[] = ['listPrice']): Price {
  const amounts = { input: total, cacheRead: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, output: 0n, webSearch: 0n };
  const basis = { book: 'book', entry, tier: 'standard', rules } as const;
  return { priced: { basis, amounts, premium: 0n, total, withoutCaching: total } };
}

function again(price: Price, mapped: { model?: string | null; endpointScope?: string; speed?: string } = {}) {
  const { model = OPUS, endpointScope = 'global', speed = 'standard' } = mapped;
  return {
    price,
    speed,
    series: {
      cloud: 'bedrock',
      accountId: '111122223333',
      region: 'us-east-1',
      sourceId: 'test',
      modelId: 'id',
      model,
      vendor: 'anthropic',
      endpointScope,
      serviceTier: null,
      outcome: 'ok',
      team: null,
      client: null,
      basis: 'priced' in price ? price.priced.basis : null,
      terms: [],
      unpriced: 'unpriced' in price ? price.unpriced : null,
    },
  };
}

describe('why a call that changed did', () => {
  it.each([
    ['becamePriced', 'no price, now one', { ...NOT_PRICED, unpriced: 'noRateAtThatTime' }, again(priced(100n))],
    ['becamePriced', 'by a mapping', { ...NOT_PRICED, model: null, unpriced: 'modelUnknown' }, again(priced(100n))],
    ['becamePriced', 'and costs nothing', { ...NOT_PRICED, unpriced: 'tokensMissing' }, again(priced(0n))],
    ['becameUnpriced', 'a price, now none', {}, again({ unpriced: 'noRateAtThatTime' })],
    ['becameUnpriced', 'of zero, now none', { costPico: 0n }, again({ unpriced: 'modelUnknown' }, { model: null })],
    ['mappingChanged', 'another model', {}, again(priced(120n, 'other'), { model: 'claude-sonnet-5' })],
    ['mappingChanged', 'another scope', {}, again(priced(110n), { endpointScope: 'geo' })],
    ['mappingChanged', 'another speed', {}, again(priced(600n), { speed: 'fast' })],
    ['mappingChanged', 'another scope at the same price', {}, again(priced(100n), { endpointScope: 'geo' })],
    [
      'mappingChanged',
      'another model, unpriced as before',
      { ...NOT_PRICED, model: null, unpriced: 'modelUnknown' },
      again({ unpriced: 'scopeUnknown' }),
    ],
    [
      'unpricedReasonChanged',
      'no price, as before',
      { ...NOT_PRICED, unpriced: 'noRateAtThatTime' },
      again({ unpriced: 'speedNotOffered' }),
    ],
    ['bookChanged', 'other rates', {}, again(priced(90n, `${OPUS}@2026-08-01`))],
    ['bookChanged', 'other rates under the same entry', {}, again(priced(90n))],
    ['bookChanged', 'another entry at the same price', {}, again(priced(100n, `${OPUS}@2026-08-01`))],
    ['bookChanged', 'another rule', {}, again(priced(100n, ENTRY, ['listPrice', 'webSearch']))],
    ['termsChanged', 'the same list cost', {}, again(priced(100n))],
  ] as const)('%s: %s', (reason, _, before, after) => {
    expect(reasonOf({ ...stored, ...before }, after)).toBe(reason);
  });

  it('has words for every reason', () => {
    expect(Object.values(RERATE_REASONS).filter((words) => !/^The .*\.$/.test(words))).toEqual([]);
  });
});
