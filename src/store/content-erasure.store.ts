import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import type { ContentKeys } from '../runtime/keys/content-keys.js';
import { DAY_MS } from '../usage/window.js';
import { openBlock, sealBlock } from './content-block.js';
import { CONTENTS_LOCK } from './content-rows.store.js';
import { writeReceipt } from './deletion-receipt.store.js';
import { boundedText } from './dimensions.store.js';
import { inTransaction } from './transaction.js';
import { groupedBy } from '../usage/grouped-by.js';

/** What was erased of one caller's contents. */
export interface ErasureReceipt {
  readonly principal: string;
  /** Requests and responses. */
  readonly texts: number;
  readonly blocks: number;
  /** Encrypted bytes of the blocks. */
  readonly bytes: number;
  /** UTC days of the calls, oldest first. */
  readonly days: readonly string[];
  readonly erasedAt: string;
}

/**
 * Deletes everything that is kept of what a caller asked and was answered, and lets nothing of it come back: contents of
 * calls from before `now` are not kept again when their logs are read again. The receipt is kept too. `null` when nobody of
 * that name ever called. Usage stays: it holds no contents.
 */
export async function erasePrincipal(
  pool: Pool,
  keys: ContentKeys | null,
  principal: string,
  now: number,
): Promise<ErasureReceipt | null> {
  return inTransaction(pool, async (client) => {
    await client.query(`select pg_advisory_xact_lock(${CONTENTS_LOCK})`);
    const { rows: known } = await client.query<{ id: number }>(
      'select principal_id as id from principal where principal = $1',
      [boundedText(principal)],
    );
    if (known.length === 0) return null;
    const ids = known.map(({ id }) => id);
    const erasedAt = new Date(now).toISOString();
    await client.query(
      `insert into content_erasure (principal_id, before)
       select id, $2 from unnest($1::integer[]) as p (id)
       on conflict (principal_id) do update set before = greatest(content_erasure.before, excluded.before)`,
      [ids, erasedAt],
    );
    const strays = await takeOutStrays(client, keys, ids);
    const owned = await deleteOwned(client, ids);
    const days = [...new Set([...strays.days, ...owned.days])].toSorted();
    const receipt = {
      principal,
      texts: strays.texts + owned.texts,
      blocks: owned.blocks,
      bytes: owned.bytes,
      days,
      erasedAt,
    };
    await writeReceipt(client, {
      what: 'contents',
      subject: principal,
      from: days[0] ?? null,
      to: dayAfter(days.at(-1)),
      rows: receipt.texts,
      bytes: receipt.bytes,
      why: 'erasure',
    });
    return receipt;
  });
}

function dayAfter(day: string | undefined): string | null {
  return day === undefined ? null : new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);
}

async function deleteOwned(client: PoolClient, ids: readonly number[]) {
  const { rowCount: texts } = await client.query(
    `delete from content_item i
     using  content_block b
     where  b.principal_id = any($1)
     and    i.block_id = b.block_id
     and    i.occurred_on = b.occurred_on`,
    [ids],
  );
  const { rows } = await client.query<{ day: string; bytes: number }>(
    `delete from content_block where principal_id = any($1) returning occurred_on as day, octet_length(sealed) as bytes`,
    [ids],
  );
  return {
    texts: texts ?? 0,
    blocks: rows.length,
    bytes: rows.reduce((sum, { bytes }) => sum + bytes, 0),
    days: rows.map(({ day }) => day),
  };
}

const stray = z.object({
  event_id: z.string(),
  occurred_on: z.string(),
  position: z.int(),
  block_id: z.string(),
  principal_id: z.int().nullable(),
  key_id: z.string(),
  wrapped_key: z.instanceof(Buffer),
  sealed: z.instanceof(Buffer),
});
type Stray = z.infer<typeof stray>;

/**
 * Contents whose first sight did not name the caller stand in blocks of an unknown one, among others' texts. Those blocks
 * are encrypted anew without them.
 */
async function takeOutStrays(client: PoolClient, keys: ContentKeys | null, ids: readonly number[]) {
  const { rows } = await client.query(
    `delete from content_item i
     using  usage_event e, content_block b
     where  e.principal_id = any($1)
     and    i.event_id = e.event_id
     and    i.occurred_on = e.occurred_on
     and    b.block_id = i.block_id
     and    b.occurred_on = i.occurred_on
     and    b.principal_id is distinct from e.principal_id
     returning i.event_id, i.occurred_on, i.position, b.block_id, b.principal_id, b.key_id, b.wrapped_key, b.sealed`,
    [ids],
  );
  const strays = z.array(stray).parse(rows);
  const byBlock = groupedBy(strays, ({ block_id }) => block_id);
  for (const inBlock of byBlock.values()) await sealWithout(client, keys, inBlock);
  return { texts: strays.length, days: strays.map(({ occurred_on }) => occurred_on) };
}

async function sealWithout(client: PoolClient, keys: ContentKeys | null, strays: readonly Stray[]): Promise<void> {
  const [first] = strays;
  if (first === undefined) return;
  if (keys === null) {
    throw new Error(
      'Some of these contents stand among those of unknown callers, and taking them out needs the content key: ' +
        'set contents.key as it was when they were kept. Nothing was erased.',
    );
  }
  const identity = { blockId: first.block_id, day: first.occurred_on, principalId: first.principal_id };
  const texts = await openBlock(keys, {
    ...identity,
    keyId: first.key_id,
    wrappedKey: first.wrapped_key,
    sealed: first.sealed,
  });
  const gone = new Set(strays.map(({ position }) => position));
  const rest = texts.map((text, position) => (gone.has(position) ? Buffer.alloc(0) : text));
  const { keyId, wrappedKey, sealed } = await sealBlock(keys, identity, rest);
  await client.query(
    `update content_block
     set    key_id = $3, wrapped_key = $4, sealed = $5
     where  block_id = $1
     and    occurred_on = $2`,
    [identity.blockId, identity.day, keyId, wrappedKey, sealed],
  );
}
