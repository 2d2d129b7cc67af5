import { expect, it } from 'vitest';
import { keyOfCode, requestsOf } from './errors.js';

const throttling = { cloud: 'bedrock', outcome: 'failed', errorCode: 'ThrottlingException' } as const;
const place = { modelId: 'claude-opus-5', accountId: '111122223333', region: 'us-east-1' };

it('the calls of a code keep the filters of the page, and are narrowed to one place when it is asked for', () => {
  expect(requestsOf(throttling, null, ['team=claims', 'cloud=vertex'])).toEqual({
    filter: ['team=claims', 'cloud=bedrock', 'outcome=failed'],
    errorCode: 'ThrottlingException',
  });
  expect(requestsOf(throttling, place, []).filter).toEqual([
    'cloud=bedrock',
    'outcome=failed',
    'accountId=111122223333',
    'region=us-east-1',
    'modelId=claude-opus-5',
  ]);
});

it('calls that a guardrail blocked have no code, and are found by their outcome', () => {
  const blocked = { cloud: 'bedrock', outcome: 'blocked', errorCode: null } as const;
  expect(requestsOf(blocked, null, [])).toEqual({ filter: ['cloud=bedrock', 'outcome=blocked'], errorCode: undefined });
  expect(keyOfCode(blocked)).toBe('bedrock/blocked/');
});
