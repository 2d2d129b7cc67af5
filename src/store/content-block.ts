// Not by name: zstd came with Node 22.15, and older ones should say so where it is used, not refuse every command.
import zlib from 'node:zlib';
import type { ContentKeys } from '../runtime/keys/content-keys.js';
import { type Envelope, openEnvelope, sealEnvelope } from '../runtime/keys/envelope.js';

/** What a block is bound to: as long as any of these differs, it does not open. */
export interface BlockIdentity {
  readonly blockId: string;
  /** UTC day of its calls. */
  readonly day: string;
  /** The one caller whose texts it holds; `null` where the log names none. */
  readonly principalId: number | null;
}

export interface SealedBlock extends BlockIdentity, Envelope {
  readonly texts: number;
}

/** Compresses and encrypts texts under a fresh key. Their positions are their places in the list. */
export async function sealBlock(
  keys: ContentKeys,
  { blockId, day, principalId }: BlockIdentity,
  texts: readonly Buffer[],
): Promise<SealedBlock> {
  const identity = { blockId, day, principalId };
  const whole = pack(texts);
  // Synchronous: a block takes 50 µs, and setting up an asynchronous compression 1,000.
  const packed = zlib.zstdCompressSync(whole, { pledgedSrcSize: whole.length });
  return { ...identity, texts: texts.length, ...(await sealEnvelope(keys, packed, contextOf(identity))) };
}

/** The texts of a block. Throws a ContentUnreadable when its key is not here or when it is not what was written. */
export async function openBlock(keys: ContentKeys, block: BlockIdentity & Envelope): Promise<Buffer[]> {
  return unpack(zlib.zstdDecompressSync(await openEnvelope(keys, block, contextOf(block))));
}

/** Also begins every message about a block that cannot be read, so it holds nothing secret. */
export function contextOf({ blockId, day, principalId }: BlockIdentity): string {
  return `content block ${blockId} of ${day}, caller ${principalId ?? 'unknown'}`;
}

/** How many there are, the length of each, then all of them. */
function pack(texts: readonly Buffer[]): Buffer {
  const head = Buffer.allocUnsafe(4 + 4 * texts.length);
  head.writeUInt32BE(texts.length);
  for (const [index, text] of texts.entries()) head.writeUInt32BE(text.length, 4 + 4 * index);
  return Buffer.concat([head, ...texts]);
}

function unpack(packed: Buffer): Buffer[] {
  const count = packed.readUInt32BE();
  const texts: Buffer[] = [];
  let at = 4 + 4 * count;
  for (let index = 0; index < count; index += 1) {
    const end = at + packed.readUInt32BE(4 + 4 * index);
    texts.push(packed.subarray(at, end));
    at = end;
  }
  return texts;
}
