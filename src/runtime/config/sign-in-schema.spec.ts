import { describe, expect, it } from 'vitest';
import { configurations } from '../../../test/support/configuration.js';

const { load } = configurations();

describe('sign-in and the address of the server', () => {
  it.each([
    ['oidc: { issuer: https://id.example, clientId: a, clientSecret: literal, defaultRole: viewer }', '${env:NAME}'],
    ['oidc: { issuer: http://id.example, clientId: a, clientSecret: "${env:S}", defaultRole: viewer }', 'not an https'],
    ['oidc: { issuer: https://id.example, clientId: a, clientSecret: "${env:S}" }', 'nobody could sign in'],
    [
      'oidc: { issuer: https://id.example, clientId: a, clientSecret: "${env:S}", defaultRole: root }',
      '"root" is not a role',
    ],
    [
      'oidc: { issuer: https://id.example, clientId: a, clientSecret: "${env:S}", roles: { admins: [x] } }',
      'did you mean "admin"?',
    ],
    ['sessions: { idleMinutes: 1 }', 'idleMinutes'],
    ['password: true', 'did you mean "passwords"?'],
  ])('of sign-in %s is refused with %s', (signIn, words) => {
    const text = `server: { publicUrl: "https://ledgerline.example" }\nsignIn: { ${signIn} }\n`;
    expect(() => load(text, { S: 'secret' })).toThrow(words);
  });

  it.each([
    ['publicUrl: "https://ledgerline.example/below"', 'has a path'],
    ['publicUrl: ledgerline.example', 'not an http'],
    ['trustProxy: true', 'number of proxies'],
    ['trustProxy: [everybody]', 'number of proxies'],
  ])('of the server %s is refused with %s', (server, words) => {
    expect(() => load(`server: { ${server} }\n`)).toThrow(words);
  });

  it('needs the public address for a provider, which sends browsers back to it', () => {
    const oidc = 'issuer: https://id.example, clientId: a, clientSecret: "${env:S}", defaultRole: viewer';
    expect(() => load(`signIn: { oidc: { ${oidc} } }\n`, { S: 'secret' })).toThrow('needs server.publicUrl');
  });
});
