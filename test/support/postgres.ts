import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/runtime/embedded-postgres.js';
import { readEnvironment } from '../../src/runtime/environment.js';
import { migrationsFolder, packageRoot } from '../../src/runtime/package-root.js';
import { checkServerVersion, createPool } from '../../src/store/database.js';
import { migrate } from '../../src/store/migrate.store.js';

declare module 'vitest' {
  interface ProvidedContext {
    testServer: { url: string; template: string };
  }
}

/** A database of a spec's own: migrated, empty, and gone after `drop`. */
export interface TestDatabase {
  readonly url: string;
  readonly pool: Pool;
  /** Ends the pool and removes the database, also under connections that others left open. */
  drop(): Promise<void>;
}

/** Copies the migrated template, which stays as quick with a hundred migrations as with one. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { url: serverUrl, template } = inject('testServer');
  const name = `ledgerline_test_${process.pid}_${Date.now().toString(36)}_${(created += 1)}`;
  await administer(serverUrl, (admin) =>
    admin.query(`create database ${name} template ${template} strategy file_copy`),
  );
  const url = databaseUrl(serverUrl, name);
  const pool = createPool(url, { applicationName: 'ledgerline test', max: 10 });
  return {
    url,
    pool,
    async drop() {
      await pool.end();
      await administer(serverUrl, (admin) => admin.query(`drop database if exists ${name} with (force)`));
    },
  };
}
let created = 0;

/**
 * For vitest's globalSetup: one server for the run, LEDGERLINE_TEST_DATABASE_URL or an embedded one under .cache, with a
 * migrated template. Runs beside each other share the server; the last one stops it.
 */
export default async function setUpPostgres(project: TestProject): Promise<() => Promise<void>> {
  const given = readEnvironment().testDatabaseUrl;
  const embedded = given ? undefined : await startEmbedded();
  const url = given ?? embedded?.url ?? '';
  if (embedded) await administer(url, dropAbandoned);
  project.provide('testServer', { url, template: await makeTemplate(url) });
  return async () => embedded?.stop();
}

function startEmbedded() {
  const log = { log: () => undefined, warn: (message: string) => void process.stderr.write(`${message}\n`) };
  // The data is worth nothing after the run, so nothing waits for the disk.
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };
  return startEmbeddedPostgres({ dataDir: join(packageRoot(), '.cache', 'test-database'), log, settings });
}

/** A database with all migrations applied, named after what they say, made once and kept for later runs. */
async function makeTemplate(serverUrl: string): Promise<string> {
  const name = `ledgerline_template_${await fingerprint(migrationsFolder())}`;
  await administer(serverUrl, async (admin) => {
    await checkServerVersion(admin);
    const lock = await admin.connect();
    try {
      await lock.query(`select pg_advisory_lock(hashtext('ledgerline test template'))`);
      const { rowCount } = await lock.query('select from pg_database where datname = $1', [name]);
      if (rowCount) return;
      // Under another name until it is whole, because a run that is killed here leaves it behind.
      await lock.query(`drop database if exists ${name}_new with (force)`);
      await lock.query(`create database ${name}_new`);
      const pool = createPool(databaseUrl(serverUrl, `${name}_new`), { applicationName: 'ledgerline test', max: 1 });
      await migrate(pool, migrationsFolder());
      await pool.end();
      await lock.query(`alter database ${name}_new rename to ${name}`);
    } finally {
      lock.release(true);
    }
  });
  return name;
}

async function fingerprint(folder: string): Promise<string> {
  const hash = createHash('sha256');
  const entries = await readdir(folder, { withFileTypes: true });
  for (const { name } of entries.filter((entry) => entry.isDirectory()).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    hash.update(name).update(await readFile(join(folder, name, 'migration.sql')));
  }
  return hash.digest('hex').slice(0, 12);
}

/** Removes the databases of runs that were killed: their names tell the process, and it is gone. */
async function dropAbandoned(admin: Pool): Promise<void> {
  const { rows } = await admin.query<{ datname: string }>(
    `select datname from pg_database where datname like 'ledgerline\\_test\\_%'`,
  );
  for (const { datname } of rows) {
    if (!isAlive(Number(datname.split('_')[2]))) await admin.query(`drop database if exists ${datname} with (force)`);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function administer(serverUrl: string, work: (admin: Pool) => Promise<unknown>): Promise<void> {
  const admin = createPool(serverUrl, { applicationName: 'ledgerline test', max: 2 });
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
