import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf } from './google-errors.js';
import { untilAborted } from './until-aborted.js';

/** Tries of one request before its window is given up: a minute of waiting, as long as a quota of a minute takes. */
const TRIES = 7;

/** Asks again, ever later, while the other side is throttled or away. Google names no time to wait for. */
export async function patiently<Answer>(
  ask: () => Promise<Answer>,
  signal: AbortSignal,
  firstWaitMs = 1_000,
): Promise<Answer> {
  for (let tried = 1; ; tried += 1) {
    signal.throwIfAborted();
    try {
      return await untilAborted(ask(), signal);
    } catch (error) {
      signal.throwIfAborted();
      const passes = ['throttled', 'network'].includes(reasonOf(error));
      if (!passes || tried === TRIES) throw error;
      await sleep(firstWaitMs * 2 ** (tried - 1) * (0.75 + Math.random() / 2), undefined, { signal });
    }
  }
}
