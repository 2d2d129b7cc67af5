import { createHash, randomUUID } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClientBase, Pool } from 'pg';

/** The key of the advisory lock that Prisma's schema engine takes too, so that neither runs beside the other. */
const MIGRATION_LOCK = 72_707_369;

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

interface Recorded {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished: boolean;
  readonly logs: string | null;
}

/**
 * Applies the migrations of a folder that the database does not have yet, in order, each in a transaction of its own,
 * and records them as `prisma migrate deploy` does (docs/decisions/0001-migrations.md). Callers on several machines wait
 * for each other. Applying again changes nothing.
 */
export async function migrate(pool: Pool, folder: string): Promise<{ applied: string[] }> {
  const migrations = await readMigrations(folder);
  const client = await pool.connect();
  // A session that failed anywhere below is closed rather than reused: that also gives the lock back.
  let failed: Error | undefined;
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const due = migrationsDue(migrations, await readRecorded(client));
    for (const migration of due) await apply(client, migration);
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    return { applied: due.map(({ name }) => name) };
  } catch (error) {
    failed = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.release(failed);
  }
}

/** A migration cannot be applied, or the database's record of them contradicts the files; the message says what to do. */
export class MigrationRefused extends Error {}

/** What is still to be applied; refuses when the record and the files disagree. */
function migrationsDue(migrations: readonly Migration[], recorded: readonly Recorded[]): Migration[] {
  const byName = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { migration_name: name, checksum, finished, logs } of recorded) {
    const migration = byName.get(name);
    if (!finished) {
      throw new MigrationRefused(
        `Migration ${name} is recorded as failed or unfinished in _prisma_migrations${logs ? ` (${logs.trim()})` : ''}. ` +
          'Repair what it left behind, then run `prisma migrate resolve` for it, and start again.',
      );
    }
    if (!migration) {
      throw new MigrationRefused(
        `Migration ${name} is applied in the database but unknown here: the database was migrated by a newer Ledgerline. ` +
          'Start that version or newer.',
      );
    }
    if (migration.checksum !== checksum) {
      throw new MigrationRefused(
        `Migration ${name} was changed after it had been applied: the database recorded checksum ${checksum}, ` +
          `its file now has ${migration.checksum}. Restore the file; write a new migration for a new change.`,
      );
    }
  }
  const applied = new Set(recorded.map((row) => row.migration_name));
  return migrations.filter(({ name }) => !applied.has(name));
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const bytes = await readFile(join(folder, name, 'migration.sql'));
      return { name, sql: bytes.toString('utf8'), checksum: createHash('sha256').update(bytes).digest('hex') };
    }),
  );
}

/** What the database says was applied. The table is Prisma's, column for column. Rolled-back attempts do not count. */
async function readRecorded(client: ClientBase): Promise<Recorded[]> {
  await client.query(`
    create table if not exists _prisma_migrations (
      id                  varchar(36)  primary key not null,
      checksum            varchar(64)  not null,
      finished_at         timestamptz,
      migration_name      varchar(255) not null,
      logs                text,
      rolled_back_at      timestamptz,
      started_at          timestamptz  not null default now(),
      applied_steps_count integer      not null default 0
    )`);
  const { rows } = await client.query<Recorded>(`
    select migration_name, checksum, finished_at is not null as finished, logs
      from _prisma_migrations
     where rolled_back_at is null
     order by started_at`);
  return rows;
}

async function apply(client: ClientBase, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(sql);
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       values ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback');
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new MigrationRefused(`Migration ${name} failed and was rolled back whole; nothing of it remains: ${reason}`, {
      cause,
    });
  }
}
