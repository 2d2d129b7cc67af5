import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { signInSchema } from '../../../src/runtime/config/sign-in-schema.js';
import { sessionAnswerSchema } from '../../../src/serve/answers/meta.js';
import { signInWaysSchema } from '../../../src/serve/answers/sign-in.js';
import { auditEntriesOf } from '../../support/audited.js';
import { Browser } from '../../support/cookies.js';
import { freePort, startOpenIdProvider, type OpenIdProvider } from '../../support/openid-provider.js';
import { startServing, type Serving } from '../../support/serving.js';

let idp: OpenIdProvider;
let serving: Serving;
let publicUrl: string;
let addresses = 0;

beforeAll(async () => {
  publicUrl = `http://127.0.0.1:${await freePort()}`;
  idp = await startOpenIdProvider(`${publicUrl}/api/v1/sign-in/oidc/callback`);
  const signIn = signInSchema(z.string()).parse({
    oidc: {
      label: 'Example ID',
      issuer: idp.issuer,
      clientId: 'ledgerline',
      clientSecret: 'client-secret-of-the-test',
      scopes: ['openid', 'profile', 'email', 'groups'],
      roles: { viewer: ['everybody'], finance: ['controllers'], admin: ['platform'] },
      teamPrefix: 'team-',
    },
  });
  serving = await startServing(new Date().toISOString(), { publicUrl, signIn, trustProxy: 1 });
});
afterAll(async () => {
  await serving.stop();
  await idp.stop();
});
beforeEach(() => {
  idp.person = 'ana';
  idp.people.set('ana', { name: 'Ana', email: 'ana@example.com', groups: ['everybody', 'team-Claims'] });
});

const newBrowser = () => new Browser(serving.url, `203.0.113.${(addresses += 1)}`);

/** To the provider and through it, as far as the address that leads back to the service. */
async function walk(browser: Browser, returnTo = '/'): Promise<string> {
  let address = `${publicUrl}/api/v1/sign-in/oidc?returnTo=${encodeURIComponent(returnTo)}`;
  for (let redirects = 0; redirects < 10; redirects += 1) {
    const response = await browser.get(address);
    const next = response.headers.get('location');
    if (next === null) throw new Error(`${address} answered ${response.status}: ${await response.text()}`);
    address = new URL(next, address).href;
    if (address.startsWith(`${publicUrl}/api/v1/sign-in/oidc/callback`)) return address;
  }
  throw new Error(`too many redirects: ${address}`);
}

/** Status and page of a sign-in from end to end. */
async function signIn(browser: Browser): Promise<string> {
  const response = await browser.get(await walk(browser));
  return `${response.status} ${response.headers.get('location') ?? (await response.text())}`;
}

const sessionOf = async (browser: Browser) =>
  sessionAnswerSchema.parse(await (await browser.get('/api/v1/session')).json());

describe('signing in at an OpenID provider', () => {
  it('is offered under its name', async () => {
    expect(signInWaysSchema.parse(await (await newBrowser().get('/api/v1/sign-in')).json())).toEqual({
      password: false,
      oidc: { label: 'Example ID', startAt: '/api/v1/sign-in/oidc' },
    });
  });

  it('asks for a code with PKCE, state and nonce, and shows the provider no secret', async () => {
    const started = await newBrowser().get('/api/v1/sign-in/oidc');
    const asked = new URL(started.headers.get('location') ?? '');
    expect(asked.href.startsWith(`${idp.issuer}/auth?`)).toBe(true);
    expect(Object.fromEntries(asked.searchParams)).toEqual({
      client_id: 'ledgerline',
      response_type: 'code',
      redirect_uri: `${publicUrl}/api/v1/sign-in/oidc/callback`,
      scope: 'openid profile email groups',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
  });

  it('makes somebody a member with the roles and teams of their groups, and leads to the page that was asked for', async () => {
    const browser = newBrowser();
    const back = await browser.get(await walk(browser, '/costs?groupBy=team'));
    expect([back.status, back.headers.get('location')]).toEqual([303, '/costs?groupBy=team']);
    expect(await sessionOf(browser)).toMatchObject({
      kind: 'member',
      name: 'Ana',
      roles: ['viewer'],
      teams: ['Claims'],
    });
    const [opened] = await auditEntriesOf(serving, 'session.opened');
    expect(opened).toMatchObject({ actor: { kind: 'member', name: 'Ana' }, detail: { by: 'oidc' } });
  });

  it('takes roles and teams from the groups again at each sign-in, and knows the member again', async () => {
    const first = newBrowser();
    await signIn(first);
    const { id } = await sessionOf(first);
    idp.people.set('ana', { name: 'Ana Silva', groups: ['controllers'] });
    const second = newBrowser();
    expect(await signIn(second)).toBe('303 /');
    expect(await sessionOf(second)).toMatchObject({ id, name: 'Ana Silva', roles: ['finance'], teams: null });
    // The roles are the member's, not the session's: the first browser has them too.
    expect((await sessionOf(first)).roles).toEqual(['finance']);
    const [changed] = await auditEntriesOf(serving, 'member.changed');
    expect(changed).toMatchObject({
      target: id,
      detail: { by: 'groups', before: { roles: ['viewer'] }, after: { roles: ['finance'], teams: [] } },
    });
  });

  it('keeps roles that an administrator set here', async () => {
    idp.person = 'ben';
    idp.people.set('ben', { name: 'Ben', groups: ['everybody'] });
    const browser = newBrowser();
    await signIn(browser);
    const { id } = await sessionOf(browser);
    await fetch(`${serving.url}/api/v1/members/${id}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${serving.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ roles: ['operator'] }),
    });
    await signIn(browser);
    expect((await sessionOf(browser)).roles).toEqual(['operator']);
  });

  it('lets nobody in whose groups have no role, and takes what they had', async () => {
    idp.person = 'eve';
    idp.people.set('eve', { name: 'Eve', groups: ['cooks'] });
    expect(await signIn(newBrowser())).toMatch(/^403 .*None of your groups has a role/s);
    expect(await serving.members.bySubject(idp.issuer, 'eve')).toBeNull();

    idp.people.set('eve', { name: 'Eve', groups: ['platform'] });
    const browser = newBrowser();
    await signIn(browser);
    expect((await browser.get('/api/v1/members')).status).toBe(200);
    idp.people.set('eve', { name: 'Eve', groups: [] });
    expect(await signIn(newBrowser())).toMatch(/^403/);
    expect((await browser.get('/api/v1/members')).status).toBe(403);
  });

  it('lets a disabled member in no more, whatever the provider says', async () => {
    idp.person = 'dan';
    idp.people.set('dan', { name: 'Dan', groups: ['platform'] });
    const browser = newBrowser();
    await signIn(browser);
    const { id } = await sessionOf(browser);
    await serving.database.pool.query('update member set disabled_at = now() where member_id = $1', [id]);
    expect((await browser.get('/api/v1/session')).status).toBe(401);
    expect(await signIn(newBrowser())).toMatch(/^403 .*may not come in any more/s);
  });
});

const change = (address: string, name: string, value: string) => {
  const url = new URL(address);
  url.searchParams.set(name, value);
  return url.href;
};

const forge = (facts: string) =>
  serving.database.pool.query(`update sign_in_step set facts = facts || $1::jsonb`, [facts]);

describe('an answer of a provider', () => {
  it.each<[string, (back: string, browser: Browser) => Promise<[Browser, string]>, string, string]>([
    [
      'another state',
      async (back, browser) => [browser, change(back, 'state', 'x'.repeat(43))],
      '403',
      'answerDoesNotFit',
    ],
    [
      'another nonce in its ID token',
      async (back, browser) => {
        await forge('{"nonce":"another"}');
        return [browser, back];
      },
      '403',
      'answerDoesNotFit',
    ],
    [
      'a code that was asked for with another verifier',
      async (back, browser) => {
        await forge(`{"codeVerifier":"${'v'.repeat(43)}"}`);
        return [browser, back];
      },
      '403',
      'token:invalid_grant',
    ],
    [
      'a code of somebody’s own making',
      async (back, browser) => [browser, change(back, 'code', 'made-up')],
      '403',
      'token:invalid_grant',
    ],
    [
      'another issuer',
      async (back, browser) => [browser, change(back, 'iss', 'https://evil.example')],
      '403',
      'answerDoesNotFit',
    ],
    ['come to another browser', async (back) => [newBrowser(), back], '400', 'notBegunHere'],
    [
      'come after ten minutes',
      async (back, browser) => {
        serving.clock.at += 10 * 60_000;
        return [browser, back];
      },
      '400',
      'notBegunHere',
    ],
    [
      'been looked at before',
      async (back, browser) => {
        expect((await browser.get(back)).status).toBe(303);
        return [browser, back];
      },
      '400',
      'notBegunHere',
    ],
    [
      'a code that was used before, in a new sign-in',
      async (back, browser) => {
        expect((await browser.get(back)).status).toBe(303);
        const again = await walk(browser);
        return [browser, change(again, 'code', new URL(back).searchParams.get('code') ?? '')];
      },
      '403',
      'token:invalid_grant',
    ],
    [
      'a refusal',
      async (back, browser) => {
        const { searchParams } = new URL(back);
        const refusal = new URLSearchParams({
          error: 'access_denied',
          error_description: '<script>alert(1)</script>',
          state: searchParams.get('state') ?? '',
          iss: idp.issuer,
        });
        return [browser, `${publicUrl}/api/v1/sign-in/oidc/callback?${refusal.toString()}`];
      },
      '403',
      'provider:access_denied',
    ],
    [
      'nothing',
      async (_, browser) => [browser, `${publicUrl}/api/v1/sign-in/oidc/callback`],
      '403',
      'answerDoesNotFit',
    ],
  ])('that has %s opens no session, and says little', async (_, forged, status, reason) => {
    const browser = newBrowser();
    const [who, address] = await forged(await walk(browser), browser);
    const before = who.cookie('ledgerline_session');
    const response = await who.get(address);
    const page = await response.text();
    expect(`${response.status}`).toBe(status);
    expect(who.cookie('ledgerline_session')).toBe(before);
    expect(page).toContain('You are not signed in');
    expect(page).not.toMatch(/made-up|script|evil|invalid_grant|ledgerline-|client-secret/);
    const [failed] = await auditEntriesOf(serving, 'signIn.failed');
    expect(failed?.detail).toMatchObject({ by: 'oidc', reason });
    expect(JSON.stringify(failed)).not.toMatch(/made-up|script|code=/);
  });

  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', 'evil', '/a\tb'])(
    'never leads to %j',
    async (returnTo) => {
      const response = await newBrowser().get(`/api/v1/sign-in/oidc?returnTo=${encodeURIComponent(returnTo)}`);
      expect(response.status).toBe(400);
    },
  );

  it('that cannot be had, because the provider is away, is told as that and no more', async () => {
    const browser = newBrowser();
    const back = await walk(browser);
    await idp.stop();
    const response = await browser.get(back);
    const page = await response.text();
    expect(response.status).toBe(502);
    expect(page).toContain('cannot be reached');
    expect(page).not.toMatch(/ECONNREFUSED|127\.0\.0\.1/);
  });
});
