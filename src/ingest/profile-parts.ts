import type { Pool } from 'pg';
import { priceBook } from '../price/price-book.js';
import { ProfileStore } from '../store/profiles.store.js';
import { RerateRunStore } from '../store/rerate-runs.store.js';
import { RerateStore } from '../store/rerate.store.js';
import type { OwnRules } from './judge.js';
import { ProfileBook } from './profile-book.js';
import type { ProfileParts } from './profiles.job.js';
import { rerate } from './rerate.js';

/** What the service knows of profiles, filled from the database, and the rules that look into it. */
export async function profilesOf(pool: Pool, configured: OwnRules): Promise<ProfileParts & { rules: OwnRules }> {
  const store = new ProfileStore(pool);
  const book = new ProfileBook(store);
  await book.load();
  const rules = { ...configured, profiles: book };
  return {
    store,
    book,
    rules,
    reprice: async ({ from, to }, signal) => {
      await rerate({
        store: new RerateStore(pool),
        runs: new RerateRunStore(pool),
        rules,
        range: { from, to },
        book: priceBook.version,
        signal,
      });
    },
  };
}
