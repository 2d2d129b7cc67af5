import { describe, expect, it } from 'vitest';
import { adviceOn, type Trouble } from './error-advice.js';

describe('advice on an error', () => {
  it.each<[code: string | null, trouble: Trouble, status: number | null]>([
    ['ThrottlingException', 'throttled', 429],
    ['com.amazon.coral.service#ThrottlingException', 'throttled', 429],
    ['Throttling', 'throttled', 429],
    ['ServiceQuotaExceededException', 'throttled', 400],
    ['ModelNotReadyException', 'throttled', 429],
    ['AccessDeniedException', 'notAllowed', 403],
    ['ResourceNotFoundException', 'notFound', 404],
    ['ValidationException', 'badRequest', 400],
    ['ModelTimeoutException', 'modelTrouble', 408],
    ['ModelStreamErrorException', 'modelTrouble', 424],
    ['InternalServerException', 'cloudTrouble', 500],
    ['ServiceUnavailable', 'cloudTrouble', 503],
    ['RESOURCE_EXHAUSTED', 'throttled', 429],
    ['PERMISSION_DENIED', 'notAllowed', 403],
    ['NOT_FOUND', 'notFound', 404],
    ['INVALID_ARGUMENT', 'badRequest', 400],
    ['UNAVAILABLE', 'cloudTrouble', 503],
    ['SomethingElse', 'other', null],
    [null, 'other', null],
  ])('%s is %s, status %s', (code, trouble, status) => {
    expect(adviceOn('failed', code)).toMatchObject({ trouble, status });
  });

  it('is about the guardrail for a call that was blocked, whatever its code', () => {
    expect(adviceOn('blocked', null).trouble).toBe('blocked');
  });
});
