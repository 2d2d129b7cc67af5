import { describe, expect, it } from 'vitest';
import type { ApiToken } from '../api/generated/types.gen.js';
import { browserInWords, detailLines, expiresSoon, issuerInWords, namesIn, tokensInOrder } from './access.js';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const token = (more: Partial<ApiToken>): ApiToken => ({
  tokenId: 't',
  name: 'export',
  hint: 'll_abc',
  roles: ['viewer'],
  teams: null,
  madeBy: null,
  createdAt: '2026-11-01T00:00:00Z',
  expiresAt: '2027-01-30T00:00:00Z',
  lastUsedAt: null,
  revokedAt: null,
  state: 'valid',
  ...more,
});

describe('the words of access', () => {
  it.each([
    ['https://login.microsoftonline.com/99998888/v2.0', 'login.microsoftonline.com'],
    ['local', 'local'],
  ])('the issuer %s is called %s', (issuer, expected) => {
    expect(issuerInWords(issuer)).toBe(expected);
  });

  it.each([
    ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0', 'Edge, Windows'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0', 'Firefox, Linux'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1', 'Safari, iOS'],
    ['curl/8.5.0', 'curl/8.5.0'],
  ])('%s is %s', (userAgent, expected) => {
    expect(browserInWords(userAgent)).toBe(expected);
  });

  it('takes names from a line, each once', () => {
    expect(namesIn(' Claims, Search,,Claims ')).toEqual(['Claims', 'Search']);
  });

  it('leaves out details that say nothing', () => {
    expect(
      detailLines({ roles: ['viewer', 'finance'], filters: {}, teams: null, ended: 0, changed: { a: 1 } }),
    ).toEqual([
      { name: 'roles', value: 'viewer, finance' },
      { name: 'ended', value: '0' },
      { name: 'changed', value: '{"a":1}' },
    ]);
  });
});

describe('API tokens', () => {
  it.each([
    ['2027-01-30T00:00:00Z', 'valid', null],
    ['2026-11-25T12:00:00Z', 'valid', 5],
    ['2026-11-20T13:00:00Z', 'valid', 0],
    ['2026-11-25T12:00:00Z', 'revoked', null],
    [null, 'valid', null],
  ] as const)('that expire at %s and are %s: %s days', (expiresAt, state, days) => {
    expect(expiresSoon(token({ expiresAt, state }), NOW)).toBe(days);
  });

  it('that still open something come first', () => {
    const order = tokensInOrder([
      token({ tokenId: 'old', state: 'expired' }),
      token({ tokenId: 'first', createdAt: '2026-11-01T00:00:00Z' }),
      token({ tokenId: 'second', createdAt: '2026-11-02T00:00:00Z' }),
    ]);
    expect(order.map(({ tokenId }) => tokenId)).toEqual(['second', 'first', 'old']);
  });
});
