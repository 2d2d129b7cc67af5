import type { Pool } from 'pg';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';

/** How many attempts within how long. */
export interface AttemptLimit {
  readonly name: string;
  readonly most: number;
  readonly withinSeconds: number;
}

/** Attempts at something that may be guessed, counted for all instances together; one that is over its limit is held off from memory. */
export class AttemptStore {
  private readonly limiter: RateLimiterPostgres;

  constructor(pool: Pool, { name, most, withinSeconds }: AttemptLimit) {
    const limit = { points: most, duration: withinSeconds, keyPrefix: name };
    this.limiter = new RateLimiterPostgres({
      ...limit,
      storeClient: pool,
      storeType: 'pool',
      tableName: 'rate_limit',
      tableCreated: true,
      inMemoryBlockOnConsumed: most + 1,
      // While the database is away nobody can sign in anyway; the attempts still count.
      insuranceLimiter: new RateLimiterMemory(limit),
    });
  }

  /** Counts an attempt. Null when it may be made; otherwise the time to wait, and whether it is the first that may not. */
  async count(key: string): Promise<{ readonly waitMs: number; readonly first: boolean } | null> {
    try {
      await this.limiter.consume(key);
      return null;
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      return { waitMs: refused.msBeforeNext, first: refused.consumedPoints === this.limiter.points + 1 };
    }
  }

  /** Forgets the attempts, because one succeeded. */
  async forget(key: string): Promise<void> {
    await this.limiter.delete(key);
  }
}
