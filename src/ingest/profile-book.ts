import type { Pool } from 'pg';
import { readModelId } from '../normalise/model-id.js';
import { ProfileStore } from '../store/profiles.store.js';
import type { ProfileFacts, ProfileLookup } from './apply-profile.js';
import type { OwnRules } from './judge.js';

/** Every resolved profile, in memory. Judging looks into it while the job fills it. */
export class ProfileBook implements ProfileLookup {
  private facts = new Map<string, ProfileFacts>();

  constructor(private readonly store: ProfileStore) {}

  get(modelId: string): ProfileFacts | undefined {
    return this.facts.get(modelId);
  }

  /** Reads what is stored. The model is found anew from the cloud's id of it, so that a newer catalogue counts. */
  async load(): Promise<void> {
    const facts = new Map<string, ProfileFacts>();
    for (const { arn, modelId, model, endpointScope } of await this.store.resolved()) {
      const read = readModelId('bedrock', modelId);
      facts.set(arn, {
        model: read.model,
        vendor: read.vendor,
        endpointScope,
        speed: read.fast ? 'fast' : 'standard',
      });
      if (read.model !== model) await this.store.renameModel(arn, read.model);
    }
    this.facts = facts;
  }
}

/** What is known of profiles, and the rules of the configuration that look into it. */
export async function profilesOf(
  pool: Pool,
  configured: OwnRules,
): Promise<{ readonly store: ProfileStore; readonly book: ProfileBook; readonly rules: OwnRules }> {
  const store = new ProfileStore(pool);
  const book = new ProfileBook(store);
  await book.load();
  return { store, book, rules: { ...configured, profiles: book } };
}

/** The same rules, for a command that runs once. */
export async function withProfiles(configured: OwnRules, pool: Pool): Promise<OwnRules> {
  return (await profilesOf(pool, configured)).rules;
}
