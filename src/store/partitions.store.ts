import type { Pool, PoolClient } from 'pg';
import { DAY_MS } from '../usage/window.js';

const WEEK_MS = 7 * DAY_MS;
/** 1970-01-05, a Monday: weeks are counted from here. */
const FIRST_MONDAY_MS = 4 * DAY_MS;

/** The Monday of the UTC week that holds `day` (`YYYY-MM-DD`), in milliseconds. */
export function weekOf(day: string): number {
  const millis = Date.parse(`${day}T00:00:00Z`);
  return Math.floor((millis - FIRST_MONDAY_MS) / WEEK_MS) * WEEK_MS + FIRST_MONDAY_MS;
}

const dateOf = (millis: number) => new Date(millis).toISOString().slice(0, 10);

/**
 * Weekly partitions of a table. Made ahead of time by the housekeeping job, and on demand for records of any age, so
 * that an import of old logs needs no preparation. A partition is attached, not created in place: that needs no lock that
 * readers would wait for.
 */
export class PartitionStore {
  private readonly known = new Set<number>();

  constructor(
    private readonly pool: Pool,
    private readonly table: 'usage_event' | 'sight' | 'content_block' | 'content_item' = 'usage_event',
  ) {}

  /** Makes sure that every given UTC day has its partition. */
  async ensureDays(days: Iterable<string>): Promise<void> {
    const missing = new Set<number>();
    for (const day of days) {
      const week = weekOf(day);
      if (!this.known.has(week)) missing.add(week);
    }
    for (const week of [...missing].sort((a, b) => a - b)) {
      await this.create(week);
      this.known.add(week);
    }
  }

  /** Drops every partition that ends on `day` or before, in the caller's transaction. */
  async dropBefore(client: PoolClient, day: string): Promise<void> {
    const { rows } = await client.query<{ name: string }>(
      `select c.relname as name
       from   pg_inherits
       join   pg_class c on c.oid = inhrelid
       where  inhparent = $1::regclass`,
      [this.table],
    );
    for (const { name } of rows) {
      const week = weekOf(name.slice(-10).replaceAll('_', '-'));
      if (dateOf(week + WEEK_MS) > day) continue;
      await client.query(`drop table ${name}`);
      this.known.delete(week);
    }
  }

  private async create(week: number): Promise<void> {
    const from = dateOf(week);
    const to = dateOf(week + WEEK_MS);
    const { table } = this;
    const name = `${table}_${from.replaceAll('-', '_')}`;
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      await client.query(`select pg_advisory_xact_lock(hashtext('ledgerline partitions'))`);
      const { rowCount } = await client.query('select from pg_class where oid = to_regclass($1)', [name]);
      if (rowCount === 0) {
        await client.query(
          `create table ${name} (like ${table} including defaults including constraints including storage)`,
        );
        await client.query(`alter table ${table} attach partition ${name} for values from ('${from}') to ('${to}')`);
      }
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch(() => {});
      throw error;
    } finally {
      client.release();
    }
  }
}
