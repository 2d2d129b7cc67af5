import { createHmac, hkdfSync } from 'node:crypto';
import { ContentUnreadable, type ContentKeys, type WrappedKey } from './content-keys.js';
import { KEY_BYTES } from './key-text.js';
import { seal, unseal } from './sealed.js';

/** Hex digits of an id and of a fingerprint: 64 bits, enough to tell keys and texts apart. */
const DIGITS = 16;

/** Content keys that were handed over in the environment: one that wraps, and earlier ones that can still unwrap. */
export class EnvironmentKeys implements ContentKeys {
  readonly currentKeyId: string;
  readonly #wrapping = new Map<string, Buffer>();
  readonly #current: Buffer;
  readonly #fingerprints: Buffer;

  constructor(current: Buffer, previous: readonly Buffer[] = []) {
    for (const key of [...previous, current]) this.#wrapping.set(idOf(key), derived(key, 'wrapping'));
    this.currentKeyId = idOf(current);
    this.#current = derived(current, 'wrapping');
    this.#fingerprints = derived(current, 'fingerprints');
  }

  async wrap(dataKey: Buffer, context: string): Promise<WrappedKey> {
    return { keyId: this.currentKeyId, bytes: seal(this.#current, dataKey, context) };
  }

  async unwrap({ keyId, bytes }: WrappedKey, context: string): Promise<Buffer> {
    const key = this.#wrapping.get(keyId);
    if (key === undefined) {
      throw new ContentUnreadable(
        `${context}: it was encrypted under the key ${keyId}, which is not among the configured ones ` +
          `(${[...this.#wrapping.keys()].toReversed().join(', ')}). Add it to contents.previousKeys.`,
      );
    }
    return unseal(key, bytes, context);
  }

  fingerprint(text: string): string {
    return createHmac('sha256', this.#fingerprints).update(text).digest('hex').slice(0, DIGITS);
  }
}

/** One key for each purpose (RFC 5869), so that nothing made for one can be used against another. */
function derived(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `ledgerline contents ${purpose}`, KEY_BYTES));
}

function idOf(key: Buffer): string {
  return `env:${derived(key, 'key id').toString('hex').slice(0, DIGITS)}`;
}
