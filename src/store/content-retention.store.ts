import type { Pool, PoolClient } from 'pg';
import { CONTENTS_LOCK } from './content-rows.store.js';
import { type Deletion, writeReceipt } from './deletion-receipt.store.js';
import { PartitionStore } from './partitions.store.js';
import { inTransaction } from './transaction.js';

/** Deletes contents whose time is over, to the day. Usage events are not touched. */
export class ContentRetention {
  private readonly partitions: readonly PartitionStore[];

  constructor(private readonly pool: Pool) {
    this.partitions = [new PartitionStore(pool, 'content_item'), new PartitionStore(pool, 'content_block')];
  }

  /**
   * Deletes everything from before a UTC day: whole weeks by dropping their tables, the days of a week that must stay row by
   * row. Returns the receipt it left, or `null` when there was nothing. Several instances may ask at once.
   */
  async deleteBefore(day: string, why: string): Promise<Deletion | null> {
    return inTransaction(this.pool, async (client) => {
      await client.query(`select pg_advisory_xact_lock(${CONTENTS_LOCK})`);
      const due = await contentsBefore(client, day);
      for (const partitions of this.partitions) await partitions.dropBefore(client, day);
      await client.query('delete from content_item where occurred_on < $1', [day]);
      await client.query('delete from content_block where occurred_on < $1', [day]);
      if (due.rows === 0 && due.bytes === 0) return null;
      const deletion = { what: 'contents', subject: null, ...due, why };
      await writeReceipt(client, deletion);
      return deletion;
    });
  }
}

async function contentsBefore(
  client: PoolClient,
  day: string,
): Promise<Pick<Deletion, 'from' | 'to' | 'rows' | 'bytes'>> {
  const { rows } = await client.query<{ from: string | null; to: string | null; rows: number; bytes: number }>(
    `select min(occurred_on) as "from",
            max(occurred_on) + 1 as "to",
            (select count(*) from content_item where occurred_on < $1) as rows,
            coalesce(sum(octet_length(sealed)), 0)::bigint as bytes
     from   content_block
     where  occurred_on < $1`,
    [day],
  );
  return rows[0] ?? { from: null, to: null, rows: 0, bytes: 0 };
}
