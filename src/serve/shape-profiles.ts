import type { ProfileRow } from '../store/questions/known-profiles.js';
import type { ProfilesAnswer } from './answers/profiles.js';

/** A profile with words about it. An account that no source reads cannot be asked. */
export function shapeProfile(
  { detail, createdAt, askedAt, resolvedAt, repricedAt, nextTryAt, ...profile }: ProfileRow,
  isRead: boolean,
): ProfilesAnswer['profiles'][number] {
  return {
    ...profile,
    words: wordsOf(profile, detail, isRead),
    createdAt: createdAt?.toISOString() ?? null,
    askedAt: askedAt?.toISOString() ?? null,
    resolvedAt: resolvedAt?.toISOString() ?? null,
    repricedAt: repricedAt?.toISOString() ?? null,
    nextTryAt: nextTryAt?.toISOString() ?? null,
  };
}

const MAP_IT = 'Say what stands behind it under prices.mappings, then run "ledgerline rerate".';

function wordsOf(
  { state, model, modelId, accountId }: Pick<ProfileRow, 'state' | 'model' | 'modelId' | 'accountId'>,
  detail: string | null,
  isRead: boolean,
): string {
  if (state === 'resolved') {
    const behind = model === null ? `${modelId}, which the model catalogue does not know` : model;
    return [`Behind it is ${behind}.`, ...(detail === null ? [] : [detail])].join(' ');
  }
  if (state === 'gone') return `${detail ?? 'It was deleted.'} Its calls have no price by themselves. ${MAP_IT}`;
  if (state === 'denied') return `${detail ?? 'A permission is missing.'} It is asked for again by itself.`;
  if (!isRead) return `No source reads account ${accountId}, so it cannot be asked for. ${MAP_IT}`;
  return detail ?? 'It is asked for within a minute.';
}
