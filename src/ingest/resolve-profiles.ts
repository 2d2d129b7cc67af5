import { wordsOf, type ProfileAnswer, type ProfileDescription } from '../collect/bedrock/profiles.reader.js';
import { readModelId } from '../normalise/model-id.js';
import type { Clock } from '../runtime/clock.js';
import type { ProfileState, ProfileStore, ResolvedProfile } from '../store/profiles.store.js';
import type { ProfileArn } from '../usage/profile-arn.js';
import type { ProfileBook } from './profile-book.js';
import { nextTry } from './profile-tries.js';

/** What `BedrockProfilesReader` does, for one account and region. */
export interface ProfileReader {
  describe(profile: ProfileArn, signal: AbortSignal): Promise<ProfileAnswer>;
}

/** Prices stored calls of these model ids again; false when that has to wait. */
export type Reprice = (modelIds: readonly string[], signal: AbortSignal) => Promise<boolean>;

export interface ResolvingParts {
  readonly store: ProfileStore;
  readonly book: ProfileBook;
  /** Accounts that can be asked, and who asks for a profile of one of them. */
  readonly accountIds: readonly string[];
  readonly readerFor: (profile: ProfileArn) => ProfileReader;
  readonly reprice: Reprice;
  readonly clock: Clock;
}

export interface ResolvingReport {
  readonly asked: number;
  readonly resolved: number;
  /** Model ids whose stored calls were priced again. */
  readonly repriced: readonly string[];
}

/** Profiles asked for in one run: a new account with thousands of them must not spend its whole quota on us. */
const AT_ONCE = 50;

/**
 * Opaque ids that were logged are asked for, what the cloud answers is kept, and stored calls that waited for it are priced
 * again. Each step is read off the database, so that a run that was killed is simply run again.
 */
export async function resolveProfiles(parts: ResolvingParts, signal: AbortSignal): Promise<ResolvingReport> {
  const { store, book, accountIds, readerFor, clock } = parts;
  await store.noteLogged(clock.now());
  const due = await store.due(clock.now(), accountIds, AT_ONCE);
  let resolved = 0;
  for (const profile of due) {
    signal.throwIfAborted();
    const answer = await readerFor(profile).describe(profile, signal);
    const now = clock.now();
    if ('found' in answer) {
      await store.keepResolved(asStored(answer.found), now);
      resolved += 1;
    } else {
      const state = stateOf(answer);
      const nextTryAt = nextTry(state, profile.tries + 1, now);
      await store.keepUnresolved({ arn: profile.arn, state, detail: wordsOf(answer), nextTryAt }, now);
    }
  }
  await book.load();
  return { asked: due.length, resolved, repriced: await repriceWaiting(parts, signal) };
}

/** Calls that were stored before their profile was resolved. */
async function repriceWaiting({ store, reprice }: ResolvingParts, signal: AbortSignal): Promise<readonly string[]> {
  const resolved = await store.notRepriced();
  const modelIds = await store.waiting();
  if (modelIds.length > 0 && !(await reprice(modelIds, signal))) return [];
  await store.noteRepriced([...resolved, ...modelIds]);
  return modelIds;
}

/** What the cloud answers, with the model that the catalogue sees in it. */
export function asStored({ missing, ...description }: ProfileDescription): ResolvedProfile {
  return { ...description, model: readModelId('bedrock', description.modelId).model, detail: missing };
}

function stateOf(answer: Exclude<ProfileAnswer, { found: unknown }>): Exclude<ProfileState, 'resolved'> {
  return 'denied' in answer ? 'denied' : 'notFound' in answer ? 'gone' : 'pending';
}
