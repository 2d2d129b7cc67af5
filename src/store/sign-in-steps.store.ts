import type { Pool } from 'pg';
import { z } from 'zod';
import { hashOf, newSecret, type IssuedSecret } from './secret.js';

/** What has to come next: the provider's answer, a one-time code, or a new password. */
export type Awaited = 'oidc' | 'code' | 'newPassword';

export interface SignInStep {
  /** Null while nobody is known yet. */
  readonly memberId: string | null;
  readonly facts: unknown;
}

const row = z.object({ memberId: z.string().nullable(), facts: z.unknown() });

/** Sign-ins that are under way, each known by a secret in the browser that began it. */
export class SignInStepStore {
  constructor(
    private readonly pool: Pool,
    private readonly clock: { now(): number },
  ) {}

  async begin(awaits: Awaited, { memberId, facts }: SignInStep, validForMs: number): Promise<IssuedSecret> {
    const now = this.clock.now();
    await this.pool.query('delete from sign_in_step where expires_at <= $1', [new Date(now)]);
    const secret = newSecret();
    const expiresAt = new Date(now + validForMs);
    await this.pool.query(
      'insert into sign_in_step (step_hash, awaits, member_id, facts, expires_at) values ($1, $2, $3, $4, $5)',
      [hashOf(secret), awaits, memberId, JSON.stringify(facts), expiresAt],
    );
    return { secret, expiresAt };
  }

  /** What stands behind a secret that is not used up; null when it is unknown, used, expired, or awaits something else. */
  async find(secret: string, awaits: Awaited): Promise<SignInStep | null> {
    const { rows } = await this.pool.query(
      `select member_id as "memberId", facts as facts
       from   sign_in_step
       where  step_hash = $1
       and    awaits    = $2
       and    expires_at > $3`,
      [hashOf(secret), awaits, new Date(this.clock.now())],
    );
    return rows[0] === undefined ? null : row.parse(rows[0]);
  }

  /** The same, and uses it up: of two who come at once, one gets null. */
  async use(secret: string, awaits: Awaited): Promise<SignInStep | null> {
    const { rows } = await this.pool.query(
      `delete from sign_in_step
       where  step_hash = $1
       and    awaits    = $2
       and    expires_at > $3
       returning member_id as "memberId", facts as facts`,
      [hashOf(secret), awaits, new Date(this.clock.now())],
    );
    return rows[0] === undefined ? null : row.parse(rows[0]);
  }
}
