import { Inject, Injectable } from '@nestjs/common';
import type { Pool, PoolClient } from 'pg';
import type { AuditActor, AuditFacts } from '../investigate/audit/audit-chain.js';
import { AuditLog } from '../investigate/audit/audit-log.js';
import type { Clock } from '../runtime/clock.js';
import { AuditStore } from '../store/audit.store.js';
import { inTransaction } from '../store/transaction.js';
import type { Caller } from './auth/caller.js';
import { CLOCK, DATABASE_POOL } from './serve.tokens.js';

/** What somebody did here. */
export type Deed = Pick<AuditFacts, 'action' | 'target' | 'detail'>;

/** Writes down what callers do. */
@Injectable()
export class AuditTrail {
  private readonly log: AuditLog;

  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(CLOCK) clock: Clock,
  ) {
    this.log = new AuditLog(new AuditStore(pool), clock);
  }

  /** Appends an entry, and gives its number; with `client`, in its transaction. */
  async note(who: Caller | AuditActor, deed: Deed, client?: PoolClient): Promise<number> {
    const { sequence } = await this.log.record({ actor: actorOf(who), ...deed }, client);
    return sequence;
  }

  /** Changes something and notes it, both or neither. A change without a deed (nothing was changed) is not noted. */
  async change<T>(
    who: Caller | AuditActor,
    change: (client: PoolClient) => Promise<{ readonly outcome: T; readonly deed: Deed | null }>,
  ): Promise<T> {
    return inTransaction(this.pool, async (client) => {
      const { outcome, deed } = await change(client);
      if (deed !== null) await this.note(who, deed, client);
      return outcome;
    });
  }
}

/** The holder of a sign-in link is an administrator without a name of their own. */
function actorOf(who: Caller | AuditActor): AuditActor {
  if (!('roles' in who)) return who;
  const { kind, id, name } = who;
  return { kind: kind === 'token' ? 'token' : 'member', id, name };
}
