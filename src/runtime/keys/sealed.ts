import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { ContentUnreadable } from './content-keys.js';

/** Version of the layout: version, nonce, tag, ciphertext. */
const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** What sealing adds to the length. */
export const HEAD_BYTES = 1 + NONCE_BYTES + TAG_BYTES;

/**
 * Encrypts with AES-256-GCM. `context` is not stored, but the result opens only where the same one is given: what is sealed
 * cannot be passed off as something else. https://nodejs.org/api/crypto.html#cipherset-aadbuffer-options
 */
export function seal(key: Buffer, plain: Uint8Array, context: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  const body = cipher.update(plain);
  cipher.final();
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]);
}

/** Decrypts what `seal` made. Throws a ContentUnreadable when a byte of it, the key or the context is another. */
export function unseal(key: Buffer, sealed: Buffer, context: string): Buffer {
  if (sealed.length < HEAD_BYTES || sealed[0] !== VERSION) {
    throw new ContentUnreadable(`${context}: this is not encrypted in a form that this version knows.`);
  }
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(context))
    .setAuthTag(sealed.subarray(1 + NONCE_BYTES, HEAD_BYTES));
  try {
    const plain = decipher.update(sealed.subarray(HEAD_BYTES));
    decipher.final();
    return plain;
  } catch (cause) {
    throw new ContentUnreadable(
      `${context}: its authenticity check fails; it was changed after it had been written, or stands in another's place.`,
      { cause },
    );
  }
}
