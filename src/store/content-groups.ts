import { randomUUID } from 'node:crypto';
import type { CallContent, ContentPart } from '../usage/content.js';
import { dayOfEventId } from '../usage/event-id.js';
import type { BlockIdentity } from './content-block.js';

/** A content with what decides where it goes. */
export interface OwnedContent extends CallContent {
  readonly principalId: number | null;
  /** Milliseconds since 1970. */
  readonly occurredAt: number;
}

/** Texts of one caller and day that go into one block together. */
export interface Group extends BlockIdentity {
  readonly texts: OneText[];
}

export interface OneText {
  readonly content: OwnedContent;
  readonly part: ContentPart;
  readonly bytes: Buffer;
}

/** Bytes of text in a block, before compression: enough to compress well, few enough to read one content fast. */
const BLOCK_BYTES = 1 << 20;

/** Names a text, the same for everybody who brings it. */
export const keyOf = ({ content, part }: OneText) => `${content.eventId} ${part}`;

/** Texts by caller and day, in blocks of about BLOCK_BYTES. */
export function grouped(texts: readonly OneText[]): Group[] {
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
