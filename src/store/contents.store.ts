import { randomUUID } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { Pool, PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { ContentKeys } from '../runtime/keys/content-keys.js';
import { CONTENT_PARTS, type CallContent, type ContentPart } from '../usage/content.js';
import { dayOfEventId } from '../usage/event-id.js';
import { BinaryCopyWriter } from './binary-copy.js';
import { type BlockIdentity, sealBlock, type SealedBlock } from './content-block.js';
import { PartitionStore } from './partitions.store.js';

/** A content with what decides where it goes. */
export interface OwnedContent extends CallContent {
  readonly principalId: number | null;
  /** Milliseconds since 1970. */
  readonly occurredAt: number;
}

/** Texts of one caller and day that go into one block together. */
interface Group extends BlockIdentity {
  readonly texts: OneText[];
}

interface OneText {
  readonly content: OwnedContent;
  readonly part: ContentPart;
  readonly bytes: Buffer;
}

/** Blocks that are ready to be written, should nobody else have written the same texts meanwhile. */
export type PreparedContents = readonly { readonly group: Group; readonly block: SealedBlock }[];

/** Bytes of text in a block, before compression: enough to compress well, few enough to read one content fast. */
const BLOCK_BYTES = 1 << 20;

/** Held shared by those who keep contents and exclusively by those who erase them: nothing slips in beside an erasure. */
export const CONTENTS_LOCK = `hashtext('ledgerline contents')`;

/**
 * Keeps prompts and completions, each once: encrypted in blocks of one caller and UTC day, with an item for each request and
 * response that says where it stands. `prepare` does the work that needs no transaction; `keep` writes, in the transaction
 * of the events. A content that is kept already, as richly, is not kept again; what an earlier sight lacked is added.
 */
export class ContentStore {
  private readonly partitions: readonly PartitionStore[];

  constructor(
    private readonly pool: Pool,
    private readonly keys: ContentKeys | null,
  ) {
    this.partitions = [new PartitionStore(pool, 'content_block'), new PartitionStore(pool, 'content_item')];
  }

  async prepare(contents: readonly OwnedContent[]): Promise<PreparedContents> {
    if (contents.length === 0) return [];
    const { keys } = this;
    if (keys === null) throw new Error('Contents were handed over to be kept, but no content key is configured.');
    const groups = grouped(await this.withoutKept(contents));
    const days = new Set(groups.map(({ day }) => day));
    for (const partitions of this.partitions) await partitions.ensureDays(days);
    return Promise.all(
      groups.map(async (group) => ({
        group,
        block: await sealBlock(
          keys,
          group,
          group.texts.map(({ bytes }) => bytes),
        ),
      })),
    );
  }

  /** Writes what was prepared; returns how many texts were new. */
  async keep(client: PoolClient, prepared: PreparedContents): Promise<number> {
    if (prepared.length === 0) return 0;
    await client.query(`select pg_advisory_xact_lock_shared(${CONTENTS_LOCK})`);
    const erased = await erasures(client, prepared);
    const isErased = ({ content }: OneText) => content.occurredAt < (erased.get(content.principalId) ?? -Infinity);
    const claimed = await claim(client, prepared, isErased);
    const blocks: SealedBlock[] = [];
    for (const { group, block } of prepared) {
      const kept = group.texts.filter((text) => claimed.has(keyOf(text)));
      if (kept.length === group.texts.length) blocks.push(block);
      else if (kept.length > 0) blocks.push(await this.sealAgain(group, claimed));
    }
    await copyBlocks(client, blocks);
    return claimed.size;
  }

  /** Another writer was faster with some of the texts, or they were erased: the block is made without them. */
  private async sealAgain(group: Group, claimed: ReadonlySet<string>): Promise<SealedBlock> {
    if (this.keys === null) throw new Error('No content key is configured.');
    const empty = Buffer.alloc(0);
    return sealBlock(
      this.keys,
      group,
      group.texts.map((text) => (claimed.has(keyOf(text)) ? text.bytes : empty)),
    );
  }

  /** Every text that is not kept yet, or not as richly, each once. */
  private async withoutKept(contents: readonly OwnedContent[]): Promise<OneText[]> {
    const ids = [...new Set(contents.map(({ eventId }) => eventId))];
    const { rows } = await this.pool.query<{ event_id: string; part: string; mode: string }>(
      `select i.event_id, i.part, i.mode
       from   content_item i
       join   unnest($1::uuid[], $2::date[]) as c (event_id, occurred_on) using (event_id, occurred_on)`,
      [ids, ids.map(dayOfEventId)],
    );
    const kept = new Map(rows.map(({ event_id, part, mode }) => [`${event_id} ${part}`, mode]));
    const texts = new Map<string, OneText>();
    for (const content of contents) {
      for (const part of CONTENT_PARTS) {
        const key = `${content.eventId} ${part}`;
        const text = content[part];
        const known = kept.get(key);
        if (text === null || texts.has(key) || known === 'full' || known === content.mode) continue;
        texts.set(key, { content, part, bytes: Buffer.from(text) });
      }
    }
    return [...texts.values()];
  }
}

const keyOf = ({ content, part }: OneText) => `${content.eventId} ${part}`;

/** Texts by caller and day, in blocks of about BLOCK_BYTES. */
function grouped(texts: readonly OneText[]): Group[] {
  const open = new Map<string, { group: Group; bytes: number }>();
  const groups: Group[] = [];
  for (const text of texts) {
    const { principalId, eventId } = text.content;
    const day = dayOfEventId(eventId);
    const key = `${day} ${principalId}`;
    let current = open.get(key);
    if (current === undefined || current.bytes + text.bytes.length > BLOCK_BYTES) {
      current = { group: { blockId: randomUUID(), day, principalId, texts: [] }, bytes: 0 };
      groups.push(current.group);
      open.set(key, current);
    }
    current.group.texts.push(text);
    current.bytes += text.bytes.length;
  }
  return groups;
}

/** Until when the contents of these callers are erased, in milliseconds. */
async function erasures(client: PoolClient, prepared: PreparedContents): Promise<ReadonlyMap<number | null, number>> {
  const principals = new Set(prepared.map(({ group }) => group.principalId));
  const { rows } = await client.query<{ principal_id: number; before: Date }>(
    'select principal_id, before from content_erasure where principal_id = any($1)',
    [[...principals].filter((id) => id !== null)],
  );
  return new Map(rows.map(({ principal_id, before }) => [principal_id, before.getTime()]));
}

/**
 * Writes the items; the texts whose item is now ours. In order of their keys, so that two writers of the same calls wait
 * for each other instead of in a circle.
 */
async function claim(
  client: PoolClient,
  prepared: PreparedContents,
  isErased: (text: OneText) => boolean,
): Promise<ReadonlySet<string>> {
  const items = prepared
    .flatMap(({ group }) => group.texts.map((text, position) => ({ ...text, position, blockId: group.blockId })))
    .filter((text) => !isErased(text));
  const { rows } = await client.query<{ event_id: string; part: string }>(
    `insert into content_item as known (event_id, occurred_on, part, mode, dialect, bytes, block_id, position)
     select *
     from   unnest($1::uuid[], $2::date[], $3::text[], $4::text[], $5::text[], $6::integer[], $7::uuid[], $8::integer[])
     order  by 1, 3
     on conflict (event_id, occurred_on, part) do update
     set    mode = excluded.mode, dialect = excluded.dialect, bytes = excluded.bytes,
            block_id = excluded.block_id, position = excluded.position
     where  known.mode = 'redacted' and excluded.mode = 'full'
     returning event_id, part`,
    [
      items.map(({ content }) => content.eventId),
      items.map(({ content }) => dayOfEventId(content.eventId)),
      items.map(({ part }) => part),
      items.map(({ content }) => content.mode),
      items.map(({ content }) => content.dialect),
      items.map(({ bytes }) => bytes.length),
      items.map(({ blockId }) => blockId),
      items.map(({ position }) => position),
    ],
  );
  return new Set(rows.map(({ event_id, part }) => `${event_id} ${part}`));
}

/** Writes blocks, by COPY: their bytes go as they are. */
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
  await pipeline(
    Readable.from([writer.finish()]),
    client.query(copyFrom(`copy content_block (${columns}) from stdin (format binary)`)),
  );
}
