import { randomBytes } from 'node:crypto';
import type { ContentKeys } from './content-keys.js';
import { KEY_BYTES } from './key-text.js';
import { seal, unseal } from './sealed.js';

/** Bytes encrypted under a key of their own, which is wrapped by the content key that `keyId` names. */
export interface Envelope {
  readonly keyId: string;
  readonly wrappedKey: Buffer;
  readonly sealed: Buffer;
}

/** Encrypts under a fresh key. What is sealed, and its key, open only with the same `context`. */
export async function sealEnvelope(keys: ContentKeys, plain: Uint8Array, context: string): Promise<Envelope> {
  const dataKey = randomBytes(KEY_BYTES);
  const { keyId, bytes: wrappedKey } = await keys.wrap(dataKey, context);
  return { keyId, wrappedKey, sealed: seal(dataKey, plain, context) };
}

/** Throws a ContentUnreadable when the key is not here, or when anything is not as it was written. */
export async function openEnvelope(
  keys: ContentKeys,
  { keyId, wrappedKey, sealed }: Envelope,
  context: string,
): Promise<Buffer> {
  return unseal(await keys.unwrap({ keyId, bytes: wrappedKey }, context), sealed, context);
}
