import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditAnswerSchema, auditVerdictSchema } from '../../../src/serve/answers/audit.js';
import { errorAnswerSchema } from '../../../src/serve/answers/error.js';
import {
  apiTokenMadeSchema,
  apiTokensAnswerSchema,
  sessionsAnswerSchema,
  sessionsEndedSchema,
} from '../../../src/serve/answers/members.js';
import { sessionAnswerSchema } from '../../../src/serve/answers/meta.js';
import { auditEntriesOf } from '../../support/audited.js';
import { startServing, type Serving } from '../../support/serving.js';

let serving: Serving;
let ana: { readonly id: string; readonly cookie: string };
let chief: { readonly id: string; readonly cookie: string };

beforeAll(async () => {
  serving = await startServing('2026-11-20T13:24:00Z');
  ana = await member('Ana', ['viewer'], ['Claims', 'Search']);
  chief = await member('Chief', ['admin'], []);
});
afterAll(() => serving.stop());

async function member(name: string, roles: Parameters<Serving['addMember']>[0]['roles'], teams: string[]) {
  const id = await serving.addMember({ name, ...(roles === undefined ? {} : { roles }), teams });
  return { id, cookie: await serving.signInAs(id) };
}
const ask = (method: string, path: string, headers: Record<string, string>, body?: unknown) =>
  fetch(`${serving.url}/api/v1/${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const make = async (cookie: string, body: object) =>
  apiTokenMadeSchema.parse(await (await ask('POST', 'tokens', { cookie }, { name: 'script', ...body })).json());
const whoHas = async (token: string) => {
  const response = await ask('GET', 'session', { authorization: `Bearer ${token}` });
  return response.status === 200 ? sessionAnswerSchema.parse(await response.json()) : response.status;
};
const listed = async (cookie: string, path = 'tokens') =>
  apiTokensAnswerSchema.parse(await (await ask('GET', path, { cookie })).json()).tokens;

describe('an API token', () => {
  it('is shown once, and known again by its first letters; it expires after 90 days unless it is told otherwise', async () => {
    const { token, tokenId, expiresAt } = await make(ana.cookie, {});
    expect(token).toMatch(/^ll_[\w-]{43}$/);
    expect(expiresAt).toBe('2027-02-18T13:24:00.000Z');
    expect(await whoHas(token)).toMatchObject({ kind: 'token', roles: ['viewer'], teams: ['Claims', 'Search'] });
    const own = await listed(ana.cookie);
    expect(own.find((known) => known.tokenId === tokenId)).toMatchObject({
      hint: token.slice(0, 9),
      madeBy: { memberId: ana.id, name: 'Ana' },
      lastUsedAt: '2026-11-20T13:24:00.000Z',
      state: 'valid',
    });
    expect(JSON.stringify([own, await auditEntriesOf(serving, 'token.made')])).not.toContain(token);
    const { rows } = await serving.database.pool.query('select * from api_token');
    expect(JSON.stringify(rows)).not.toContain(token);
    serving.clock.at += 90 * 86_400_000;
    expect(await whoHas(token)).toBe(401);
    serving.clock.at -= 90 * 86_400_000;
  });

  it.each<[string, object, string, string]>([
    ['a role', { roles: ['admin'] }, 'roles', 'the role admin'],
    ['a team', { teams: ['Claims', 'Fraud'] }, 'teams', 'Fraud'],
    ['no role', { roles: [] }, 'roles', 'at least one'],
    ['no end', { expiresInDays: 367 }, 'expiresInDays', '366'],
    ['an unknown role', { roles: ['root'] }, 'roles', '"root"'],
    ['another field', { madeBy: 'x' }, 'madeBy', 'Unknown field'],
  ])('cannot have %s that its maker has not', async (_, body, field, words) => {
    const refused = await ask('POST', 'tokens', { cookie: ana.cookie }, { name: 'more', ...body });
    const { error } = errorAnswerSchema.parse(await refused.json());
    expect([refused.status, error.field]).toEqual([400, field]);
    expect(error.message).toContain(words);
  });

  it('may be narrower than its maker, and sees no team by a role that it has not', async () => {
    const { token } = await make(ana.cookie, { teams: ['Claims'] });
    expect(await whoHas(token)).toMatchObject({ teams: ['Claims'] });
    const open = await ask('POST', 'tokens', { cookie: chief.cookie }, { name: 'x', roles: ['admin'] });
    expect(open.status).toBe(201);
    // Viewers see who calls in their own teams, finance sees everybody's figures and no callers: a token of the one role
    // does not get its teams from the other.
    const both = await member('Both', ['viewer', 'finance'], ['Search']);
    const wider = await ask(
      'POST',
      'tokens',
      { cookie: both.cookie },
      { name: 'x', roles: ['viewer'], teams: ['Fraud'] },
    );
    expect(wider.status).toBe(400);
    const own = await make(both.cookie, { roles: ['viewer'] });
    expect(await whoHas(own.token)).toMatchObject({ roles: ['viewer'], teams: ['Search'] });
    const none = await member('None', ['viewer', 'finance'], []);
    expect((await ask('POST', 'tokens', { cookie: none.cookie }, { name: 'x', roles: ['viewer'] })).status).toBe(400);
  });

  it('never may more than its maker may now', async () => {
    const bea = await member('Bea', ['viewer', 'operator'], ['Claims', 'Search']);
    const { token } = await make(bea.cookie, {});
    const change = (body: object) => ask('PATCH', `members/${bea.id}`, { cookie: chief.cookie }, body);
    await change({ roles: ['viewer'], teams: ['Search'] });
    expect(await whoHas(token)).toMatchObject({ roles: ['viewer'], teams: ['Search'] });
    await change({ roles: ['finance'] });
    expect(await whoHas(token)).toBe(403);
    await change({ disabled: true });
    expect(await whoHas(token)).toBe(401);
  });

  it('cannot make another, which would outlive it', async () => {
    const { token } = await make(chief.cookie, { roles: ['admin'] });
    const refused = await ask('POST', 'tokens', { authorization: `Bearer ${token}` }, { name: 'child' });
    expect(refused.status).toBe(403);
  });

  it('is revoked by its owner or an administrator, or by itself, and by nobody else', async () => {
    const { token, tokenId } = await make(chief.cookie, { roles: ['admin'] });
    expect((await ask('DELETE', `tokens/${tokenId}`, { cookie: ana.cookie })).status).toBe(404);
    expect(await whoHas(token)).toMatchObject({ roles: ['admin'] });
    expect((await ask('DELETE', `tokens/${tokenId}`, { authorization: `Bearer ${token}` })).status).toBe(204);
    expect(await whoHas(token)).toBe(401);
    expect((await ask('DELETE', `tokens/${tokenId}`, { cookie: chief.cookie })).status).toBe(404);
    const [revoked] = await auditEntriesOf(serving, 'token.revoked');
    expect(revoked).toMatchObject({ target: tokenId, actor: { kind: 'token', id: tokenId } });
  });

  it('of others is listed for administrators only', async () => {
    expect((await ask('GET', 'tokens?everybody=true', { cookie: ana.cookie })).status).toBe(403);
    const everybody = await listed(chief.cookie, 'tokens?everybody=true');
    expect(everybody.some(({ madeBy }) => madeBy?.memberId === ana.id)).toBe(true);
    expect((await listed(ana.cookie)).every(({ madeBy }) => madeBy?.memberId === ana.id)).toBe(true);
  });
});

const sessions = async (cookie: string, path = 'sessions') =>
  sessionsAnswerSchema.parse(await (await ask('GET', path, { cookie })).json()).sessions;

describe('a session', () => {
  it('is listed for its owner, and ended by its owner or an administrator only', async () => {
    const cara = await member('Cara', ['viewer'], []);
    const phone = await serving.signInAs(cara.id);
    const own = await sessions(cara.cookie);
    expect(own.map(({ name, openedBy }) => [name, openedBy])).toEqual([
      ['Cara', 'password'],
      ['Cara', 'password'],
    ]);
    expect(own.filter(({ current }) => current)).toHaveLength(1);
    const other = own.find(({ current }) => !current);
    expect((await ask('DELETE', `sessions/${other?.sessionId}`, { cookie: ana.cookie })).status).toBe(404);
    expect((await ask('GET', 'session', { cookie: phone })).status).toBe(200);
    expect((await ask('DELETE', `sessions/${other?.sessionId}`, { cookie: cara.cookie })).status).toBe(204);
    expect((await ask('GET', 'session', { cookie: phone })).status).toBe(401);
    const [left] = await sessions(cara.cookie);
    expect((await ask('DELETE', `sessions/${left?.sessionId}`, { cookie: chief.cookie })).status).toBe(204);
    expect((await ask('GET', 'session', { cookie: cara.cookie })).status).toBe(401);
    const [revoked] = await auditEntriesOf(serving, 'session.revoked');
    expect(revoked).toMatchObject({ actor: { name: 'Chief' }, target: left?.sessionId, detail: { memberId: cara.id } });
  });

  it('ends with all others of a member at once', async () => {
    const dora = await member('Dora', ['viewer'], []);
    await serving.signInAs(dora.id);
    const ended = await ask('POST', 'sessions/end-all', { cookie: dora.cookie }, {});
    expect(sessionsEndedSchema.parse(await ended.json())).toEqual({ ended: 1 });
    expect((await ask('GET', 'session', { cookie: dora.cookie })).status).toBe(200);
    expect((await ask('POST', 'sessions/end-all', { cookie: ana.cookie }, { memberId: dora.id })).status).toBe(403);
    await ask('POST', 'sessions/end-all', { cookie: chief.cookie }, { memberId: dora.id });
    expect((await ask('GET', 'session', { cookie: dora.cookie })).status).toBe(401);
  });

  it('ends when it is not used for two hours, and after twelve in any case', async () => {
    const eli = await member('Eli', ['viewer'], []);
    const at = serving.clock.at;
    const seen: number[] = [];
    for (const minutes of [0, 119, 119 + 121]) {
      serving.clock.at = at + minutes * 60_000;
      seen.push((await ask('GET', 'session', { cookie: eli.cookie })).status);
    }
    const busy = await serving.signInAs(eli.id);
    const from = serving.clock.at;
    for (let hours = 1; hours <= 12; hours += 1) {
      serving.clock.at = from + hours * 3_600_000 - (hours === 12 ? 1 : 0);
      seen.push((await ask('GET', 'session', { cookie: busy })).status);
    }
    serving.clock.at += 1;
    seen.push((await ask('GET', 'session', { cookie: busy })).status);
    expect(seen).toEqual([200, 200, 401, ...Array<number>(12).fill(200), 401]);
    serving.clock.at = at;
  });
});

const page = async (query: string) =>
  auditAnswerSchema.parse(await serving.getJson(`/api/v1/audit?from=2020-01-01&to=2029-01-01&${query}`));

describe('the audit log', () => {
  it('is read in pages, by object, actor, target and time', async () => {
    const { entries } = await page('limit=500');
    expect(entries.length).toBeGreaterThan(10);
    const paged: number[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { entries, nextCursor } = await page(`limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`);
      paged.push(...entries.map(({ sequence }) => sequence));
      cursor = nextCursor;
    }
    expect(paged).toEqual(entries.map(({ sequence }) => sequence));
    const tokens = await page('action=token&limit=500');
    expect(new Set(tokens.entries.map(({ action }) => action))).toEqual(new Set(['token.made', 'token.revoked']));
    expect((await page('action=tok')).entries).toEqual([]);
    expect((await page(`actor=${ana.id}`)).entries.every(({ actor }) => actor.name === 'Ana')).toBe(true);
    expect((await page('actor=chie')).entries.length).toBeGreaterThan(0);
    const refused = await serving.get('/api/v1/audit?cursor=x');
    expect(refused.status).toBe(400);
    const early = await serving.getJson('/api/v1/audit?from=2020-01-01&to=2021-01-01');
    expect(auditAnswerSchema.parse(early).entries).toEqual([]);
  });

  it('proves itself, and says where it was changed', async () => {
    const verdict = async () => auditVerdictSchema.parse(await serving.getJson('/api/v1/audit/verify'));
    expect(await verdict()).toMatchObject({ whole: true, faults: [] });
    const client = await serving.database.pool.connect();
    await client.query('set session_replication_role = replica');
    await client.query(`update audit_entry set actor_name = 'Nobody' where sequence = 3`);
    client.release(true);
    expect(await verdict()).toMatchObject({ whole: false, faults: [{ sequence: 3, fault: 'edited' }] });
  });
});
