import type { ProfileState } from '../store/profiles.store.js';
import { DAY_MS, MINUTE_MS } from '../usage/window.js';

/** A permission is granted, and a cloud comes back, within minutes or much later: often at first, then every hour. */
const AFTER_MINUTES = [1, 5, 15, 60] as const;
/** What was not found is asked for twice more, in case the cloud had not heard of it yet; then it is taken for deleted. */
const TRIES_WHEN_GONE = 3;

/** When an unresolved profile is asked for again after that many tries; `null` for never. */
export function nextTry(state: Exclude<ProfileState, 'resolved'>, tries: number, now: number): Date | null {
  if (state === 'gone') return tries >= TRIES_WHEN_GONE ? null : new Date(now + DAY_MS);
  const minutes = AFTER_MINUTES[Math.min(tries, AFTER_MINUTES.length) - 1] ?? AFTER_MINUTES[0];
  return new Date(now + minutes * MINUTE_MS);
}
