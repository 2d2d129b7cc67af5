import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';

/** An entry of the audit log as it is stored. `at` in ISO 8601, UTC, milliseconds. */
export interface StoredAuditEntry {
  readonly sequence: number;
  readonly at: string;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly actorName: string;
  readonly action: string;
  readonly target: string | null;
  readonly detail: unknown;
  readonly previousHash: string;
  readonly hash: string;
}

export interface StoredDigest {
  readonly sequence: number;
  readonly hash: string;
  readonly at: string;
  readonly keyId: string;
  readonly signature: string;
}

const iso = z.date().transform((date) => date.toISOString());
/** A row of AUDIT_COLUMNS. */
export const auditEntryRow = z.object({
  sequence: z.coerce.number(),
  at: iso,
  actorKind: z.string(),
  actorId: z.string().nullable(),
  actorName: z.string(),
  action: z.string(),
  target: z.string().nullable(),
  detail: z.unknown(),
  previousHash: z.string(),
  hash: z.string(),
});
const digestSchema = z.object({
  sequence: z.coerce.number(),
  hash: z.string(),
  at: iso,
  keyId: z.string(),
  signature: z.string(),
});
const headSchema = z.object({ sequence: z.coerce.number(), hash: z.string() });

export const AUDIT_COLUMNS = `sequence      as sequence,
            at            as at,
            actor_kind    as "actorKind",
            actor_id      as "actorId",
            actor_name    as "actorName",
            action        as action,
            target        as target,
            detail        as detail,
            previous_hash as "previousHash",
            hash          as hash`;

/** The audit log: entries are appended one after the other, whichever instance writes them, and never changed. */
export class AuditStore {
  constructor(private readonly pool: Pool) {}

  /**
   * Appends what `next` makes of the present end of the chain (null while it is empty), in the given transaction if there is
   * one, so that what is audited and its entry are there together or not at all. Writers wait for each other.
   */
  async append(
    next: (head: { readonly sequence: number; readonly hash: string } | null) => StoredAuditEntry,
    client?: PoolClient,
  ): Promise<StoredAuditEntry> {
    if (client !== undefined) return appendTo(client, next);
    const own = await this.pool.connect();
    try {
      await own.query('begin');
      const entry = await appendTo(own, next);
      await own.query('commit');
      return entry;
    } catch (error) {
      await own.query('rollback').catch(() => {});
      throw error;
    } finally {
      own.release();
    }
  }

  /** Entries after the given number, in order. */
  async entriesAfter(sequence: number, limit: number): Promise<StoredAuditEntry[]> {
    const { rows } = await this.pool.query(
      `select ${AUDIT_COLUMNS}
       from   audit_entry
       where  sequence > $1
       order  by sequence
       limit  $2`,
      [sequence, limit],
    );
    return z.array(auditEntryRow).parse(rows);
  }

  /** The last entry of an action; null when there is none. */
  async lastOf(action: string): Promise<StoredAuditEntry | null> {
    const { rows } = await this.pool.query(
      `select ${AUDIT_COLUMNS}
       from   audit_entry
       where  action = $1
       order  by sequence desc
       limit  1`,
      [action],
    );
    return rows[0] === undefined ? null : auditEntryRow.parse(rows[0]);
  }

  /** Where the chain ends now; null while it is empty. */
  async head(): Promise<{ sequence: number; hash: string } | null> {
    return headOf(this.pool);
  }

  async digests(): Promise<StoredDigest[]> {
    const { rows } = await this.pool.query(
      `select sequence as sequence, hash as hash, at as at, key_id as "keyId", signature as signature
       from   audit_digest
       order  by sequence`,
    );
    return z.array(digestSchema).parse(rows);
  }

  /** Keeps a digest; one for the same end of the chain stays as it is. */
  async addDigest({ sequence, hash, at, keyId, signature }: StoredDigest): Promise<void> {
    await this.pool.query(
      `insert into audit_digest (sequence, hash, at, key_id, signature)
       values ($1, $2, $3, $4, $5)
       on conflict do nothing`,
      [sequence, hash, at, keyId, signature],
    );
  }
}

/** Held to the end of the transaction by whoever appends, so that there is one next number. Any number would do. */
const APPENDING = 4_722_117_036;

async function appendTo(
  client: PoolClient,
  next: (head: { sequence: number; hash: string } | null) => StoredAuditEntry,
): Promise<StoredAuditEntry> {
  await client.query('select pg_advisory_xact_lock($1)', [APPENDING]);
  const entry = next(await headOf(client));
  await client.query(
    `insert into audit_entry (sequence, at, actor_kind, actor_id, actor_name, action, target, detail, previous_hash, hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      entry.sequence,
      entry.at,
      entry.actorKind,
      entry.actorId,
      entry.actorName,
      entry.action,
      entry.target,
      JSON.stringify(entry.detail),
      entry.previousHash,
      entry.hash,
    ],
  );
  return entry;
}

async function headOf(connection: Pool | PoolClient): Promise<{ sequence: number; hash: string } | null> {
  const { rows } = await connection.query('select sequence, hash from audit_entry order by sequence desc limit 1');
  return rows[0] === undefined ? null : headSchema.parse(rows[0]);
}
