import { startEmbeddedPostgres } from '../runtime/embedded-postgres.js';
import type { ContentKeys } from '../runtime/keys/content-keys.js';
import { createPool } from '../store/database.js';
import { prepareUsageDatabase, type UsageDatabase } from '../store/usage-database.js';

export interface DatabaseSettings {
  /** An existing PostgreSQL; undefined = the embedded one. */
  readonly url: string | undefined;
  /** Where the embedded one keeps its files. */
  readonly dataDir: string;
  readonly timeZones: readonly string[];
  /** What encrypts contents; without them none are kept. */
  readonly contentKeys?: ContentKeys | null;
}

export interface Log {
  readonly log: (message: string) => void;
  readonly warn: (message: string) => void;
}

/** For commands: words on stderr, data stays alone on stdout. */
export const stderrLog: Log = {
  log: (message) => process.stderr.write(`${message}\n`),
  warn: (message) => process.stderr.write(`${message}\n`),
};

export interface OpenDatabase extends UsageDatabase {
  readonly url: string;
  close(): Promise<void>;
}

/** A migrated database: the one that is named, or an embedded PostgreSQL, started if it does not run yet. */
export async function openDatabase(settings: DatabaseSettings, log: Log): Promise<OpenDatabase> {
  const embedded =
    settings.url === undefined ? await startEmbeddedPostgres({ dataDir: settings.dataDir, log }) : undefined;
  const url = settings.url ?? embedded?.url ?? '';
  const pool = createPool(url, {
    applicationName: 'ledgerline',
    max: 16,
    onIdleError: (error) => log.warn(`a database connection was lost and will be made again: ${error.message}`),
  });
  const close = async () => {
    await pool.end();
    await embedded?.stop();
  };
  try {
    const database = await prepareUsageDatabase(pool, settings.timeZones, settings.contentKeys);
    return {
      ...database,
      url,
      close: async () => {
        await database.leases.close();
        await close();
      },
    };
  } catch (error) {
    await close().catch(() => {});
    throw error;
  }
}
