import pg from 'pg';

/** The oldest PostgreSQL that has what the migrations use (`unique nulls not distinct`, multiranges). */
const OLDEST_MAJOR_VERSION = 15;

const INT8: number = pg.types.builtins.INT8;
const AS_TEXT = new Set<number>([pg.types.builtins.DATE, pg.types.builtins.NUMERIC]);

export interface PoolOptions {
  /** Shown in pg_stat_activity, so that the person on call knows whose connection it is. */
  readonly applicationName: string;
  readonly max: number;
  /** Told when the server drops an idle connection; the pool replaces it at the next query. */
  readonly onIdleError?: (error: Error) => void;
}

/**
 * Connections to the database, in UTC, with the types this product reads: `bigint` as a number (refused when a double
 * cannot hold it: cast such columns to text or numeric in the query), `numeric` and `date` as text, `timestamptz` as Date.
 * The parsers belong to the pool; nothing global changes.
 */
export function createPool(url: string, { applicationName, max, onIdleError }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: applicationName,
    max,
    connectionTimeoutMillis: 15_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    types: { getTypeParser: parserOf },
    // A server set to another zone would cut hours and days elsewhere (date_trunc follows the session).
    verify: (client, done) => client.query("set time zone 'UTC'", (error: Error | null) => done(error ?? undefined)),
  });
  // Without a listener, a dropped idle connection ends the process.
  pool.on('error', (error) => onIdleError?.(error));
  return pool;
}

/** Refuses a server that is too old, in words, before a migration fails on its grammar. */
export async function checkServerVersion(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ server_version: string }>('show server_version');
  const version = rows[0]?.server_version ?? 'unknown';
  if (!(Number.parseInt(version, 10) >= OLDEST_MAJOR_VERSION)) throw new ServerTooOld(version);
}

/** The PostgreSQL that DATABASE_URL names is older than the schema needs. */
export class ServerTooOld extends Error {
  constructor(readonly version: string) {
    super(
      `The database is PostgreSQL ${version}, but Ledgerline needs ${OLDEST_MAJOR_VERSION} or newer. ` +
        'Upgrade the server, or leave DATABASE_URL unset to use the embedded PostgreSQL 18.',
    );
  }
}

function parserOf(oid: number, format?: 'text' | 'binary') {
  if (format === 'binary') return pg.types.getTypeParser(oid, 'binary');
  if (oid === INT8) return safeInteger;
  if (AS_TEXT.has(oid)) return String;
  return pg.types.getTypeParser(oid, 'text');
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(
      `The bigint ${text} does not fit into a number: cast the column to text in the query and read it as BigInt.`,
    );
  }
  return value;
}
