import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NO_RULES } from '../../src/ingest/judge.js';
import { pricingOf } from '../../src/price/pricing.js';
import { startService, type ServiceSettings } from '../../src/service.js';
import { LocalPasswordStore } from '../../src/store/local-passwords.store.js';
import { LOCAL, MemberStore } from '../../src/store/members.store.js';
import { inTransaction } from '../../src/store/transaction.js';
import { prepareUsageDatabase } from '../../src/store/usage-database.js';
import { packageRoot } from '../../src/runtime/package-root.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

let test: TestDatabase;
let dataDir: string;

beforeEach(async () => {
  test = await createTestDatabase();
  dataDir = mkdtempSync(join(tmpdir(), 'ledgerline-first-start-'));
});
afterEach(async () => {
  await test.drop();
  rmSync(dataDir, { recursive: true });
});

const silent = { log: () => {}, warn: () => {}, error: () => {} };

/** Starts the service with these settings, does something, and stops it. */
async function served(settings: Partial<ServiceSettings>, work: (url: string) => Promise<void> = async () => {}) {
  const database = await prepareUsageDatabase(test.pool, ['UTC']);
  try {
    const service = await startService(database, {
      host: '127.0.0.1',
      port: 0,
      dataDir,
      reportingTimeZone: 'UTC',
      sources: [],
      rules: NO_RULES,
      pricing: pricingOf(),
      bootstrapToken: undefined,
      ledgerUrl: null,
      logger: silent,
      ...settings,
    });
    try {
      await work(service.url);
      return service.signInUrl;
    } finally {
      await service.stop();
    }
  } finally {
    await database.leases.close();
  }
}

describe('the first start', () => {
  it('prints a link that lets one browser in, once', async () => {
    let signInUrl = '';
    await served({}, async () => {});
    signInUrl = await served({});
    expect(signInUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/sign-in\/[\w-]{43}$/);
  });

  it('is refused beyond this machine until somebody else could sign in', async () => {
    await expect(served({ host: '0.0.0.0' })).rejects.toThrow(/ledgerline members add .*--role admin/);
    const members = new MemberStore(test.pool);
    const add = (name: string, roles: readonly ['admin'] | readonly ['viewer']) =>
      inTransaction(test.pool, async (client) => {
        const member = {
          issuer: LOCAL,
          subject: name,
          name,
          email: null,
          roles,
          teams: [],
          managedBy: 'here',
        } as const;
        const id = await members.add(client, member);
        if (id !== null) await new LocalPasswordStore(test.pool).set(client, id, 'kept', false, new Date());
      });
    await add('viewer', ['viewer']);
    await expect(served({ host: '0.0.0.0' })).rejects.toThrow('no way for them to sign in');
    await add('chief', ['admin']);
    await served({ host: '0.0.0.0' }, async (url) => {
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
    });
  });

  it('signs the audit log when it begins and ends, in the database and in a file beside it', async () => {
    await served({ configuration: { server: { port: 1 } } });
    const { rows } = await test.pool.query('select from audit_digest');
    expect(rows.length).toBeGreaterThan(0);
    expect(existsSync(join(dataDir, 'keys', 'audit-anchor.json'))).toBe(true);
  });

  it('writes down which sections of the configuration are others than before, and no value of them', async () => {
    const secret = 'hunter2-hunter2';
    for (const configuration of [
      { server: { host: '127.0.0.1', port: 1 }, contents: { mode: 'off' }, signIn: { oidc: { clientSecret: secret } } },
      { server: { port: 1, host: '127.0.0.1' }, contents: { mode: 'off' }, signIn: { oidc: { clientSecret: secret } } },
      { server: { port: 1, host: '127.0.0.1' }, contents: { mode: 'full' }, signIn: { oidc: { clientSecret: 'x' } } },
      { server: { port: 1, host: '127.0.0.1' }, contents: { mode: 'full' } },
    ]) {
      await served({ configuration });
    }
    const { rows } = await test.pool.query<{ changed: unknown; text: string }>(
      `select detail -> 'changed' as changed, detail::text as text
       from   audit_entry
       where  action = 'configuration.changed'
       order  by sequence`,
    );
    expect(rows.map(({ changed }) => changed)).toEqual([
      ['contents', 'server', 'signIn'],
      ['contents', 'signIn'],
      ['signIn'],
    ]);
    expect(rows.map(({ text }) => text).join('')).not.toMatch(/hunter2|127\.0\.0\.1|full/);
  });
});

const run = (...words: string[]) =>
  new Promise<{ code: number | string; stdout: string; stderr: string }>((done) => {
    const options = { env: { PATH: process.env['PATH'], DATABASE_URL: test.url }, cwd: dataDir };
    const cli = join(packageRoot(), 'dist', 'src', 'cli.js');
    execFile(process.execPath, [cli, 'members', ...words], options, (error, stdout, stderr) =>
      done({ code: error?.code ?? 0, stdout, stderr }),
    );
  });

describe('ledgerline members', () => {
  it('adds, lists, changes, disables and lets in again, each with an entry in the audit log', async () => {
    const added = await run(
      'add',
      '--login',
      'Ana@example.com',
      '--name',
      'Ana',
      '--role',
      'viewer',
      '--team',
      'Claims',
    );
    expect(added).toMatchObject({ code: 0, stdout: expect.stringMatching(/^([a-z2-9]{5}-){3}[a-z2-9]{5}\n$/) });
    expect((await run('add', '--login', 'ana@example.com', '--name', 'Ana', '--role', 'admin')).code).toBe(2);
    expect((await run('add', '--login', 'x', '--name', 'x', '--role', 'root')).code).toBe(2);
    expect((await run('set-roles', '--login', 'ana@example.com', '--role', 'finance')).code).toBe(0);
    expect((await run('disable', '--login', 'ana@example.com')).code).toBe(0);
    expect((await run('list')).stdout).toContain('ana@example.com  Ana  (finance; never signed in; disabled)');
    expect((await run('enable', '--login', 'ana@example.com')).code).toBe(0);
    expect((await run('reset-password', '--login', 'ana@example.com')).stdout).not.toBe(added.stdout);
    expect((await run('disable', '--login', 'nobody')).stderr).toContain('members list');
    const { rows } = await test.pool.query<{ entry: string }>(
      `select actor_kind || ' ' || action as entry from audit_entry order by sequence`,
    );
    expect(rows.map(({ entry }) => entry)).toEqual([
      'command member.added',
      'command member.changed',
      'command member.changed',
      'command member.changed',
      'command member.passwordReset',
    ]);
  });
});
