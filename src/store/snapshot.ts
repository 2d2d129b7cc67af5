import type { Pool, PoolClient } from 'pg';

/** Where a question can be asked: anywhere, or within a snapshot. */
export type Queryable = Pick<Pool | PoolClient, 'query'>;

/** Several questions about one moment: what is collected meanwhile is in none of the answers, so that they agree. */
export async function inSnapshot<T>(pool: Pool, ask: (snapshot: Queryable) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    await client.query('begin isolation level repeatable read, read only');
    const answer = await ask(client);
    await client.query('commit');
    return answer;
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    // A connection on which something failed is closed, whatever state it is in.
    client.release(failure);
  }
}
