import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrationsFolder } from '../../../src/runtime/package-root.js';
import { createPool } from '../../../src/store/database.js';
import { migrate } from '../../../src/store/migrate.store.js';
import { type TestDatabase, createTestDatabase } from '../../support/postgres.js';

let database: TestDatabase;
/** A copy of the real migrations, to which a test may add. */
let folder = '';

beforeEach(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), 'ledgerline-migrations-'));
  cpSync(migrationsFolder(), folder, { recursive: true });
});
afterEach(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

function writeMigration(name: string, sql: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'migration.sql'), sql);
}

describe('migrating', () => {
  it('leaves a migrated database alone', async () => {
    expect(await migrate(database.pool, folder)).toEqual({ applied: [] });
  });

  it('applies what is new, in order of names, and records it as Prisma does', async () => {
    writeMigration('99990102000000_second', 'alter table first_table add column b text');
    writeMigration('99990101000000_first', 'create table first_table (a integer); create index on first_table (a);');
    expect(await migrate(database.pool, folder)).toEqual({
      applied: ['99990101000000_first', '99990102000000_second'],
    });

    const { rows } = await database.pool.query(
      `select id ~ '^[0-9a-f-]{36}$' as id_is_uuid, checksum, logs, rolled_back_at, applied_steps_count, finished_at >= started_at as finished
         from _prisma_migrations where migration_name = '99990101000000_first'`,
    );
    const file = readFileSync(join(folder, '99990101000000_first', 'migration.sql'));
    expect(rows).toEqual([
      {
        id_is_uuid: true,
        checksum: createHash('sha256').update(file).digest('hex'),
        logs: null,
        rolled_back_at: null,
        applied_steps_count: 1,
        finished: true,
      },
    ]);
  });

  it('applies each migration once when several processes begin together', async () => {
    writeMigration('99990101000000_first', 'create table first_table (a integer)');
    const results = await Promise.all([1, 2, 3].map(() => migrate(database.pool, folder)));
    expect(results.flatMap(({ applied }) => applied)).toEqual(['99990101000000_first']);
  });

  it('rolls a failing migration back whole, so that it can be corrected and tried again', async () => {
    writeMigration('99990101000000_first', 'create table first_table (a integer); select 1 / 0;');
    await expect(migrate(database.pool, folder)).rejects.toThrow(
      'Migration 99990101000000_first failed and was rolled back whole; nothing of it remains: division by zero',
    );
    writeMigration('99990101000000_first', 'create table first_table (a integer)');
    expect(await migrate(database.pool, folder)).toEqual({ applied: ['99990101000000_first'] });
  });

  it('refuses when an applied migration was changed, and names both checksums', async () => {
    writeMigration('99990101000000_first', 'select 1');
    await migrate(database.pool, folder);
    writeMigration('99990101000000_first', 'select 2');
    const [recorded, now] = ['select 1', 'select 2'].map((sql) => createHash('sha256').update(sql).digest('hex'));
    await expect(migrate(database.pool, folder)).rejects.toThrow(
      `Migration 99990101000000_first was changed after it had been applied: the database recorded checksum ${recorded}, its file now has ${now}.`,
    );
  });

  it('refuses while a failed migration is recorded, until it is resolved', async () => {
    await database.pool.query(
      `insert into _prisma_migrations (id, checksum, migration_name, logs) values ('x', 'y', '99990101000000_first', 'out of disk')`,
    );
    await expect(migrate(database.pool, folder)).rejects.toThrow(
      'Migration 99990101000000_first is recorded as failed or unfinished in _prisma_migrations (out of disk).',
    );
    await database.pool.query(`update _prisma_migrations set rolled_back_at = now() where id = 'x'`);
    writeMigration('99990101000000_first', 'select 1');
    expect(await migrate(database.pool, folder)).toEqual({ applied: ['99990101000000_first'] });
  });

  it('refuses a database that a newer version has migrated', async () => {
    writeMigration('99990101000000_first', 'select 1');
    await migrate(database.pool, folder);
    rmSync(join(folder, '99990101000000_first'), { recursive: true });
    await expect(migrate(database.pool, folder)).rejects.toThrow('was migrated by a newer Ledgerline');
  });
});

describe('the pool', () => {
  it('reads each type as this product wants it, in UTC', async () => {
    const { rows } = await database.pool.query(
      `select 9007199254740991::bigint as whole, 1.10::numeric as exact, date '2026-03-29' as day,
              timestamptz '2026-03-29 02:30:00+02' as instant, current_setting('timezone') as zone`,
    );
    expect(rows).toEqual([
      {
        whole: 9007199254740991,
        exact: '1.10',
        day: '2026-03-29',
        instant: new Date('2026-03-29T00:30:00Z'),
        zone: 'UTC',
      },
    ]);
  });

  it('refuses a bigint that a number cannot hold, rather than rounding it', async () => {
    await expect(database.pool.query('select 9007199254740993::bigint')).rejects.toThrow(
      'The bigint 9007199254740993 does not fit',
    );
  });

  it('is gone with its database', async () => {
    const other = await createTestDatabase();
    await other.drop();
    const pool = createPool(other.url, { applicationName: 'test', max: 1 });
    await expect(pool.query('select 1')).rejects.toThrow('does not exist');
    await pool.end();
  });
});
