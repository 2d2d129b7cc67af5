/** A data key, encrypted under the key that `keyId` names. */
export interface WrappedKey {
  readonly keyId: string;
  readonly bytes: Buffer;
}

/**
 * What encrypts the data keys of contents. Data is encrypted under a key of its own, and that key is wrapped here, so that
 * a change of the content key touches no data. The environment's keys are the first provider; a key service of a cloud is
 * another one behind the same two methods, which is why they are asynchronous. `context` is authenticated with the key: it
 * cannot be unwrapped for another thing than the one that it was wrapped for.
 */
export interface ContentKeys {
  /** The key that wraps from now on, such as `env:1f0c…`. Says nothing about the key itself. */
  readonly currentKeyId: string;
  wrap(dataKey: Buffer, context: string): Promise<WrappedKey>;
  /** Throws a ContentUnreadable. */
  unwrap(wrapped: WrappedKey, context: string): Promise<Buffer>;
  /** A keyed digest of a text (16 hex digits): equal for equal texts while the content key stays the same. */
  fingerprint(text: string): string;
}

/** Something encrypted cannot be read: its key is not here, or it is not what was written. */
export class ContentUnreadable extends Error {}
