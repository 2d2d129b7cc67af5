import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorAnswerSchema } from '../../../src/serve/answers/error.js';
import { Browser } from '../../support/cookies.js';
import { freePort } from '../../support/openid-provider.js';
import { startServing, type Serving } from '../../support/serving.js';

let plain: Serving;
let secure: Serving;

beforeAll(async () => {
  plain = await startServing('2026-11-20T13:24:00Z', { requestsPerMinute: 60 });
  // As behind a proxy with TLS that does not hand the host on: pages come from another origin than the service's own.
  secure = await startServing('2026-11-20T13:24:00Z', {
    publicUrl: `https://ledgerline.example.com:${await freePort()}`,
    cookieSecure: true,
    trustProxy: 1,
  });
});
afterAll(async () => {
  await plain.stop();
  await secure.stop();
});

const post = (serving: Serving, body: string, headers: Record<string, string> = {}) =>
  fetch(`${serving.url}/api/v1/sign-in/password`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });

describe('every answer', () => {
  it.each(['/', '/api/v1/session', '/healthz', '/api/v1/sign-in', '/sign-in/none'])(
    '%s tells the browser to run, frame and remember nothing that is not ours',
    async (path) => {
      const { headers } = await fetch(`${plain.url}${path}`);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe-eval');
      expect(Object.fromEntries(headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=()'),
      });
      expect(headers.get('strict-transport-security')).toBeNull();
      expect(headers.get('x-powered-by')).toBeNull();
      expect(!path.startsWith('/api') || headers.get('cache-control') === 'no-store').toBe(true);
    },
  );

  it('is for TLS alone where the service is reached by TLS, and so are its cookies', async () => {
    const { secret } = await secure.links.create();
    const response = await fetch(`${secure.url}/sign-in/${secret}`, { redirect: 'manual' });
    expect(response.headers.get('strict-transport-security')).toMatch(/^max-age=31536000/);
    const [cookie = ''] = response.headers.getSetCookie();
    expect(cookie).toMatch(
      /^__Host-ledgerline_session=[\w-]{43}; Path=\/; Expires=.*; HttpOnly; Secure; SameSite=Lax$/,
    );
    const value = cookie.split(';')[0] ?? '';
    expect((await fetch(`${secure.url}/api/v1/session`, { headers: { cookie: value } })).status).toBe(200);
    // A cookie without the prefix may have been set by a neighbour or over plain HTTP.
    const bare = value.replace('__Host-', '');
    expect((await fetch(`${secure.url}/api/v1/session`, { headers: { cookie: bare } })).status).toBe(401);
  });
});

describe('a body', () => {
  it.each([
    ['too large', JSON.stringify({ login: 'x'.repeat(110_000), password: 'x' }), 413],
    ['broken', '{"login":', 400],
    ['nested without end', `${'['.repeat(2_000)}${']'.repeat(2_000)}`, 400],
    ['with another prototype', '{"login":"a","password":"b","__proto__":{"admin":true}}', 400],
    ['with another field', '{"login":"a","password":"b","admin":true}', 400],
    ['with a list in place of a text', '{"login":["a"],"password":"b"}', 400],
    ['that is no object', '"text"', 400],
  ])('that is %s is refused in the one shape of errors', async (_, body, status) => {
    const response = await post(plain, body);
    expect(response.status).toBe(status);
    expect(errorAnswerSchema.parse(await response.json()).error.message).not.toMatch(/at \w+ \(|node_modules/);
  });
});

describe('a request that changes something', () => {
  const body = JSON.stringify({ login: 'nobody', password: 'x' });

  it.each<[string, Record<string, string>, number]>([
    ['our own page', { 'sec-fetch-site': 'same-origin' }, 401],
    ['a program', {}, 401],
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, 403],
    ['a neighbour below the same domain', { 'sec-fetch-site': 'same-site' }, 403],
    ['another site in an old browser', { origin: 'https://evil.example' }, 403],
    ['a page in a sandbox', { origin: 'null' }, 403],
  ])('from %s is answered %s', async (_, headers, status) => {
    expect((await post(secure, body, headers)).status).toBe(status);
  });

  it('from the public address is ours, also where a proxy changes the host', async () => {
    const { origin } = new URL(secure.publicUrl ?? '');
    expect((await post(secure, body, { origin })).status).toBe(401);
  });
});

describe('a caller that asks without end', () => {
  it('is told to wait, while others are answered', async () => {
    const one = await plain.makeToken({ name: 'one' });
    const statuses: number[] = [];
    let last: Response | undefined;
    for (let asked = 0; asked < 62; asked += 1) {
      last = await fetch(`${plain.url}/api/v1/session`, { headers: { authorization: `Bearer ${one}` } });
      statuses.push(last.status);
    }
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await plain.get('/api/v1/session')).status).toBe(200);
  });

  it('is told so too when it is nobody', async () => {
    const statuses = new Set<number>();
    const browser = new Browser(secure.url, '203.0.113.77');
    for (let asked = 0; asked < 70; asked += 1) {
      statuses.add((await fetch(`${plain.url}/api/v1/session`, { headers: { authorization: 'Bearer ll_x' } })).status);
    }
    expect(statuses).toEqual(new Set([401, 429]));
    expect((await browser.get('/api/v1/session')).status).toBe(401);
  });
});
