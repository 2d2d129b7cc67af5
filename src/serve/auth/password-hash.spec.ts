import { describe, expect, it } from 'vitest';
import { hashPassword, isPassword, NOBODYS_PASSWORD } from './password-hash.js';

describe('a kept password', () => {
  it('is argon2id with the parameters that OWASP names, salted', async () => {
    const [one, other] = await Promise.all([hashPassword('a blue horse'), hashPassword('a blue horse')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(one).not.toBe(other);
  });

  it('is known again, also typed on another keyboard, and no other is', async () => {
    const phc = await hashPassword('Ångström über alles');
    expect(await isPassword('A\u030angstro\u0308m u\u0308ber alles', phc)).toBe(true);
    expect(await isPassword('Angström über alles', phc)).toBe(false);
    expect(await isPassword('', phc)).toBe(false);
    expect(await isPassword('', NOBODYS_PASSWORD)).toBe(false);
  });

  it('is the one of the reference implementation, and one of other parameters still opens', async () => {
    // https://github.com/P-H-C/phc-winner-argon2/blob/20190702/src/test.c
    const tag = Buffer.from('09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7', 'hex');
    const phc = `$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$${tag.toString('base64').replace('=', '')}`;
    expect(await isPassword('password', phc)).toBe(true);
    expect(await isPassword('Password', phc)).toBe(false);
  });

  it('that is no such text is refused rather than compared', async () => {
    await expect(isPassword('x', '$2b$10$abcdefghijk')).rejects.toThrow('argon2id');
  });
});
