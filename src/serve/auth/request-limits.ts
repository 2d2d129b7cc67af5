import { Inject, Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { TooManyAttempts } from '../request-errors.js';
import { SERVE_SETTINGS, type ServeSettings } from '../serve.tokens.js';
import type { Caller } from './caller.js';

/**
 * How often one caller may ask, and how often an address may ask without being anybody. Counted in each instance for itself:
 * this is about load, and writing every request down in the database would be more of it.
 */
@Injectable()
export class RequestLimits {
  private readonly limiter: RateLimiterMemory;

  constructor(@Inject(SERVE_SETTINGS) { requestsPerMinute }: ServeSettings) {
    this.limiter = new RateLimiterMemory({ points: requestsPerMinute, duration: 60 });
  }

  async countCaller({ kind, id, sessionId }: Caller): Promise<void> {
    await this.count(`${kind} ${id ?? sessionId ?? ''}`);
  }

  async countStranger(address: string): Promise<void> {
    await this.count(`stranger ${address}`);
  }

  private async count(key: string): Promise<void> {
    try {
      await this.limiter.consume(key);
    } catch (refused) {
      if (refused instanceof RateLimiterRes) throw new TooManyAttempts(refused.msBeforeNext, false);
      throw refused;
    }
  }
}
