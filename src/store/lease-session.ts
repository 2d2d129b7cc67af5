import pg from 'pg';
import type { Pool, QueryResult } from 'pg';

/** Notifications on this channel name a lease that was given back while somebody waited for it. */
export const LEASE_CHANNEL = 'ledgerline_lease';

/**
 * The one connection that an instance keeps for its leases, opened when the first is asked for. It dies with the process,
 * so that the others see at once that its leases are free, and it hears when a lease is given back. Its transactions do
 * not wait for the disk: a lease that a crash of the database forgets is no loss.
 */
export class LeaseSession {
  private client: Promise<pg.Client> | null = null;
  /** A connection takes one statement at a time: each waits for the one before. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly pool: Pool,
    private readonly onGivenBack: (name: string) => void,
  ) {}

  async query(statement: string, values: readonly unknown[]): Promise<QueryResult> {
    const answer = this.last.then(async () => {
      this.client ??= this.open();
      const client = await this.client;
      return client.query(statement, [...values]);
    });
    this.last = answer.catch(() => {});
    return answer;
  }

  async close(): Promise<void> {
    const client = await this.client?.catch(() => null);
    this.client = null;
    await client?.end().catch(() => {});
  }

  private async open(): Promise<pg.Client> {
    const client = new pg.Client(this.pool.options);
    // A connection that breaks is made again when it is next needed.
    const forget = () => {
      this.client = null;
    };
    client.on('error', forget).on('end', forget);
    client.on('notification', ({ payload }) => this.onGivenBack(payload ?? ''));
    try {
      await client.connect();
      await client.query(`set time zone 'UTC'; set synchronous_commit = off; listen ${LEASE_CHANNEL}`);
      return client;
    } catch (error) {
      forget();
      await client.end().catch(() => {});
      throw error;
    }
  }
}
