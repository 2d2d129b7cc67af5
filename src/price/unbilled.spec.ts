import { describe, expect, it } from 'vitest';
import type { PriceableUsage } from '../usage/priced.js';
import { UNKNOWN_TOKENS } from '../usage/tokens.js';
import { price } from './price.js';
import { effectiveOf } from './terms.js';

const NONE = { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 };

const failed = (changes: Partial<PriceableUsage>): PriceableUsage => ({
  cloud: 'vertex',
  region: 'us-east5',
  modelId: 'claude-opus-5',
  model: 'claude-opus-5',
  vendor: 'anthropic',
  endpointScope: 'region',
  occurredAt: '2026-11-18T09:00:00.000Z',
  speed: 'standard',
  batch: false,
  inferenceGeo: null,
  tokens: UNKNOWN_TOKENS,
  webSearchRequests: 0,
  outcome: 'failed',
  errorCode: 'RESOURCE_EXHAUSTED',
  streamed: true,
  ...changes,
});

function told(changes: Partial<PriceableUsage>) {
  const answer = price(failed(changes));
  return 'priced' in answer ? [answer.priced.total, ...answer.priced.basis.rules] : answer.unpriced;
}

describe('a call that failed', () => {
  it.each<[string, Partial<PriceableUsage>, ReturnType<typeof told>]>([
    ['is not billed where it was refused', {}, [0n, 'refusedNotBilled']],
    ['is not billed where a log counts zeros of it', { tokens: NONE }, [0n, 'refusedNotBilled']],
    ['is not billed, whatever the model', { model: null, modelId: 'x', vendor: 'unknown' }, [0n, 'refusedNotBilled']],
    [
      'is not billed, though it would have been paid for by the hour',
      { endpointScope: 'provisioned' },
      [0n, 'refusedNotBilled'],
    ],
    ['is not billed by Google without an answer', { errorCode: 'INTERNAL', streamed: false }, [0n, 'failedNotBilled']],
    ['is of unknown cost where a stream broke', { errorCode: 'INTERNAL' }, 'tokensMissing'],
    ['is of unknown cost where the caller ended it', { errorCode: 'CANCELLED', streamed: false }, 'tokensMissing'],
    [
      'is of unknown cost where another cloud did not answer',
      { cloud: 'bedrock', errorCode: 'InternalServerException', streamed: false },
      'tokensMissing',
    ],
    [
      'is of unknown cost on Foundry in an hour that was not metered',
      { cloud: 'foundry', errorCode: '504' },
      'tokensMissing',
    ],
    [
      'is in the remainder on Foundry in an hour that was metered',
      { cloud: 'foundry', errorCode: '504', flags: ['tokensInRemainder'] },
      [0n, 'countedInRemainder'],
    ],
    [
      'is not billed by Foundry where it was refused',
      { cloud: 'foundry', errorCode: '429', flags: ['tokensInRemainder'] },
      [0n, 'refusedNotBilled'],
    ],
    ['is none of ours where the model is another maker’s', { vendor: 'amazon' }, 'outsideClaude'],
  ])('%s', (_, changes, expected) => {
    expect(told(changes)).toEqual(expected);
  });

  it('is priced by its tokens where the log counts any', () => {
    expect(told({ errorCode: 'CANCELLED', tokens: { ...NONE, input: 1000 } })).toEqual([
      5_500_000_000n,
      'listPrice',
      'regionalPremium',
    ]);
    expect(told({ tokens: { ...NONE, input: 1000 } })).toEqual([5_500_000_000n, 'listPrice', 'regionalPremium']);
  });

  it('costs nothing by terms of the customer’s own either', () => {
    const usage = { ...failed({}), accountId: 'p' };
    const terms = [{ name: 'half', when: {}, discount: 50 }];
    expect(effectiveOf(price(usage), usage, terms)).toEqual({ femto: 0n, terms: [] });
  });
});

describe('a call that was answered', () => {
  it('without tokens is in the remainder of its hour where that was metered, else of unknown cost', () => {
    const answered = { outcome: 'ok', errorCode: null, cloud: 'foundry' } as const;
    expect(told({ ...answered, flags: ['tokensInRemainder'] })).toEqual([0n, 'countedInRemainder']);
    expect(told({ ...answered, flags: ['tokensMissing'] })).toBe('tokensMissing');
  });
});
