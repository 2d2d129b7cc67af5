import type { Pool } from 'pg';
import { z } from 'zod';
import { type ContentKeys, ContentUnreadable } from '../runtime/keys/content-keys.js';
import { contextOf } from './content-block.js';

/** What became of the data keys that another than the current content key had wrapped. */
export interface RewrapReport {
  readonly rewrapped: number;
  /** Blocks that no configured key opens, by the key that they need. */
  readonly unreadable: ReadonlyMap<string, number>;
}

/** Blocks a statement changes: short enough for nobody to wait. */
const STEP = 500;

const row = z.object({
  block_id: z.string(),
  occurred_on: z.string(),
  principal_id: z.int().nullable(),
  key_id: z.string(),
  wrapped_key: z.instanceof(Buffer),
});

/**
 * Wraps every data key again that is not wrapped by the current content key, after which the previous ones can go. The data
 * itself is not touched. Can be broken off and run again.
 */
export async function rewrapContents(
  pool: Pool,
  keys: ContentKeys,
  onStep: (done: number) => void = () => {},
): Promise<RewrapReport> {
  const unreadable = new Map<string, number>();
  let rewrapped = 0;
  let after = { day: '0001-01-01', blockId: '00000000-0000-0000-0000-000000000000' };
  for (;;) {
    const { rows } = await pool.query(
      `select block_id, occurred_on, principal_id, key_id, wrapped_key
       from   content_block
       where  key_id <> $1
       and    (occurred_on, block_id) > ($2, $3)
       order  by occurred_on, block_id
       limit  ${STEP}`,
      [keys.currentKeyId, after.day, after.blockId],
    );
    const blocks = z.array(row).parse(rows);
    const last = blocks.at(-1);
    if (last === undefined) return { rewrapped, unreadable };
    after = { day: last.occurred_on, blockId: last.block_id };

    const changed: { readonly block: z.infer<typeof row>; readonly wrapped: Buffer }[] = [];
    for (const block of blocks) {
      const wrapped = await rewrap(keys, block);
      if (wrapped !== null) changed.push({ block, wrapped });
      else unreadable.set(block.key_id, (unreadable.get(block.key_id) ?? 0) + 1);
    }
    const { rowCount } = await pool.query(
      `update content_block b
       set    key_id = $1, wrapped_key = c.wrapped_key
       from   unnest($2::uuid[], $3::date[], $4::text[], $5::bytea[]) as c (block_id, occurred_on, key_id, wrapped_key)
       where  b.block_id = c.block_id
       and    b.occurred_on = c.occurred_on
       and    b.key_id = c.key_id`,
      [
        keys.currentKeyId,
        changed.map(({ block }) => block.block_id),
        changed.map(({ block }) => block.occurred_on),
        changed.map(({ block }) => block.key_id),
        changed.map(({ wrapped }) => wrapped),
      ],
    );
    rewrapped += rowCount ?? 0;
    onStep(rewrapped);
  }
}

/** The data key under the current content key; `null` where no key at hand opens it. */
async function rewrap(keys: ContentKeys, block: z.infer<typeof row>): Promise<Buffer | null> {
  const context = contextOf({ blockId: block.block_id, day: block.occurred_on, principalId: block.principal_id });
  try {
    const dataKey = await keys.unwrap({ keyId: block.key_id, bytes: block.wrapped_key }, context);
    return (await keys.wrap(dataKey, context)).bytes;
  } catch (error) {
    if (error instanceof ContentUnreadable) return null;
    throw error;
  }
}
