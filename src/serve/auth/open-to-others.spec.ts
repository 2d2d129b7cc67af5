import { z } from 'zod';
import { describe, expect, it } from 'vitest';
import { signInSchema } from '../../runtime/config/sign-in-schema.js';
import { checkOpenToOthers, isThisMachine, NobodyCanSignIn } from './open-to-others.js';

const { oidc } = signInSchema(z.string()).parse({
  oidc: { issuer: 'https://id.example.com', clientId: 'x', clientSecret: 'y', defaultRole: 'viewer' },
});

describe('a service', () => {
  it.each([
    ['127.0.0.1', true],
    ['127.8.8.8', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['localhost', true],
    ['0.0.0.0', false],
    ['::', false],
    ['10.0.0.5', false],
    ['', false],
    ['localhost.example.com', false],
    ['127.0.0.1.example.com', false],
  ])('on %s is on this machine only: %s', (host, only) => {
    expect(isThisMachine(host)).toBe(only);
  });

  it.each<[string, object, boolean, boolean]>([
    ['127.0.0.1', { passwords: true }, false, true],
    ['0.0.0.0', { passwords: true }, false, false],
    ['0.0.0.0', { passwords: true }, true, true],
    ['0.0.0.0', { passwords: false }, true, false],
    ['0.0.0.0', { passwords: false, oidc }, false, true],
    ['ledgerline.internal', { passwords: true }, false, false],
  ])('on %s with %o and a local administrator (%s) starts: %s', async (host, signIn, administrator, starts) => {
    const check = checkOpenToOthers(host, { passwords: true, ...signIn }, async () => administrator);
    const refusal: unknown = await check.catch((error: unknown) => error);
    expect(refusal instanceof NobodyCanSignIn).toBe(!starts);
  });

  it('says what to do', () => {
    expect(new NobodyCanSignIn('0.0.0.0').message).toContain('ledgerline members add');
  });
});
