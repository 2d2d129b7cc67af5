import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import { type ContentKeys, ContentUnreadable } from '../runtime/keys/content-keys.js';
import { openEnvelope, sealEnvelope } from '../runtime/keys/envelope.js';
import { CLOUDS, type Cloud } from '../usage/cloud.js';
import type { RawRecord } from '../usage/raw-record.js';
import { storableText } from './binary-copy.js';
import type { RejectedRecord } from './judged-event.js';

/** A page holds at most so many records, and so many bytes of them unless one record alone is larger. */
const PAGE_RECORDS = 500;
const PAGE_BYTES = 16 * 1024 * 1024;

/**
 * Keeps rejected records, each once: the digest tells a record that an overlapping window brought again. They may hold
 * prompts, so they are encrypted where there is a content key.
 */
export async function quarantine(
  client: PoolClient,
  cloud: Cloud,
  sourceId: string,
  rejected: readonly RejectedRecord[],
  keys: ContentKeys | null,
): Promise<void> {
  if (rejected.length === 0) return;
  const kept = await Promise.all(rejected.map(({ text }) => keptBytes(Buffer.from(text), sourceId, keys)));
  await client.query(
    `insert into quarantine (cloud, source_id, digest, reason, detail, raw, key_id, wrapped_key, entry_id, entry_time,
                             ingested_at, account_id, region)
     select $1, $2, q.*
     from   unnest($3::bytea[], $4::text[], $5::text[], $6::bytea[], $7::text[], $8::bytea[], $9::text[],
                   $10::timestamptz[], $11::timestamptz[], $12::text[], $13::text[]) as q
     on conflict (source_id, digest) do nothing`,
    [
      cloud,
      sourceId,
      kept.map(({ digest }) => digest),
      rejected.map(({ reason }) => reason),
      rejected.map(({ detail }) => storableText(detail)),
      kept.map(({ raw }) => raw),
      kept.map(({ keyId }) => keyId),
      kept.map(({ wrappedKey }) => wrappedKey),
      rejected.map(({ envelope }) => envelope.entryId ?? null),
      rejected.map(({ envelope }) => dateOf(envelope.timestamp)),
      rejected.map(({ envelope }) => dateOf(envelope.ingestedAt)),
      rejected.map(({ envelope }) => envelope.accountId ?? null),
      rejected.map(({ envelope }) => envelope.region ?? null),
    ],
  );
}

async function keptBytes(text: Buffer, sourceId: string, keys: ContentKeys | null) {
  const digest = createHash('sha256').update(text).digest();
  if (keys === null) return { digest, raw: text, keyId: null, wrappedKey: null };
  const { sealed, keyId, wrappedKey } = await sealEnvelope(keys, text, quarantineContext(sourceId, digest));
  return { digest, raw: sealed, keyId, wrappedKey };
}

/** What an encrypted record is bound to; also begins every message about one that cannot be read. */
export function quarantineContext(sourceId: string, digest: Buffer): string {
  return `quarantined record ${digest.toString('hex')} of ${sourceId}`;
}

/** Which part of the quarantine; all of it where nothing is named. */
export interface QuarantineFilter {
  readonly sourceId?: string | undefined;
  readonly reason?: string | undefined;
}

/** A record in quarantine, as its source read it. */
export interface QuarantinedRecord {
  readonly id: string;
  readonly cloud: Cloud;
  readonly sourceId: string;
  /** Why it could not be read when it was last tried. */
  readonly reason: string;
  readonly record: RawRecord;
}

const rowSchema = z.object({
  id: z.string(),
  cloud: z.enum(CLOUDS),
  sourceId: z.string(),
  reason: z.string(),
  digest: z.instanceof(Buffer),
  raw: z.instanceof(Buffer),
  keyId: z.string().nullable(),
  wrappedKey: z.instanceof(Buffer).nullable(),
  entryId: z.string().nullable(),
  entryTime: z.date().nullable(),
  ingestedAt: z.date().nullable(),
  accountId: z.string().nullable(),
  region: z.string().nullable(),
});

type Row = z.output<typeof rowSchema>;

/** Records in quarantine, to be tried again. */
export class QuarantineStore {
  constructor(
    private readonly pool: Pool,
    /** What opens encrypted records; those that are not are read without. */
    private readonly keys: ContentKeys | null = null,
  ) {}

  /**
   * The records after an id, the oldest first: a page that fits into memory, empty at the end. Throws a ContentUnreadable
   * where the key of one is not configured.
   */
  async pageAfter(id: string, { sourceId, reason }: QuarantineFilter): Promise<QuarantinedRecord[]> {
    const { rows } = await this.pool.query(
      `select quarantine_id::text as id,
              cloud               as cloud,
              source_id           as "sourceId",
              reason              as reason,
              digest              as digest,
              raw                 as raw,
              key_id              as "keyId",
              wrapped_key         as "wrappedKey",
              entry_id            as "entryId",
              entry_time          as "entryTime",
              ingested_at         as "ingestedAt",
              account_id          as "accountId",
              region              as region
       from   quarantine
       join   (select quarantine_id, sum(octet_length(raw)) over (order by quarantine_id) as bytes,
                      row_number() over (order by quarantine_id) as place
               from   (select quarantine_id, raw
                       from   quarantine
                       where  quarantine_id > $1::bigint
                       and    ($2::text is null or source_id = $2)
                       and    ($3::text is null or reason = $3)
                       order  by quarantine_id
                       limit  $4) as candidate) as page using (quarantine_id)
       where  page.bytes <= $5 or page.place = 1
       order  by quarantine_id`,
      [id, sourceId ?? null, reason ?? null, PAGE_RECORDS, PAGE_BYTES],
    );
    return Promise.all(
      z
        .array(rowSchema)
        .parse(rows)
        .map(async (row) => {
          const { id, cloud, sourceId, reason } = row;
          return { id, cloud, sourceId, reason, record: recordOf(row, await this.textOf(row)) };
        }),
    );
  }

  private async textOf({ sourceId, digest, raw, keyId, wrappedKey }: Row): Promise<string> {
    if (keyId === null || wrappedKey === null) return raw.toString('utf8');
    const context = quarantineContext(sourceId, digest);
    if (this.keys === null) {
      throw new ContentUnreadable(`${context}: it is encrypted under the key ${keyId}; set contents.key to read it.`);
    }
    return (await openEnvelope(this.keys, { keyId, wrappedKey, sealed: raw }, context)).toString('utf8');
  }
}

/** What became of records that were tried again. */
export interface Retried {
  /** Read now: they leave quarantine. */
  readonly gone: readonly string[];
  readonly rejected: readonly { readonly id: string; readonly reason: string; readonly detail: string }[];
}

/** Notes it, in the transaction that stores what the records have become. */
export async function settleRetried(client: PoolClient, { gone, rejected }: Retried): Promise<void> {
  await client.query('delete from quarantine where quarantine_id = any($1::bigint[])', [gone]);
  await client.query(
    `update quarantine q
     set    reason = tried.reason, detail = tried.detail, last_tried_at = now()
     from   unnest($1::bigint[], $2::text[], $3::text[]) as tried (quarantine_id, reason, detail)
     where  q.quarantine_id = tried.quarantine_id`,
    [
      rejected.map(({ id }) => id),
      rejected.map(({ reason }) => reason),
      rejected.map(({ detail }) => storableText(detail)),
    ],
  );
}

function recordOf({ entryId, entryTime, ingestedAt, accountId, region }: Row, text: string): RawRecord {
  return {
    text,
    envelope: {
      ...(entryId === null ? {} : { entryId }),
      ...(entryTime === null ? {} : { timestamp: entryTime.getTime() }),
      ...(ingestedAt === null ? {} : { ingestedAt: ingestedAt.getTime() }),
      ...(accountId === null ? {} : { accountId }),
      ...(region === null ? {} : { region }),
    },
  };
}

const dateOf = (millis: number | undefined) => (millis === undefined ? null : new Date(millis));
