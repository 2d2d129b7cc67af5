import { describe, expect, it } from 'vitest';
import { adviceOn } from './error-advice.js';
import type { Trouble } from './error-advice/advice.js';

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
    ['401', 'notAllowed', 401],
    ['404', 'notFound', 404],
    ['429', 'throttled', 429],
    ['gateway-401', 'notAllowed', 401],
    ['gateway-429', 'throttled', 429],
    ['529', 'cloudTrouble', 529],
    ['SomethingElse', 'other', null],
    [null, 'other', null],
  ])('%s is %s, status %s', (code, trouble, status) => {
    expect(adviceOn('failed', code)).toMatchObject({ trouble, status });
  });

  it('tells a limit of the gateway from one of Foundry: somebody else can raise it', () => {
    expect(adviceOn('failed', 'gateway-429').words).toContain('policy');
    expect(adviceOn('failed', '429').words).toContain('deployment');
  });

  it('is about the guardrail for a call that was blocked, whatever its code', () => {
    expect(adviceOn('blocked', null).trouble).toBe('blocked');
  });
});
