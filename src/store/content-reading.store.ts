import type { Pool } from 'pg';
import { z } from 'zod';
import { type ContentKeys, ContentUnreadable } from '../runtime/keys/content-keys.js';
import { CONTENT_DIALECTS, CONTENT_PARTS, type ContentDialect, type KeptMode } from '../usage/content.js';
import { dayOfEventId } from '../usage/event-id.js';
import { contextOf, openBlock } from './content-block.js';

/** One body as it was kept. `text` is JSON. */
interface KeptBody {
  readonly mode: KeptMode;
  readonly dialect: ContentDialect;
  readonly text: string;
}

/** What is kept of a call's prompt and completion. */
export interface KeptContent {
  readonly request: KeptBody | null;
  readonly response: KeptBody | null;
}

const row = z
  .object({
    part: z.enum(CONTENT_PARTS),
    mode: z.enum(['redacted', 'full']),
    dialect: z.enum(CONTENT_DIALECTS),
    position: z.int(),
    block_id: z.string(),
    occurred_on: z.string(),
    principal_id: z.int().nullable(),
    key_id: z.string(),
    wrapped_key: z.instanceof(Buffer),
    sealed: z.instanceof(Buffer),
  })
  .transform(({ block_id, occurred_on, principal_id, key_id, wrapped_key, sealed, ...item }) => ({
    ...item,
    block: {
      blockId: block_id,
      day: occurred_on,
      principalId: principal_id,
      keyId: key_id,
      wrappedKey: wrapped_key,
      sealed,
    },
  }));

/**
 * The prompt and the completion of a call; `null` where none is kept. Whoever offers this to a person asks for a reason
 * first and writes down who read what. Throws a ContentUnreadable.
 */
export async function readContent(pool: Pool, keys: ContentKeys, eventId: string): Promise<KeptContent | null> {
  const { rows } = await pool.query(
    `select i.part, i.mode, i.dialect, i.position,
            b.block_id, b.occurred_on, b.principal_id, b.key_id, b.wrapped_key, b.sealed
     from   content_item i
     join   content_block b using (block_id, occurred_on)
     where  i.event_id = $1
     and    i.occurred_on = $2`,
    [eventId, dayOfEventId(eventId)],
  );
  if (rows.length === 0) return null;
  const bodies = new Map<string, KeptBody>();
  for (const { part, mode, dialect, position, block } of z.array(row).parse(rows)) {
    const text = (await openBlock(keys, block))[position];
    if (text === undefined) throw new ContentUnreadable(`${contextOf(block)}: it holds no text ${position}.`);
    bodies.set(part, { mode, dialect, text: text.toString() });
  }
  return { request: bodies.get('request') ?? null, response: bodies.get('response') ?? null };
}
