import type { PoolClient } from 'pg';

/** What was deleted, and why. Days are UTC, `to` is the day after the last one; `null` where there was nothing. */
export interface Deletion {
  readonly what: string;
  /** Whose, where it was one person's. */
  readonly subject: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly rows: number;
  readonly bytes: number;
  readonly why: string;
}

/** Deleting leaves a receipt, written in the transaction that deletes. */
export async function writeReceipt(client: PoolClient, deletion: Deletion): Promise<void> {
  const { what, subject, from, to, rows, bytes, why } = deletion;
  await client.query(
    `insert into deletion_receipt (what, subject, range_from, range_to, rows, bytes, why)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [what, subject, from, to, rows, bytes, why],
  );
}
