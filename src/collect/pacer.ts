import { setTimeout as sleep } from 'node:timers/promises';

/** Spaces requests evenly, so that a quota of so many a second is not spent in a burst that the cloud then refuses. */
export class Pacer {
  private next = 0;

  constructor(private readonly requestsPerSecond: number) {}

  /** Resolves when the next request may be sent. */
  async turn(signal: AbortSignal): Promise<void> {
    const now = performance.now();
    const start = Math.max(now, this.next);
    this.next = start + 1000 / this.requestsPerSecond;
    if (start > now) await sleep(start - now, undefined, { signal });
  }
}
