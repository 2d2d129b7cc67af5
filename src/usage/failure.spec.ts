import { describe, expect, it } from 'vitest';
import { type Failure, type FailedCall, failureOf } from './failure.js';

const call = (changes: Partial<FailedCall>): FailedCall => ({
  cloud: 'bedrock',
  outcome: 'failed',
  streamed: false,
  ...changes,
});

describe('how far a failed call came', () => {
  it.each<[Failure, string, Partial<FailedCall>]>([
    ['refused', 'over a quota of Bedrock', { errorCode: 'ThrottlingException', streamed: true }],
    ['refused', 'not allowed on Bedrock', { errorCode: 'AccessDeniedException' }],
    ['refused', 'not well formed', { errorCode: 'ValidationException' }],
    ['refused', 'to a model that is not there', { cloud: 'vertex', errorCode: 'NOT_FOUND', streamed: true }],
    ['refused', 'over a quota of Vertex AI', { cloud: 'vertex', errorCode: 'RESOURCE_EXHAUSTED' }],
    ['refused', 'by Foundry', { cloud: 'foundry', errorCode: '429', streamed: true }],
    ['refused', 'by the gateway', { cloud: 'foundry', errorCode: 'gateway-403' }],
    ['refused', 'by an open circuit breaker', { cloud: 'foundry', errorCode: 'gateway-503', streamed: true }],
    ['refused', 'for want of capacity', { cloud: 'foundry', errorCode: '529', streamed: true }],
    ['refused', 'for want of capacity on Bedrock', { errorCode: 'ServiceUnavailableException' }],
    ['unanswered', 'by a fault', { errorCode: 'InternalServerException' }],
    ['unanswered', 'in time', { cloud: 'vertex', errorCode: 'DEADLINE_EXCEEDED' }],
    [
      'unanswered',
      'by a fault, with the status before the stream',
      { cloud: 'foundry', errorCode: '500', streamed: true },
    ],
    ['unanswered', 'in time by Foundry', { cloud: 'foundry', errorCode: '504' }],
    ['cutOff', 'by a fault in a stream', { errorCode: 'ModelStreamErrorException', streamed: true }],
    [
      'cutOff',
      'by a fault, of a stream that may have begun',
      { cloud: 'vertex', errorCode: 'INTERNAL', streamed: true },
    ],
    ['cutOff', 'by want of capacity in a stream', { cloud: 'vertex', errorCode: 'UNAVAILABLE', streamed: true }],
    ['cutOff', 'by the caller', { cloud: 'vertex', errorCode: 'CANCELLED' }],
    ['cutOff', 'by something that is not known', { errorCode: 'NewException' }],
    ['cutOff', 'by something that no log names', { errorCode: null }],
  ])('%s %s', (expected, _, changes) => {
    expect(failureOf(call(changes))).toBe(expected);
  });

  it('is no question of a call that was answered', () => {
    expect(failureOf(call({ outcome: 'ok', errorCode: '429' }))).toBeNull();
  });
});
