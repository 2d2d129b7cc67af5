import type { PoolClient } from 'pg';
import { dayOfEventId } from '../usage/event-id.js';
import { BinaryCopyWriter } from './binary-copy.js';
import type { SealedBlock } from './content-block.js';
import type { Group, OneText } from './content-groups.js';
import { copyIn } from './copy-in.js';

/** Held shared by those who keep contents and exclusively by those who erase them: nothing slips in beside an erasure. */
export const CONTENTS_LOCK = `hashtext('ledgerline contents')`;

/** Until when the contents of these callers are erased, in milliseconds. */
export async function erasures(
  client: PoolClient,
  groups: readonly Group[],
): Promise<ReadonlyMap<number | null, number>> {
  const principals = new Set(groups.map(({ principalId }) => principalId));
  const { rows } = await client.query<{ principal_id: number; before: Date }>(
    'select principal_id, before from content_erasure where principal_id = any($1)',
    [[...principals].filter((id) => id !== null)],
  );
  return new Map(rows.map(({ principal_id, before }) => [principal_id, before.getTime()]));
}

const ITEM_COLUMNS = 'event_id, occurred_on, part, mode, dialect, bytes, block_id, position';

/**
 * Writes the items; answers the texts that somebody else keeps already. In order of their keys, so that two writers of the
 * same calls wait for each other instead of in a circle.
 */
export async function claim(
  client: PoolClient,
  groups: readonly Group[],
  isErased: (text: OneText) => boolean,
): Promise<ReadonlySet<string>> {
  const writer = new BinaryCopyWriter();
  let staged = 0;
  for (const { blockId, texts } of groups) {
    for (const [position, text] of texts.entries()) {
      if (isErased(text)) continue;
      writeItem(writer, text, blockId, position);
      staged += 1;
    }
  }
  await client.query(
    'create temp table if not exists staged_content (like content_item including defaults) on commit delete rows',
  );
  await copyIn(client, `staged_content (${ITEM_COLUMNS})`, writer.finish());
  const { rowCount: claimed } = await client.query(
    `insert into content_item as known (${ITEM_COLUMNS})
     select ${ITEM_COLUMNS} from staged_content order by event_id, part
     on conflict (event_id, occurred_on, part) do update
     set    mode = excluded.mode, dialect = excluded.dialect, bytes = excluded.bytes,
            block_id = excluded.block_id, position = excluded.position
     where  known.mode = 'redacted' and excluded.mode = 'full'`,
  );
  if (claimed === staged) return new Set();
  const { rows } = await client.query<{ event_id: string; part: string }>(
    `select s.event_id, s.part
     from   staged_content s
     join   content_item i using (event_id, occurred_on, part)
     where  i.block_id <> s.block_id`,
  );
  return new Set(rows.map(({ event_id, part }) => `${event_id} ${part}`));
}

function writeItem(writer: BinaryCopyWriter, { content, part, bytes }: OneText, blockId: string, position: number) {
  writer.startRow(8);
  writer.uuid(content.eventId);
  writer.date(dayOfEventId(content.eventId));
  writer.text(part);
  writer.text(content.mode);
  writer.text(content.dialect);
  writer.int4(bytes.length);
  writer.uuid(blockId);
  writer.int4(position);
}

/** Writes blocks. */
export async function copyBlocks(client: PoolClient, blocks: readonly SealedBlock[]): Promise<void> {
  if (blocks.length === 0) return;
  const writer = new BinaryCopyWriter();
  for (const block of blocks) {
    writer.startRow(7);
    writer.uuid(block.blockId);
    writer.date(block.day);
    writer.int4(block.principalId);
    writer.int4(block.texts);
    writer.text(block.keyId);
    writer.bytea(block.wrappedKey);
    writer.bytea(block.sealed);
  }
  const columns = 'block_id, occurred_on, principal_id, texts, key_id, wrapped_key, sealed';
  await copyIn(client, `content_block (${columns})`, writer.finish());
}
