import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import { CLOUDS, type Cloud } from '../usage/cloud.js';
import type { RawRecord } from '../usage/raw-record.js';
import { storableText } from './binary-copy.js';
import type { RejectedRecord } from './judged-event.js';

/** A page holds at most so many records, and so many bytes of them unless one record alone is larger. */
const PAGE_RECORDS = 500;
const PAGE_BYTES = 16 * 1024 * 1024;

/** Keeps rejected records, each once: the digest tells a record that an overlapping window brought again. */
export async function quarantine(
  client: PoolClient,
  cloud: Cloud,
  sourceId: string,
  rejected: readonly RejectedRecord[],
): Promise<void> {
  if (rejected.length === 0) return;
  const raw = rejected.map(({ text }) => Buffer.from(text));
  await client.query(
    `insert into quarantine (cloud, source_id, digest, reason, detail, raw, entry_id, entry_time, ingested_at, account_id,
                             region)
     select $1, $2, q.*
     from   unnest($3::bytea[], $4::text[], $5::text[], $6::bytea[], $7::text[], $8::timestamptz[], $9::timestamptz[],
                   $10::text[], $11::text[]) as q
     on conflict (source_id, digest) do nothing`,
    [
      cloud,
      sourceId,
      raw.map((bytes) => createHash('sha256').update(bytes).digest()),
      rejected.map(({ reason }) => reason),
      rejected.map(({ detail }) => storableText(detail)),
      raw,
      rejected.map(({ envelope }) => envelope.entryId ?? null),
      rejected.map(({ envelope }) => dateOf(envelope.timestamp)),
      rejected.map(({ envelope }) => dateOf(envelope.ingestedAt)),
      rejected.map(({ envelope }) => envelope.accountId ?? null),
      rejected.map(({ envelope }) => envelope.region ?? null),
    ],
  );
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
  raw: z.instanceof(Buffer),
  entryId: z.string().nullable(),
  entryTime: z.date().nullable(),
  ingestedAt: z.date().nullable(),
  accountId: z.string().nullable(),
  region: z.string().nullable(),
});

/** Records in quarantine, to be tried again. */
export class QuarantineStore {
  constructor(private readonly pool: Pool) {}

  /** The records after an id, the oldest first: a page that fits into memory, empty at the end. */
  async pageAfter(id: string, { sourceId, reason }: QuarantineFilter): Promise<QuarantinedRecord[]> {
    const { rows } = await this.pool.query(
      `select quarantine_id::text as id,
              cloud               as cloud,
              source_id           as "sourceId",
              reason              as reason,
              raw                 as raw,
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
    return z
      .array(rowSchema)
      .parse(rows)
      .map(({ id, cloud, sourceId, reason, ...row }) => ({ id, cloud, sourceId, reason, record: recordOf(row) }));
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

type EnvelopeColumns = Pick<
  z.output<typeof rowSchema>,
  'raw' | 'entryId' | 'entryTime' | 'ingestedAt' | 'accountId' | 'region'
>;

function recordOf({ raw, entryId, entryTime, ingestedAt, accountId, region }: EnvelopeColumns): RawRecord {
  return {
    text: raw.toString('utf8'),
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
