import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf } from './google-errors.js';

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

/** Google's clients take no signal; what they still answer is not waited for. */
function untilAborted<Answer>(answer: Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason instanceof Error ? signal.reason : new Error('stopped'));
    signal.addEventListener('abort', stop, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
