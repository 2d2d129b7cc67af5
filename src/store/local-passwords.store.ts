import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';

export interface LocalPassword {
  /** argon2id, PHC. */
  readonly phc: string;
  readonly mustChange: boolean;
  readonly setAt: Date;
  /** Encrypted; null where no codes are asked for. */
  readonly totpSecret: Buffer | null;
  /** Encrypted; waits for a first code. */
  readonly totpPending: Buffer | null;
  readonly totpLastStep: number | null;
}

const bytes = z.instanceof(Buffer).nullable();
const row = z.object({
  phc: z.string(),
  mustChange: z.boolean(),
  setAt: z.date(),
  totpSecret: bytes,
  totpPending: bytes,
  totpLastStep: z.number().nullable(),
});

/** Passwords and one-time codes of local accounts. */
export class LocalPasswordStore {
  constructor(private readonly pool: Pool) {}

  async of(memberId: string): Promise<LocalPassword | null> {
    const { rows } = await this.pool.query(
      `select phc            as phc,
              must_change    as "mustChange",
              set_at         as "setAt",
              totp_secret    as "totpSecret",
              totp_pending   as "totpPending",
              totp_last_step as "totpLastStep"
       from   local_password
       where  member_id = $1`,
      [memberId],
    );
    return rows[0] === undefined ? null : row.parse(rows[0]);
  }

  /** Sets the password; codes stay as they are. */
  async set(client: PoolClient, memberId: string, phc: string, mustChange: boolean, at: Date): Promise<void> {
    await client.query(
      `insert into local_password (member_id, phc, must_change, set_at)
       values ($1, $2, $3, $4)
       on conflict (member_id) do update
       set    phc         = excluded.phc,
              must_change = excluded.must_change,
              set_at      = excluded.set_at`,
      [memberId, phc, mustChange, at],
    );
  }

  /** Keeps a secret that a first code has to prove. */
  async propose(client: PoolClient, memberId: string, sealed: Buffer): Promise<void> {
    await client.query('update local_password set totp_pending = $2 where member_id = $1', [memberId, sealed]);
  }

  /** The proposed secret is asked for from now on; false when another was proposed meanwhile. */
  async confirm(client: PoolClient, memberId: string, proposed: Buffer, step: number): Promise<boolean> {
    const { rowCount } = await client.query(
      `update local_password
       set    totp_secret    = totp_pending,
              totp_pending   = null,
              totp_last_step = $3
       where  member_id    = $1
       and    totp_pending = $2`,
      [memberId, proposed, step],
    );
    return rowCount === 1;
  }

  async removeCodes(client: PoolClient, memberId: string): Promise<void> {
    await client.query(
      `update local_password
       set    totp_secret    = null,
              totp_pending   = null,
              totp_last_step = null
       where  member_id = $1`,
      [memberId],
    );
  }

  /** Notes that a step's code was used; false when it, or a later one, was used before: of two who come at once, one loses. */
  async useStep(memberId: string, step: number): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `update local_password
       set    totp_last_step = $2
       where  member_id = $1
       and    (totp_last_step is null or totp_last_step < $2)`,
      [memberId, step],
    );
    return rowCount === 1;
  }
}
