import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../src/runtime/embedded-postgres.js';
import { createPool } from '../../../src/store/database.js';

let dataDir = '';
let messages: string[] = [];
let open: EmbeddedPostgres[] = [];

beforeEach(() => {
  messages = [];
});
afterEach(async () => {
  for (const server of open) await server.stop();
  open = [];
});

/** A data folder below one that only its owner may enter, as home folders often are: mkdtemp makes such. */
function newDataDir(): string {
  return join(mkdtempSync(join(tmpdir(), 'ledgerline-embedded-')), 'data');
}

const inCluster = (...path: string[]) => join(dataDir, 'postgres', 'cluster', ...path);

async function start(): Promise<EmbeddedPostgres> {
  const log = { log: (message: string) => messages.push(message), warn: (message: string) => messages.push(message) };
  const server = await startEmbeddedPostgres({ dataDir, log });
  open.push(server);
  return server;
}

async function withPool<T>(url: string, work: (pool: Pool) => Promise<T>): Promise<T> {
  const pool = createPool(url, { applicationName: 'test', max: 1 });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

const keep = (url: string) =>
  withPool(url, (pool) => pool.query('create table kept (n integer); insert into kept values (7)'));
const kept = (url: string) =>
  withPool(url, async (pool) => (await pool.query<{ n: number }>('select n from kept')).rows.map(({ n }) => n));

function postmasterPid(): number {
  return Number.parseInt(readFileSync(inCluster('postmaster.pid'), 'utf8'), 10);
}

describe('an embedded database', () => {
  let url = '';

  beforeAll(async () => {
    dataDir = newDataDir();
    const server = await start();
    ({ url } = server);
    await keep(url);
    await server.stop();
  });
  afterAll(() => rmSync(join(dataDir, '..'), { recursive: true }));

  it('keeps its data and its address, and is stopped by the last who uses it', async () => {
    const [first, second] = [await start(), await start()];
    expect([first.started, second.started]).toEqual(['existing', 'attached']);
    expect([first.url, second.url]).toEqual([url, url]);
    await first.stop();
    expect(await kept(url)).toEqual([7]);
    await second.stop();
    expect(existsSync(inCluster('postmaster.pid'))).toBe(false);
  });

  it('answers on this machine only, and to its password only', async () => {
    await start();
    const wrong = new URL(url);
    expect(wrong.hostname).toBe('127.0.0.1');
    wrong.password = 'guessed';
    await expect(kept(wrong.href)).rejects.toThrow('password authentication failed');
    expect(statSync(join(dataDir, 'postgres', 'password')).mode & 0o077).toBe(0);
    const listening = await withPool(url, (pool) => pool.query('show listen_addresses'));
    expect(listening.rows).toEqual([{ listen_addresses: '127.0.0.1' }]);
  });

  it('is started again, at the same address, when it is killed under a running service', async () => {
    await start();
    const before = postmasterPid();
    process.kill(before, 'SIGKILL');
    await vi.waitFor(async () => expect(await kept(url)).toEqual([7]), { timeout: 60_000, interval: 100 });
    expect(postmasterPid()).not.toBe(before);
    expect(messages.join('\n')).toContain('is gone; starting it again');
  });

  it('is started where a killed server left a process number that now belongs to someone else', async () => {
    const first = await start();
    const stale = readFileSync(inCluster('postmaster.pid'), 'utf8');
    await first.stop();
    writeFileSync(inCluster('postmaster.pid'), stale.replace(/^\d+/, String(process.ppid)));
    expect((await start()).started).toBe('existing');
    expect(await kept(url)).toEqual([7]);
  });

  it('passes over locks and users that were killed', async () => {
    writeFileSync(join(dataDir, 'postgres.holders', 'lock'), `${process.pid} 1`);
    writeFileSync(join(dataDir, 'postgres.holders', `${process.pid}.killed`), '1');
    const server = await start();
    await server.stop();
    expect(existsSync(inCluster('postmaster.pid'))).toBe(false);
  });

  it('says in words, with the end of the server log, why it does not start', async () => {
    const control = inCluster('global', 'pg_control');
    renameSync(control, `${control}.away`);
    await expect(start()).rejects.toThrow(
      /did not start on port \d+ [\s\S]*server\.log:[\s\S]*could not find the database system/,
    );
    renameSync(`${control}.away`, control);
  });
});

describe('a new embedded database', () => {
  beforeEach(() => {
    dataDir = newDataDir();
  });
  afterEach(() => rmSync(join(dataDir, '..'), { recursive: true }));

  it('is made once when several start together, also after a start that was killed while it made one', async () => {
    // A process number that no system gives out stands for the killed process.
    const abandoned = join(dataDir, 'postgres.new-2147483646');
    mkdirSync(join(abandoned, 'cluster'), { recursive: true });
    const servers = await Promise.all([start(), start(), start()]);
    expect(servers.map(({ started }) => started).sort()).toEqual(['attached', 'attached', 'fresh']);
    expect(existsSync(abandoned)).toBe(false);
    for (const server of servers) await server.stop();
  });

  it('does not take the place of files that are no database', async () => {
    mkdirSync(join(dataDir, 'postgres'), { recursive: true });
    writeFileSync(join(dataDir, 'postgres', 'password'), 'x');
    await expect(start()).rejects.toThrow(/holds files but no PostgreSQL data .* and it is not overwritten/);
  });
});
