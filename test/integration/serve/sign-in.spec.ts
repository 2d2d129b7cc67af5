import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { errorAnswerSchema } from '../../../src/serve/answers/error.js';
import { enrolmentSchema, memberAddedSchema, passwordResetSchema } from '../../../src/serve/answers/members.js';
import { signInOutcomeSchema, signInWaysSchema } from '../../../src/serve/answers/sign-in.js';
import { auditEntriesOf } from '../../support/audited.js';
import { Browser } from '../../support/cookies.js';
import { startServing, type Serving } from '../../support/serving.js';

let serving: Serving;
let addresses = 0;

beforeAll(async () => {
  serving = await startServing('2026-11-20T13:24:00Z', { trustProxy: 1 });
});
afterAll(() => serving.stop());

/** A browser at an address of its own, so that the limits of one test are not another's. */
const newBrowser = () => new Browser(serving.url, `203.0.113.${(addresses += 1)}`);
const administrate = (method: string, path: string, body: unknown) =>
  fetch(`${serving.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${serving.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const PASSWORD = 'a blue horse at the station';

/** A member who has chosen a password, signed in. */
async function addAna(login: string, roles: readonly string[] = ['viewer']) {
  const added = await administrate('POST', '/api/v1/members', { login, name: 'Ana', roles, teams: ['Claims'] });
  expect(added.status).toBe(201);
  const { member, temporaryPassword } = memberAddedSchema.parse(await added.json());
  const browser = newBrowser();
  expect(await step(browser, 'password', { login, password: temporaryPassword })).toBe('newPassword');
  expect(await step(browser, 'new-password', { password: PASSWORD })).toBe('signedIn');
  return { browser, memberId: member.memberId, temporaryPassword };
}

async function step(browser: Browser, path: string, body: object): Promise<string> {
  const response = await browser.post(`/api/v1/sign-in/${path}`, body);
  if (response.status !== 200) return `${response.status}`;
  return signInOutcomeSchema.parse(await response.json()).next;
}

const messageOf = async (response: Response) => errorAnswerSchema.parse(await response.json()).error.message;

const ways = async () => signInWaysSchema.parse(await (await newBrowser().get('/api/v1/sign-in')).json());

describe('signing in with a password', () => {
  it('is offered once there is an account with one', async () => {
    expect(await ways()).toEqual({ password: false, oidc: null });
    await addAna('first@example.com');
    expect(await ways()).toEqual({ password: true, oidc: null });
  });

  it('begins with a temporary password that has to be changed before anything else, and works once', async () => {
    const { browser, temporaryPassword } = await addAna('temporary@example.com');
    expect((await browser.get('/api/v1/session')).status).toBe(200);
    const again = newBrowser();
    expect(await step(again, 'password', { login: 'temporary@example.com', password: temporaryPassword })).toBe('401');
    expect(await step(again, 'password', { login: ' Temporary@Example.com', password: PASSWORD })).toBe('signedIn');
  });

  it('does not let anybody in between the steps', async () => {
    const added = await administrate('POST', '/api/v1/members', {
      login: 'between@example.com',
      name: 'Bea',
      roles: ['admin'],
    });
    const { temporaryPassword } = memberAddedSchema.parse(await added.json());
    const browser = newBrowser();
    expect(await step(browser, 'password', { login: 'between@example.com', password: temporaryPassword })).toBe(
      'newPassword',
    );
    expect((await browser.get('/api/v1/session')).status).toBe(401);
    expect(await step(browser, 'code', { code: '000000' })).toBe('401');
    const weak = await browser.post('/api/v1/sign-in/new-password', { password: 'short' });
    expect([weak.status, await messageOf(weak)]).toEqual([400, expect.stringContaining('5 characters')]);
    serving.clock.at += 11 * 60_000;
    expect(await step(browser, 'new-password', { password: PASSWORD })).toBe('401');
  });

  it('does not take a temporary password after seven days', async () => {
    const added = await administrate('POST', '/api/v1/members', { login: 'late', name: 'Lea', roles: ['viewer'] });
    const { temporaryPassword } = memberAddedSchema.parse(await added.json());
    serving.clock.at += 7 * 86_400_000 + 1;
    expect(await step(newBrowser(), 'password', { login: 'late', password: temporaryPassword })).toBe('401');
  });

  it('answers an unknown name, a wrong password and a disabled account alike, and writes no unknown name down', async () => {
    const { memberId } = await addAna('alike@example.com');
    const { memberId: gone } = await addAna('gone@example.com');
    await administrate('PATCH', `/api/v1/members/${gone}`, { disabled: true });
    const answers: string[] = [];
    for (const [login, password] of [
      ['my-password-by-mistake', PASSWORD],
      ['alike@example.com', 'wrong'],
      ['gone@example.com', PASSWORD],
    ]) {
      const response = await newBrowser().post('/api/v1/sign-in/password', { login, password });
      answers.push(`${response.status} ${await response.text()}`);
    }
    expect(new Set(answers).size).toBe(1);
    const failed = await auditEntriesOf(serving, 'signIn.failed');
    expect(failed.slice(0, 3).map(({ target, detail }) => [target, detail['reason']])).toEqual([
      [gone, 'disabled'],
      [memberId, 'password'],
      [null, 'password'],
    ]);
    expect(JSON.stringify(failed)).not.toMatch(/my-password|wrong|blue horse/);
    expect(failed[2]?.detail['nameFingerprint']).toMatch(/^[0-9a-f]{16}$/);
  });

  it('locks an account for the address that guesses, with the time to wait, and not for its owner elsewhere', async () => {
    await addAna('guessed@example.com');
    const thief = newBrowser();
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 7; attempt += 1) {
      const body = { login: 'guessed@example.com', password: `guess ${attempt}` };
      statuses.push((await thief.post('/api/v1/sign-in/password', body)).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
    const right = await thief.post('/api/v1/sign-in/password', { login: 'guessed@example.com', password: PASSWORD });
    expect(right.status).toBe(429);
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(60);
    expect(await step(newBrowser(), 'password', { login: 'guessed@example.com', password: PASSWORD })).toBe('signedIn');
    const told = (await auditEntriesOf(serving, 'signIn.failed')).filter(
      ({ detail }) => detail['reason'] === 'tooManyAttempts',
    );
    expect(told).toHaveLength(1);
  });

  it('locks an account for everybody when many addresses guess', async () => {
    await addAna('hunted@example.com');
    const statuses = new Set<string>();
    for (let attempt = 0; attempt < 52; attempt += 1) {
      const browser = new Browser(serving.url, `198.51.100.${attempt}`);
      statuses.add(await step(browser, 'password', { login: 'hunted@example.com', password: 'guess' }));
    }
    expect(statuses).toEqual(new Set(['401', '429']));
  });

  it('gives the browser another session each time, and ends the one before', async () => {
    const { browser } = await addAna('rotated@example.com');
    const before = browser.cookie('ledgerline_session');
    expect(await step(browser, 'password', { login: 'rotated@example.com', password: PASSWORD })).toBe('signedIn');
    expect(browser.cookie('ledgerline_session')).not.toBe(before);
    const old = await fetch(`${serving.url}/api/v1/session`, { headers: { cookie: `ledgerline_session=${before}` } });
    expect(old.status).toBe(401);
  });

  it('cannot be done to somebody by another site', async () => {
    await addAna('victim@example.com');
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      const body = { login: 'victim@example.com', password: PASSWORD };
      expect((await newBrowser().post('/api/v1/sign-in/password', body, headers)).status).toBe(403);
    }
    const form = await fetch(`${serving.url}/api/v1/sign-in/password`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'login=victim%40example.com&password=x',
    });
    expect(form.status).toBe(415);
  });
});

const codeAt = (secret: string, at: number) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at });

describe('one-time codes', () => {
  it('are asked for after the password once they are set, each one once', async () => {
    const { browser, memberId } = await addAna('codes@example.com');
    expect((await browser.post('/api/v1/account/codes', { currentPassword: 'wrong' })).status).toBe(400);
    const enrolled = await browser.post('/api/v1/account/codes', { currentPassword: PASSWORD });
    const { secret, uri } = enrolmentSchema.parse(await enrolled.json());
    expect(uri).toContain('codes%40example.com');
    // Not before a code has proved that the application has the secret.
    expect(await step(newBrowser(), 'password', { login: 'codes@example.com', password: PASSWORD })).toBe('signedIn');
    expect((await browser.post('/api/v1/account/codes/confirm', { code: '000000' })).status).toBe(400);
    const first = codeAt(secret, serving.clock.at);
    expect((await browser.post('/api/v1/account/codes/confirm', { code: first })).status).toBe(204);

    const other = newBrowser();
    expect(await step(other, 'password', { login: 'codes@example.com', password: PASSWORD })).toBe('code');
    expect((await other.get('/api/v1/session')).status).toBe(401);
    expect(await step(other, 'new-password', { password: 'another sentence entirely' })).toBe('401');
    expect(await step(other, 'code', { code: first })).toBe('401');
    serving.clock.at += 60_000;
    const second = codeAt(secret, serving.clock.at);
    const third = newBrowser();
    expect(await step(third, 'password', { login: 'codes@example.com', password: PASSWORD })).toBe('code');
    // Two browsers with one code: one of them comes in.
    const both = await Promise.all([step(other, 'code', { code: second }), step(third, 'code', { code: second })]);
    expect(both.toSorted()).toEqual(['401', 'signedIn']);

    const { rows } = await serving.database.pool.query<{ text: string }>(
      `select encode(totp_secret, 'hex') || encode(totp_secret, 'escape') as text from local_password where member_id = $1`,
      [memberId],
    );
    const plain = Buffer.from(Secret.fromBase32(secret).bytes);
    expect(rows[0]?.text).not.toContain(plain.toString('hex'));
    expect((await browser.post('/api/v1/account/codes/remove', { currentPassword: PASSWORD })).status).toBe(204);
    expect(await step(newBrowser(), 'password', { login: 'codes@example.com', password: PASSWORD })).toBe('signedIn');
  });

  it('cannot be guessed', async () => {
    const { browser } = await addAna('codes-guessed@example.com');
    const enrolled = await browser.post('/api/v1/account/codes', { currentPassword: PASSWORD });
    const { secret } = enrolmentSchema.parse(await enrolled.json());
    await browser.post('/api/v1/account/codes/confirm', { code: codeAt(secret, serving.clock.at) });
    const thief = newBrowser();
    expect(await step(thief, 'password', { login: 'codes-guessed@example.com', password: PASSWORD })).toBe('code');
    const statuses: string[] = [];
    for (let attempt = 0; attempt < 6; attempt += 1)
      statuses.push(await step(thief, 'code', { code: `99999${attempt}` }));
    expect(statuses.slice(0, 3)).toEqual(['401', '401', '401']);
    expect(statuses.at(-1)).toBe('429');
  });
});

describe('an account', () => {
  it('has its password changed with the old one, which ends its other sessions', async () => {
    const { browser } = await addAna('changes@example.com');
    const other = newBrowser();
    await step(other, 'password', { login: 'changes@example.com', password: PASSWORD });
    const change = (currentPassword: string, newPassword: string) =>
      browser.post('/api/v1/account/password', { currentPassword, newPassword });
    expect((await change('wrong', 'quite another sentence')).status).toBe(400);
    expect((await change(PASSWORD, PASSWORD)).status).toBe(400);
    expect((await change(PASSWORD, 'changes@example.com')).status).toBe(400);
    expect((await change(PASSWORD, 'quite another sentence')).status).toBe(204);
    expect((await browser.get('/api/v1/session')).status).toBe(200);
    expect((await other.get('/api/v1/session')).status).toBe(401);
  });

  it('is out at once when it is disabled, and has other rights at once when its roles change', async () => {
    const { browser, memberId } = await addAna('moved@example.com', ['viewer']);
    expect((await browser.get('/api/v1/sources')).status).toBe(403);
    await administrate('PATCH', `/api/v1/members/${memberId}`, { roles: ['operator'] });
    expect((await browser.get('/api/v1/sources')).status).toBe(200);
    expect((await browser.get('/api/v1/usage')).status).toBe(403);
    await administrate('PATCH', `/api/v1/members/${memberId}`, { disabled: true });
    expect((await browser.get('/api/v1/session')).status).toBe(401);
    await administrate('PATCH', `/api/v1/members/${memberId}`, { disabled: false });
    expect((await browser.get('/api/v1/session')).status).toBe(401);
    const changes = (await auditEntriesOf(serving, 'member.changed')).filter(({ target }) => target === memberId);
    expect(changes.map(({ detail }) => detail).toReversed()).toMatchObject([
      { before: { roles: ['viewer'] }, after: { roles: ['operator'] } },
      { before: { disabled: false }, after: { disabled: true } },
      { before: { disabled: true }, after: { disabled: false } },
    ]);
  });

  it('is let in again by a new temporary password', async () => {
    const { browser, memberId } = await addAna('forgot@example.com');
    const reset = await administrate('POST', `/api/v1/members/${memberId}/reset-password`, {});
    const { temporaryPassword } = passwordResetSchema.parse(await reset.json());
    expect((await browser.get('/api/v1/session')).status).toBe(401);
    expect(await step(newBrowser(), 'password', { login: 'forgot@example.com', password: PASSWORD })).toBe('401');
    const next = await step(newBrowser(), 'password', { login: 'forgot@example.com', password: temporaryPassword });
    expect(next).toBe('newPassword');
  });

  it('cannot be added twice, nor take its own administration away', async () => {
    const { browser, memberId } = await addAna('chief@example.com', ['admin']);
    const twice = await administrate('POST', '/api/v1/members', { login: 'CHIEF@example.com', name: 'X', roles: [] });
    expect(twice.status).toBe(409);
    expect((await browser.patch(`/api/v1/members/${memberId}`, { disabled: true })).status).toBe(409);
    expect((await browser.patch(`/api/v1/members/${memberId}`, { roles: ['viewer'] })).status).toBe(409);
    expect((await browser.patch(`/api/v1/members/${memberId}`, { name: 'Chief' })).status).toBe(200);
  });

  it('keeps no password and no session readable', async () => {
    const { browser } = await addAna('kept@example.com');
    const { rows } = await serving.database.pool.query<{ text: string }>(
      `select (select json_agg(p) from local_password p)::text || (select json_agg(s) from session s)::text
              || coalesce((select json_agg(s) from sign_in_step s)::text, '') || (select json_agg(a) from audit_entry a)::text
              || (select json_agg(r) from rate_limit r)::text as text`,
    );
    const [row] = z.array(z.object({ text: z.string() })).parse(rows);
    expect(row?.text).not.toContain(PASSWORD);
    expect(row?.text).not.toContain(browser.cookie('ledgerline_session'));
    expect(row?.text).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
  });
});
