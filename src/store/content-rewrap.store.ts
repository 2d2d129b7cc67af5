import type { Pool } from 'pg';
import { type ContentKeys, ContentUnreadable } from '../runtime/keys/content-keys.js';
import { blockKeys, type KeptKey, quarantineKeys } from './wrapped-keys.store.js';

/** What became of the data keys that another than the current content key had wrapped. */
export interface RewrapReport {
  readonly rewrapped: number;
  /** Data keys that no configured content key opens, by the one that they need. */
  readonly unreadable: ReadonlyMap<string, number>;
}

/**
 * Wraps every data key again that is not wrapped by the current content key, of contents and of records in quarantine; after
 * which the previous content keys can go. The data itself is not touched. Can be broken off and run again.
 */
export async function rewrapContents(
  pool: Pool,
  keys: ContentKeys,
  onStep: (done: number) => void = () => {},
): Promise<RewrapReport> {
  const { currentKeyId } = keys;
  const unreadable = new Map<string, number>();
  let rewrapped = 0;
  for (const kept of [blockKeys(pool), quarantineKeys(pool)]) {
    let page = await kept.page(currentKeyId, undefined);
    while (page.length > 0) {
      const changed: { readonly from: KeptKey; readonly to: Buffer }[] = [];
      for (const from of page) {
        const to = await rewrap(keys, from);
        if (to !== null) changed.push({ from, to });
        else unreadable.set(from.keyId, (unreadable.get(from.keyId) ?? 0) + 1);
      }
      rewrapped += await kept.replace(currentKeyId, changed);
      onStep(rewrapped);
      page = await kept.page(currentKeyId, page.at(-1));
    }
  }
  return { rewrapped, unreadable };
}

/** The data key under the current content key; `null` where no key at hand opens it. */
async function rewrap(keys: ContentKeys, { keyId, wrappedKey, context }: KeptKey): Promise<Buffer | null> {
  try {
    return (await keys.wrap(await keys.unwrap({ keyId, bytes: wrappedKey }, context), context)).bytes;
  } catch (error) {
    if (error instanceof ContentUnreadable) return null;
    throw error;
  }
}
