/**
 * The answer, or the abort as soon as it comes: Google's clients take no signal, or ask for a token first without one. What
 * they still answer is not waited for, and an error of theirs that comes afterwards is nobody's.
 */
export function untilAborted<Answer>(answer: Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason instanceof Error ? signal.reason : new Error('stopped'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
