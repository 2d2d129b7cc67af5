import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorAnswerSchema } from '../../../src/serve/answers/error.js';
import { metaAnswerSchema, sessionAnswerSchema } from '../../../src/serve/answers/meta.js';
import type { Right } from '../../../src/serve/auth/roles.js';
import { FLAGS } from '../../../src/usage/flags.js';
import { ROLES, type Role } from '../../../src/usage/role.js';
import { startServing, type Serving } from '../../support/serving.js';

let serving: Serving;
let dashboardsDir: string;

beforeAll(async () => {
  dashboardsDir = await mkdtemp(join(tmpdir(), '.dashboards-'));
  await mkdir(join(dashboardsDir, 'assets'));
  await writeFile(join(dashboardsDir, 'index.html'), '<!doctype html><title>dashboards</title>');
  await writeFile(join(dashboardsDir, 'assets', 'app-1a2b.js'), 'export {};');
  serving = await startServing('2026-11-20T13:24:00Z', {
    dashboardsDir,
    demo: true,
    trustProxy: 1,
    ledgerUrl: 'http://127.0.0.1:9/ledger',
  });
  await makeBearers();
});
afterAll(async () => {
  await serving.stop();
  await rm(dashboardsDir, { recursive: true });
});

/** A token of each role; viewers' of a team. */
const bearers = new Map<Role, string>();
/** Of administrators, but expired or revoked. */
const ended: string[] = [];
async function makeBearers(): Promise<void> {
  for (const role of ROLES) {
    const teams = role === 'viewer' ? ['Claims'] : null;
    bearers.set(role, `Bearer ${await serving.makeToken({ name: role, roles: [role], teams })}`);
  }
  ended.push(`Bearer ${await serving.makeToken({ expiresAt: new Date(serving.clock.at) })}`);
  ended.push(`Bearer ${await serving.makeToken({ name: 'revoked' })}`);
  await serving.database.pool.query(`update api_token set revoked_at = now() where name = 'revoked'`);
}

const ask = (path: string, init: RequestInit = {}) => fetch(`${serving.url}${path}`, { redirect: 'manual', ...init });
const errorOf = async (response: Response) => errorAnswerSchema.parse(await response.json()).error;

async function signIn(): Promise<string> {
  const { secret } = await serving.links.create();
  const response = await ask(`/sign-in/${secret}`);
  expect(response.status).toBe(303);
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

/** Every route there is, the right that it asks for, and the status that a caller with it gets. A new route needs a line here. */
const ROUTES: readonly [route: string, right: Right, path: string, answer: number][] = [
  ['GET /api/v1/usage', 'figures', '/api/v1/usage', 200],
  ['GET /api/v1/costs', 'figures', '/api/v1/costs', 200],
  ['GET /api/v1/costs/explain', 'figures', '/api/v1/costs/explain', 200],
  ['GET /api/v1/costs/premium', 'figures', '/api/v1/costs/premium', 200],
  ['GET /api/v1/costs/what-if', 'figures', '/api/v1/costs/what-if?change=withoutCaching', 200],
  ['GET /api/v1/costs/commitments', 'wholeFigures', '/api/v1/costs/commitments', 200],
  ['GET /api/v1/requests', 'figures', '/api/v1/requests', 200],
  ['GET /api/v1/requests/:eventId', 'figures', '/api/v1/requests/51b10000-0000-8000-8000-000000000000', 404],
  [
    'GET /api/v1/requests/:eventId/what-if',
    'figures',
    '/api/v1/requests/51b10000-0000-8000-8000-000000000000/what-if',
    404,
  ],
  ['GET /api/v1/coding-sessions', 'figures', '/api/v1/coding-sessions', 200],
  ['GET /api/v1/coding-sessions/:session', 'figures', '/api/v1/coding-sessions/none', 404],
  ['GET /api/v1/dimensions/:dimension', 'figures', '/api/v1/dimensions/team', 200],
  ['GET /api/v1/sources', 'health', '/api/v1/sources', 200],
  ['GET /api/v1/unlogged', 'wholeFigures', '/api/v1/unlogged', 200],
  ['GET /api/v1/reconciliation', 'wholeFigures', '/api/v1/reconciliation', 200],
  ['GET /api/v1/unmetered', 'health', '/api/v1/unmetered', 200],
  ['GET /api/v1/joins', 'health', '/api/v1/joins', 200],
  ['GET /api/v1/deployments', 'health', '/api/v1/deployments', 200],
  ['GET /api/v1/billed', 'wholeFigures', '/api/v1/billed', 200],
  ['GET /api/v1/readers', 'health', '/api/v1/readers', 200],
  ['GET /api/v1/sources/kinds', 'health', '/api/v1/sources/kinds', 200],
  ['POST /api/v1/sources/check', 'operate', '/api/v1/sources/check', 415],
  ['GET /api/v1/sources/watermark', 'self', '/api/v1/sources/watermark', 200],
  ['GET /api/v1/sources/:sourceId/runs', 'health', '/api/v1/sources/none/runs', 404],
  ['GET /api/v1/coverage', 'health', '/api/v1/coverage', 200],
  ['GET /api/v1/metered', 'health', '/api/v1/metered', 200],
  ['GET /api/v1/profiles', 'health', '/api/v1/profiles', 200],
  ['GET /api/v1/quarantine', 'health', '/api/v1/quarantine', 200],
  ['POST /api/v1/quarantine/replay', 'operate', '/api/v1/quarantine/replay', 200],
  ['GET /api/v1/errors', 'figures', '/api/v1/errors', 200],
  ['GET /api/v1/throughput', 'figures', '/api/v1/throughput', 200],
  [
    'GET /api/v1/throughput/hours',
    'figures',
    '/api/v1/throughput/hours?cloud=bedrock&accountId=a&region=r&modelId=m',
    200,
  ],
  ['GET /api/v1/schema-drift', 'health', '/api/v1/schema-drift', 200],
  ['POST /api/v1/schema-drift/:driftId/acknowledge', 'operate', '/api/v1/schema-drift/1/acknowledge', 404],
  ['GET /api/v1/verdict', 'health', '/api/v1/verdict', 200],
  ['GET /api/v1/settings', 'health', '/api/v1/settings', 200],
  ['GET /api/v1/alerts', 'health', '/api/v1/alerts', 200],
  ['GET /api/v1/alerts/:alertId', 'health', '/api/v1/alerts/51b10000-0000-8000-8000-000000000000', 404],
  ['POST /api/v1/alerts/:alertId/mute', 'operate', '/api/v1/alerts/51b10000-0000-8000-8000-000000000000/mute', 415],
  ['POST /api/v1/alerts/:alertId/unmute', 'operate', '/api/v1/alerts/51b10000-0000-8000-8000-000000000000/unmute', 404],
  ['GET /api/v1/channels', 'health', '/api/v1/channels', 200],
  ['POST /api/v1/channels/:channelId/test', 'operate', '/api/v1/channels/none/test', 404],
  ['GET /api/v1/rerates', 'wholeFigures', '/api/v1/rerates', 200],
  ['POST /api/v1/rerates', 'closeBooks', '/api/v1/rerates', 415],
  ['GET /api/v1/rerates/:id', 'wholeFigures', '/api/v1/rerates/1', 404],
  ['GET /api/v1/rerates/:id/differences', 'wholeFigures', '/api/v1/rerates/1/differences', 404],
  ['POST /api/v1/rerates/:id/cancel', 'closeBooks', '/api/v1/rerates/1/cancel', 415],
  ['GET /api/v1/closed-months', 'wholeFigures', '/api/v1/closed-months', 200],
  ['POST /api/v1/closed-months', 'closeBooks', '/api/v1/closed-months', 415],
  ['GET /api/v1/adjustments', 'wholeFigures', '/api/v1/adjustments', 200],
  ['POST /api/v1/exports', 'self', '/api/v1/exports', 415],
  ['GET /api/v1/meta', 'self', '/api/v1/meta', 200],
  ['GET /api/v1/session', 'self', '/api/v1/session', 200],
  ['POST /api/v1/session/sign-out', 'self', '/api/v1/session/sign-out', 204],
  ['GET /api/v1/sessions', 'self', '/api/v1/sessions', 200],
  ['DELETE /api/v1/sessions/:sessionId', 'self', '/api/v1/sessions/51b10000-0000-8000-8000-000000000000', 404],
  ['POST /api/v1/sessions/end-all', 'self', '/api/v1/sessions/end-all', 415],
  ['GET /api/v1/tokens', 'self', '/api/v1/tokens', 200],
  ['POST /api/v1/tokens', 'self', '/api/v1/tokens', 415],
  ['DELETE /api/v1/tokens/:tokenId', 'self', '/api/v1/tokens/51b10000-0000-8000-8000-000000000000', 404],
  ['GET /api/v1/account', 'self', '/api/v1/account', 409],
  ['POST /api/v1/account/password', 'self', '/api/v1/account/password', 415],
  ['POST /api/v1/account/codes', 'self', '/api/v1/account/codes', 415],
  ['POST /api/v1/account/codes/confirm', 'self', '/api/v1/account/codes/confirm', 415],
  ['POST /api/v1/account/codes/remove', 'self', '/api/v1/account/codes/remove', 415],
  ['GET /api/v1/members', 'administer', '/api/v1/members', 200],
  ['POST /api/v1/members', 'administer', '/api/v1/members', 415],
  ['PATCH /api/v1/members/:memberId', 'administer', '/api/v1/members/51b10000-0000-8000-8000-000000000000', 415],
  [
    'POST /api/v1/members/:memberId/reset-password',
    'administer',
    '/api/v1/members/51b10000-0000-8000-8000-000000000000/reset-password',
    415,
  ],
  ['GET /api/v1/audit', 'audit', '/api/v1/audit', 200],
  ['GET /api/v1/audit/verify', 'audit', '/api/v1/audit/verify', 200],
  ['GET /api/v1/nothing', 'self', '/api/v1/nothing', 404],
  ['DELETE /api/v1/usage', 'self', '/api/v1/usage', 404],
  ['GET /api', 'self', '/api', 404],
];
/** Who has which right, once more and by hand: the product's table is held against this one. */
const MAY: Record<Right, readonly Role[]> = {
  self: ['viewer', 'finance', 'investigator', 'operator', 'admin'],
  figures: ['viewer', 'finance', 'investigator', 'admin'],
  wholeFigures: ['finance', 'investigator', 'admin'],
  identities: ['viewer', 'investigator', 'admin'],
  health: ['finance', 'investigator', 'operator', 'admin'],
  operate: ['operator', 'admin'],
  closeBooks: ['finance', 'admin'],
  audit: ['investigator', 'admin'],
  administer: ['admin'],
};
const PUBLIC = [
  'GET /healthz',
  'GET /readyz',
  'GET /sign-in/:secret',
  'GET /api/v1/sign-in',
  'POST /api/v1/sign-in/password',
  'POST /api/v1/sign-in/code',
  'POST /api/v1/sign-in/new-password',
  'GET /api/v1/sign-in/oidc',
  'GET /api/v1/sign-in/oidc/callback',
  'GET /{*path}',
  'GET /api/docs',
  'GET /api/openapi.json',
];

describe('access', () => {
  it.each(ROUTES)('%s answers a session and a token, and nobody else', async (route, _right, path, answer) => {
    const method = route.split(' ')[0] ?? 'GET';
    const cookie = await signIn();
    for (const headers of [
      new Headers(),
      new Headers({ authorization: 'Bearer ll_wrong' }),
      new Headers({ authorization: `Basic ${serving.token}` }),
      new Headers({ authorization: 'Bearer ll_wrong', cookie }),
      new Headers({ cookie: 'ledgerline_session=wrong' }),
    ]) {
      const refused = await ask(path, { method, headers });
      expect(refused.status).toBe(401);
      expect((await errorOf(refused)).code).toBe('unauthorized');
    }
    expect((await ask(path, { method, headers: { authorization: `Bearer ${serving.token}` } })).status).toBe(answer);
    expect((await ask(path, { method, headers: { cookie: `other=1; ${cookie}` } })).status).toBe(answer);
  });

  it.each(ROUTES)('%s asks for the right %s', async (route, right, path, answer) => {
    const method = route.split(' ')[0] ?? 'GET';
    for (const [role, authorization] of bearers) {
      const response = await ask(path, { method, headers: { authorization } });
      const { status } = response;
      // A refusal names the right, those who have it, and what the caller is.
      const refusal = status === 403 ? (await errorOf(response)).message.replace(/ \(.*?\)/, '') : null;
      const words = `This needs the right "${right}", which these roles have: ${MAY[right].join(', ')}. You are ${role}.`;
      expect([role, status, refusal]).toEqual(MAY[right].includes(role) ? [role, answer, null] : [role, 403, words]);
    }
    for (const authorization of ended)
      expect((await ask(path, { method, headers: { authorization } })).status).toBe(401);
  });

  it('has been decided for every route of the server', () => {
    const decided = new Set([...ROUTES.map(([route]) => route), ...PUBLIC]);
    const documentation = /^GET \/api\/docs(\/.*)?$/;
    const fallback = /^[A-Z-]+ \/api(\/\{\*path\})?$/;
    const undecided = serving.routes
      .map(({ method, path }) => `${method} ${path}`)
      .filter((route) => !decided.has(route) && !documentation.test(route) && !fallback.test(route));
    expect(undecided).toEqual([]);
  });

  it('tells who is asking', async () => {
    const token = await serving.get('/api/v1/session');
    const administrator = { roles: ['admin'], teams: null };
    expect(sessionAnswerSchema.parse(await token.json())).toMatchObject({
      kind: 'token',
      name: 'test',
      ...administrator,
    });
    const session = await ask('/api/v1/session', { headers: { cookie: await signIn() } });
    expect(sessionAnswerSchema.parse(await session.json())).toMatchObject({ kind: 'link', id: null, ...administrator });
    const ana = await serving.addMember({ name: 'Ana', roles: ['viewer'], teams: ['Claims'] });
    const own = await ask('/api/v1/session', { headers: { cookie: await serving.signInAs(ana) } });
    expect(sessionAnswerSchema.parse(await own.json())).toMatchObject({
      kind: 'member',
      id: ana,
      name: 'Ana',
      roles: ['viewer'],
      rights: ['self', 'figures', 'identities'],
      teams: ['Claims'],
    });
  });
});

const guess = (attempt: number, address: string) =>
  ask(`/sign-in/guess-${attempt}`, { headers: { 'x-forwarded-for': address } });

describe('signing in', () => {
  it('works once with a link, sets a cookie that scripts cannot read, and leads to the dashboards', async () => {
    const { secret } = await serving.links.create();
    expect((await ask(`/sign-in/${secret}`, { method: 'HEAD' })).status).toBe(200);
    const first = await ask(`/sign-in/${secret}`);
    expect([first.status, first.headers.get('location')]).toEqual([303, '/']);
    expect(first.headers.getSetCookie()[0]).toMatch(
      /^ledgerline_session=[\w-]{43}; Path=\/; Expires=.*HttpOnly; SameSite=Lax$/,
    );
    const second = await ask(`/sign-in/${secret}`);
    expect(second.status).toBe(410);
    expect(await second.text()).toContain('ledgerline sign-in-link');
  });

  it('does not work after fifteen minutes, nor a session after twelve hours', async () => {
    const { secret } = await serving.links.create();
    const cookie = await signIn();
    const at = serving.clock.at;
    serving.clock.at = at + 15 * 60_000;
    expect((await ask(`/sign-in/${secret}`)).status).toBe(410);
    serving.clock.at = at + 12 * 3_600_000;
    expect((await ask('/api/v1/meta', { headers: { cookie } })).status).toBe(401);
    serving.clock.at = at;
    expect((await ask('/api/v1/meta', { headers: { cookie } })).status).toBe(200);
  });

  it('is slowed down when links are guessed', async () => {
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 12; attempt += 1) statuses.push((await guess(attempt, '203.0.113.9')).status);
    expect(statuses).toEqual([...Array<number>(10).fill(410), 429, 429]);
    const refused = await guess(13, '203.0.113.9');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await guess(14, '203.0.113.10')).status).toBe(410);
  });

  it('ends with signing out, which no other site can do', async () => {
    const cookie = await signIn();
    const signOut = (headers: Record<string, string>) =>
      ask('/api/v1/session/sign-out', { method: 'POST', headers: { cookie, ...headers } });
    for (const foreign of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      const refused = await signOut(foreign);
      expect(refused.status).toBe(403);
      expect((await errorOf(refused)).code).toBe('forbidden');
    }
    expect((await ask('/api/v1/meta', { headers: { cookie } })).status).toBe(200);
    expect((await signOut({ 'sec-fetch-site': 'same-origin' })).status).toBe(204);
    expect((await ask('/api/v1/meta', { headers: { cookie } })).status).toBe(401);
  });

  it('takes a token from the environment, as often as the service starts', async () => {
    await serving.tokens.bootstrap('from-the-environment');
    await serving.tokens.bootstrap('from-the-environment');
    const response = await ask('/api/v1/meta', { headers: { authorization: 'bearer from-the-environment' } });
    expect(response.status).toBe(200);
  });

  it('notes the use of a token, at most once a minute, and refuses it once it is revoked', async () => {
    const { pool } = serving.database;
    const token = await serving.makeToken({ name: 'short-lived' });
    const headers = { authorization: `Bearer ${token}` };
    const used: unknown[] = [];
    for (const later of [0, 59_999, 1]) {
      serving.clock.at += later;
      await ask('/api/v1/session', { headers });
      const { rows } = await pool.query<{ at: Date }>(
        `select last_used_at as at from api_token where name = 'short-lived'`,
      );
      used.push(rows[0]?.at.getTime());
    }
    const now = serving.clock.at;
    expect(used).toEqual([now - 60_000, now - 60_000, now]);
    await pool.query(`update api_token set revoked_at = now() where name = 'short-lived'`);
    expect((await ask('/api/v1/session', { headers })).status).toBe(401);
  });

  it('keeps no secret: tokens, sessions and links are stored as hashes', async () => {
    const { secret } = await serving.links.create();
    const { rows } = await serving.database.pool.query<{ text: string }>(
      `select (select json_agg(t) from api_token t)::text || (select json_agg(l) from sign_in_link l)::text
              || (select json_agg(s) from session s)::text as text`,
    );
    expect(rows[0]?.text).not.toContain(serving.token);
    expect(rows[0]?.text).not.toContain(Buffer.from(secret).toString('hex'));
  });
});

describe('errors', () => {
  it.each([
    ['/api/v1/usage?colour=red', 'colour', 'Unknown query parameter colour. Known here: from, to'],
    ['/api/v1/usage?filter=colour%3Dred', 'filter', 'cloud, accountId, region'],
    ['/api/v1/usage?filter=model', 'filter', 'dimension=value'],
    ['/api/v1/usage?groupBy=colour', 'groupBy', 'colour'],
    ['/api/v1/usage?groupBy=tokenClass', 'groupBy', 'tokenClass'],
    ['/api/v1/usage?groupBy=team,team', 'groupBy', 'different'],
    ['/api/v1/usage?groupBy=team,model,region', 'groupBy', 'at most two'],
    ['/api/v1/usage?bucket=year', 'bucket', '"year"'],
    ['/api/v1/usage?timeZone=Mars/Base', 'timeZone', '"Mars/Base"'],
    ['/api/v1/usage?timeZone=%2B02:00', 'timeZone', 'IANA'],
    ['/api/v1/usage?from=yesterday', 'from', '"yesterday"'],
    ['/api/v1/usage?from=2026-11-01T08:00:00', 'from', 'offset'],
    ['/api/v1/usage?from=2026-02-30', 'from', '"2026-02-30"'],
    ['/api/v1/usage?from=2026-11-02&to=2026-11-02', 'from', 'not before'],
    ['/api/v1/usage?from=1990-01-01&to=2026-11-02', 'from', 'longer than'],
    ['/api/v1/requests?limit=501', 'limit', '1 to 500'],
    ['/api/v1/requests?limit=ten', 'limit', '1 to 500'],
    ['/api/v1/requests?cursor=abc', 'cursor', 'start without'],
    ['/api/v1/requests?eventId=abc', 'eventId', '"abc"'],
    ['/api/v1/requests/abc', 'eventId', '"abc"'],
    ['/api/v1/dimensions/colour', 'dimension', 'cloud, accountId'],
    ['/api/v1/quarantine?cursor=abc', 'cursor', 'start without'],
    ['/api/v1/sources?from=2026-11-01', 'from', 'no query parameters'],
    ['/api/v1/meta?x=1', 'x', 'no query parameters'],
  ])('%s names the parameter %s and says what to do', async (path, field, words) => {
    const response = await serving.get(path);
    expect(response.status).toBe(400);
    const error = await errorOf(response);
    expect([error.code, error.field]).toEqual(['badRequest', field]);
    expect(error.message).toContain(words);
  });

  it('tell nothing of the inside when something breaks', async () => {
    await serving.database.pool.query('alter table quarantine rename to quarantine_gone');
    const response = await serving.get('/api/v1/quarantine');
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(text).toMatch(/^\{"error":\{"code":"internal","message":"[^"]*error [0-9a-f-]{36}[^"]*","field":null\}\}$/);
    await serving.database.pool.query('alter table quarantine_gone rename to quarantine');
  });

  it('refuse bodies that are too large or broken, in the same shape', async () => {
    const headers = { authorization: `Bearer ${serving.token}`, 'content-type': 'application/json' };
    const send = (body: string) => ask('/api/v1/session/sign-out', { method: 'POST', headers, body });
    const large = await send(JSON.stringify('x'.repeat(200_000)));
    expect([large.status, (await errorOf(large)).code]).toEqual([413, 'tooLarge']);
    const broken = await send('{');
    expect([broken.status, (await errorOf(broken)).code]).toEqual([400, 'badRequest']);
  });
});

describe('the rest of the server', () => {
  it('is alive and ready', async () => {
    expect((await ask('/healthz')).status).toBe(200);
    expect((await ask('/readyz')).status).toBe(200);
    await serving.database.pool.query('alter table usage_event rename to usage_event_gone');
    expect((await ask('/readyz')).status).toBe(503);
    expect((await ask('/healthz')).status).toBe(200);
    await serving.database.pool.query('alter table usage_event_gone rename to usage_event');
  });

  it('serves the dashboards at every other address, and says when a file is gone', async () => {
    for (const path of ['/', '/costs', '/requests/51b10000?x=a.b']) {
      const response = await ask(path);
      expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-cache']);
      expect(await response.text()).toContain('dashboards');
    }
    const asset = await ask('/assets/app-1a2b.js');
    expect([asset.status, asset.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    expect((await ask('/assets/app-old.js')).status).toBe(404);
    expect((await ask('/..%2f..%2fetc%2fpasswd')).headers.get('content-type')).toMatch(
      /^text\/html|^application\/json/,
    );
  });

  it('sends headers that keep strangers out, and no script inline', async () => {
    const { headers } = await ask('/');
    expect(headers.get('content-security-policy')).toMatch(
      /default-src 'self';script-src 'self';.*frame-ancestors 'none'/,
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('strict-transport-security')).toBeNull();
    const docs = await ask('/api/docs');
    expect(await docs.text()).not.toMatch(/<script(?![^>]*\bsrc=)/);
    expect((await serving.get('/api/v1/meta')).headers.get('cache-control')).toBe('no-store');
  });

  it('tells what the installation is', async () => {
    const meta = metaAnswerSchema.parse(await (await serving.get('/api/v1/meta')).json());
    expect(meta).toMatchObject({ version: '0.0.0-test', reportingTimeZone: 'UTC', demo: true, flags: FLAGS });
    expect(meta.priceBook.entries).toBeGreaterThan(20);
  });
});
