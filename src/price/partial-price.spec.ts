import { describe, expect, it } from 'vitest';
import type { Flag } from '../usage/flags.js';
import { formatUsd } from '../usage/money.js';
import type { PriceableUsage } from '../usage/priced.js';
import { UNKNOWN_TOKENS } from '../usage/tokens.js';
import { price } from './price.js';

const usage = (changes: Partial<PriceableUsage>): PriceableUsage => ({
  cloud: 'foundry',
  region: 'eastus2',
  modelId: 'claims',
  model: 'claude-opus-5',
  vendor: 'anthropic',
  endpointScope: 'global',
  occurredAt: '2026-11-18T09:00:00.000Z',
  speed: 'standard',
  batch: false,
  inferenceGeo: null,
  tokens: UNKNOWN_TOKENS,
  webSearchRequests: 0,
  ...changes,
});

function told(changes: Partial<PriceableUsage>) {
  const answer = price(usage(changes));
  return 'priced' in answer
    ? { usd: formatUsd(answer.priced.total), rules: answer.priced.basis.rules }
    : answer.unpriced;
}

const uncached = (input: number, output: number) => ({ ...UNKNOWN_TOKENS, input, output });

describe('a call of which a gateway logs no cached tokens', () => {
  it.each<[string, readonly Flag[], ReturnType<typeof told>]>([
    // 1,000 at 5 dollars and 100 at 25 dollars a million: 0.005 + 0.0025.
    [
      'is priced for what is known, where the rest was metered',
      ['cacheInRemainder'],
      { usd: '0.0075', rules: ['listPrice', 'cacheInRemainder'] },
    ],
    [
      'is priced for what is known and says that this is incomplete',
      ['cacheNotLogged'],
      { usd: '0.0075', rules: ['listPrice', 'cacheNotLogged'] },
    ],
    ['has no price where nothing says what became of the rest', ['cacheUnknown'], 'tokensMissing'],
  ])('%s', (_, flags, expected) => {
    expect(told({ flags, tokens: uncached(1000, 100) })).toEqual(expected);
  });

  it('has no price where not even its uncached tokens are told', () => {
    expect(told({ flags: ['cacheInRemainder', 'tokensMissing'] })).toBe('tokensMissing');
  });
});

describe('Haiku 5.5, whose prompts over 100,000 tokens cost more', () => {
  const haiku = { model: 'claude-haiku-5-5' };
  it('is priced as short prompts where metered calls were added up, a lower bound', () => {
    const tokens = { input: 5_000_000, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 };
    expect(told({ ...haiku, tokens, flags: ['meteredRemainder'] })).toMatchObject({
      rules: ['listPrice', 'thresholdHidden'],
    });
    expect(told({ ...haiku, tokens })).toMatchObject({ rules: ['longContext'] });
  });

  it('is a lower bound where the cached part of a prompt is not told, and long where the rest is long enough by itself', () => {
    const flags = ['cacheInRemainder'] as const;
    expect(told({ ...haiku, tokens: uncached(90_000, 1), flags })).toMatchObject({
      rules: ['listPrice', 'cacheInRemainder', 'thresholdHidden'],
    });
    expect(told({ ...haiku, tokens: uncached(100_001, 1), flags })).toMatchObject({
      rules: ['longContext', 'cacheInRemainder'],
    });
  });

  it('hides nothing of models without such a threshold', () => {
    const tokens = { input: 5_000_000, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 };
    expect(told({ tokens, flags: ['meteredRemainder'] })).toMatchObject({ rules: ['listPrice'] });
  });
});

describe('seven days of metrics that were published with their cost', () => {
  // https://github.com/monuminu/claude-on-azure (CACHE-TOKEN-ANALYSIS.md): 0.90714 + 2.4493 + 2.655594 + 0.99498125 + 8.75313.
  const tokens = {
    input: 181_428,
    output: 97_972,
    cacheRead: 5_311_188,
    cacheWrite5m: 159_197,
    cacheWrite1h: 875_313,
  };
  it('cost what was published, to the last digit', () => {
    const occurredAt = '2026-09-06T09:00:00.000Z';
    expect(told({ tokens, occurredAt, flags: ['meteredRemainder'] })).toEqual({
      usd: '15.76014525',
      rules: ['listPrice'],
    });
  });
});
