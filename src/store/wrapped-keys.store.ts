import type { Pool } from 'pg';
import { z } from 'zod';
import { contextOf } from './content-block.js';
import { quarantineContext } from './quarantine.store.js';

/** A data key in the database, with what it is bound to. */
export interface KeptKey {
  readonly id: string;
  /** UTC day of a block; `null` for a record in quarantine. */
  readonly day: string | null;
  readonly keyId: string;
  readonly wrappedKey: Buffer;
  readonly context: string;
}

/** A kind of row that has a data key. */
export interface KeptKeys {
  /** Keys that another than this content key wrapped, in order, after a given one. */
  page(currentKeyId: string, after: KeptKey | undefined): Promise<KeptKey[]>;
  /** Puts new wrappings in the place of those that were read; returns how many still stood. */
  replace(currentKeyId: string, changed: readonly { readonly from: KeptKey; readonly to: Buffer }[]): Promise<number>;
}

/** Keys a statement reads or changes: few enough for nobody to wait. */
const STEP = 500;

const wrapped = { keyId: z.string(), wrappedKey: z.instanceof(Buffer) };
const blockRow = z.object({ id: z.string(), day: z.string(), principalId: z.int().nullable(), ...wrapped });
const quarantineRow = z.object({ id: z.string(), sourceId: z.string(), digest: z.instanceof(Buffer), ...wrapped });

/** The keys of blocks of contents. */
export function blockKeys(pool: Pool): KeptKeys {
  return {
    async page(currentKeyId, after) {
      const { rows } = await pool.query(
        `select block_id     as id,
                occurred_on  as day,
                principal_id as "principalId",
                key_id       as "keyId",
                wrapped_key  as "wrappedKey"
         from   content_block
         where  key_id <> $1
         and    (occurred_on, block_id) > ($2::date, $3::uuid)
         order  by occurred_on, block_id
         limit  ${STEP}`,
        [currentKeyId, after?.day ?? '0001-01-01', after?.id ?? '00000000-0000-0000-0000-000000000000'],
      );
      return z
        .array(blockRow)
        .parse(rows)
        .map(({ principalId, ...row }) => ({
          ...row,
          context: contextOf({ blockId: row.id, day: row.day, principalId }),
        }));
    },
    async replace(currentKeyId, changed) {
      const { rowCount } = await pool.query(
        `update content_block b
         set    key_id = $1, wrapped_key = c.wrapped_key
         from   unnest($2::uuid[], $3::date[], $4::text[], $5::bytea[]) as c (block_id, occurred_on, key_id, wrapped_key)
         where  b.block_id = c.block_id
         and    b.occurred_on = c.occurred_on
         and    b.key_id = c.key_id`,
        [
          currentKeyId,
          changed.map(({ from }) => from.id),
          changed.map(({ from }) => from.day),
          changed.map(({ from }) => from.keyId),
          changed.map(({ to }) => to),
        ],
      );
      return rowCount ?? 0;
    },
  };
}

/** The keys of encrypted records in quarantine. */
export function quarantineKeys(pool: Pool): KeptKeys {
  return {
    async page(currentKeyId, after) {
      const { rows } = await pool.query(
        `select quarantine_id::text as id,
                source_id           as "sourceId",
                digest              as digest,
                key_id              as "keyId",
                wrapped_key         as "wrappedKey"
         from   quarantine
         where  key_id <> $1
         and    quarantine_id > $2::bigint
         order  by quarantine_id
         limit  ${STEP}`,
        [currentKeyId, after?.id ?? '0'],
      );
      return z
        .array(quarantineRow)
        .parse(rows)
        .map(({ sourceId, digest, ...row }) => ({ ...row, day: null, context: quarantineContext(sourceId, digest) }));
    },
    async replace(currentKeyId, changed) {
      const { rowCount } = await pool.query(
        `update quarantine q
         set    key_id = $1, wrapped_key = c.wrapped_key
         from   unnest($2::bigint[], $3::text[], $4::bytea[]) as c (quarantine_id, key_id, wrapped_key)
         where  q.quarantine_id = c.quarantine_id
         and    q.key_id = c.key_id`,
        [
          currentKeyId,
          changed.map(({ from }) => from.id),
          changed.map(({ from }) => from.keyId),
          changed.map(({ to }) => to),
        ],
      );
      return rowCount ?? 0;
    },
  };
}
