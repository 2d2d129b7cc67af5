import { hash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { AttemptStore } from '../../store/attempts.store.js';
import { DATABASE_POOL } from '../serve.tokens.js';
import { TooManyAttempts } from '../request-errors.js';

const QUARTER_HOUR_SECONDS = 900;

/**
 * Holds guessing off. An account is locked for an address that guessed at it a few times, and for everybody only when many
 * addresses did, so that nobody can easily lock another out.
 */
@Injectable()
export class SignInLimits {
  private readonly pairs: AttemptStore;
  private readonly accounts: AttemptStore;
  private readonly addresses: AttemptStore;
  private readonly links: AttemptStore;

  constructor(@Inject(DATABASE_POOL) pool: Pool) {
    const limit = (name: string, most: number) =>
      new AttemptStore(pool, { name, most, withinSeconds: QUARTER_HOUR_SECONDS });
    this.pairs = limit('signInPair', 5);
    this.accounts = limit('signInAccount', 50);
    this.addresses = limit('signInAddress', 60);
    this.links = new AttemptStore(pool, { name: 'signInLink', most: 10, withinSeconds: 60 });
  }

  /** Counts an attempt at an account. Throws TooManyAttempts when it may not be made. */
  async attempt(account: string, address: string): Promise<void> {
    await this.held(this.addresses, keyOf(address));
    await this.held(this.pairs, keyOf(account, address));
    await this.held(this.accounts, keyOf(account));
  }

  /** Counts an attempt that names no account. */
  async attemptFrom(address: string): Promise<void> {
    await this.held(this.addresses, keyOf(address));
  }

  /** Counts the opening of a link. */
  async openLink(address: string): Promise<void> {
    await this.held(this.links, keyOf(address));
  }

  async linkOpened(address: string): Promise<void> {
    await this.links.forget(keyOf(address));
  }

  /** The attempt succeeded: those before it were the owner's own mistakes. */
  async succeeded(account: string, address: string): Promise<void> {
    await Promise.all([
      this.pairs.forget(keyOf(account, address)),
      this.accounts.forget(keyOf(account)),
      this.addresses.forget(keyOf(address)),
    ]);
  }

  private async held(attempts: AttemptStore, key: string): Promise<void> {
    const refused = await attempts.count(key);
    if (refused !== null) throw new TooManyAttempts(refused.waitMs, refused.first);
  }
}

/** Names and addresses are counted, not kept. */
function keyOf(...parts: string[]): string {
  return hash('sha256', JSON.stringify(parts)).slice(0, 32);
}
