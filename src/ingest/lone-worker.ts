import type { Logger } from '@nestjs/common';

/** Works for a job that looks for work again and again: at one thing at a time, until the service stops. */
export class LoneWorker {
  private readonly stop = new AbortController();
  private working: Promise<void> | null = null;
  private lastWarning = '';

  constructor(private readonly log: Logger) {}

  /** Aborted once the service stops. */
  get signal(): AbortSignal {
    return this.stop.signal;
  }

  /** Starts working, unless it works already or the service stops. */
  start(work: () => Promise<void>): void {
    if (this.working !== null || this.signal.aborted) return;
    this.working = work().finally(() => {
      this.working = null;
    });
  }

  /** Has whatever is worked on end, and waits for that. */
  async end(): Promise<void> {
    this.stop.abort(new Error('the service is stopping'));
    await this.working;
  }

  /** Once, and not with every look while the database is away. */
  warn(words: string): void {
    if (words !== this.lastWarning) this.log.warn(words);
    this.lastWarning = words;
  }

  /** What was warned of is over; it is told when it happens again. */
  recovered(): void {
    this.lastWarning = '';
  }
}
