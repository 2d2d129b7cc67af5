import type { Pool, PoolClient } from 'pg';
import type { ContentKeys } from '../runtime/keys/content-keys.js';
import { CONTENT_PARTS } from '../usage/content.js';
import { dayOfEventId } from '../usage/event-id.js';
import { sealBlock, type SealedBlock } from './content-block.js';
import { type Group, grouped, keyOf, type OneText, type OwnedContent } from './content-groups.js';
import { claim, CONTENTS_LOCK, copyBlocks, erasures } from './content-rows.store.js';
import { PartitionStore } from './partitions.store.js';

/** Blocks that are ready to be written, should nobody else have written the same texts meanwhile. */
export type PreparedContents = readonly { readonly group: Group; readonly block: SealedBlock }[];

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
    const groups = grouped(await this.withoutKept(await this.withKnownCallers(contents)));
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

  /** Writes what was prepared. */
  async keep(client: PoolClient, prepared: PreparedContents): Promise<void> {
    if (prepared.length === 0) return;
    await client.query(`select pg_advisory_xact_lock_shared(${CONTENTS_LOCK})`);
    const groups = prepared.map(({ group }) => group);
    const erased = await erasures(client, groups);
    const isErased = ({ content }: OneText) => content.occurredAt < (erased.get(content.principalId) ?? -Infinity);
    const lost = await claim(client, groups, isErased);
    const isLost = (text: OneText) => isErased(text) || lost.has(keyOf(text));
    const blocks: SealedBlock[] = [];
    for (const { group, block } of prepared) {
      if (!group.texts.some(isLost)) blocks.push(block);
      else if (!group.texts.every(isLost)) blocks.push(await this.sealWithout(group, isLost));
    }
    await copyBlocks(client, blocks);
  }

  /** Another writer was faster with some of the texts, or they were erased: the block is made without them. */
  private async sealWithout(group: Group, isLost: (text: OneText) => boolean): Promise<SealedBlock> {
    if (this.keys === null) throw new Error('No content key is configured.');
    const empty = Buffer.alloc(0);
    return sealBlock(
      this.keys,
      group,
      group.texts.map((text) => (isLost(text) ? empty : text.bytes)),
    );
  }

  /** A sight that does not name the caller belongs to the one that an earlier sight of the call named. */
  private async withKnownCallers(contents: readonly OwnedContent[]): Promise<readonly OwnedContent[]> {
    const nameless = contents.filter(({ principalId }) => principalId === null).map(({ eventId }) => eventId);
    if (nameless.length === 0) return contents;
    const { rows } = await this.pool.query<{ event_id: string; principal_id: number }>(
      `select e.event_id, e.principal_id
       from   usage_event e
       join   unnest($1::uuid[], $2::date[]) as c (event_id, occurred_on) using (event_id, occurred_on)
       where  e.principal_id is not null`,
      [nameless, nameless.map(dayOfEventId)],
    );
    const known = new Map(rows.map(({ event_id, principal_id }) => [event_id, principal_id]));
    return contents.map((content) => ({
      ...content,
      principalId: content.principalId ?? known.get(content.eventId) ?? null,
    }));
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
