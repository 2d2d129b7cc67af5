import { Inject, Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { AUDIT_PARTS, type AuditParts } from '../../investigate/audit/audit-digest.job.js';
import { derivedKey } from '../../runtime/keys/derived-key.js';
import { seal, unseal } from '../../runtime/keys/sealed.js';
import type { LocalPassword, LocalPasswordStore } from '../../store/local-passwords.store.js';
import type { Member } from '../../store/members.store.js';
import type { SessionStore } from '../../store/sessions.store.js';
import type { Clock } from '../../runtime/clock.js';
import { BadParameter } from '../request-errors.js';
import { CLOCK } from '../serve.tokens.js';
import { LOCAL_PASSWORD_STORE, SESSION_STORE } from './auth.tokens.js';
import { enrolmentOf, newCodeSecret, stepOfCode } from './one-time-code.js';
import { hashPassword } from './password-hash.js';
import { passwordProblem } from './password-rules.js';

/** Passwords and one-time codes of local accounts. */
@Injectable()
export class Passwords {
  constructor(
    @Inject(LOCAL_PASSWORD_STORE) private readonly kept: LocalPasswordStore,
    @Inject(SESSION_STORE) private readonly sessions: SessionStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(AUDIT_PARTS) private readonly audit: AuditParts,
  ) {}

  /** What is to be kept of a password that somebody chose. Throws a BadParameter that says what is wrong with it. */
  async newPhc({ subject, name }: Member, password: string, field = 'password'): Promise<string> {
    const problem = passwordProblem(password, { login: subject, name });
    if (problem !== null) throw new BadParameter(field, problem);
    return hashPassword(password);
  }

  /** Sets a password that its owner chose. Whoever has the old one is out: every session but this one ends. */
  async setOwn(client: PoolClient, { id }: Pick<Member, 'id'>, phc: string, keep: string | null): Promise<void> {
    await this.kept.set(client, id, phc, false, new Date(this.clock.now()));
    await this.sessions.endAll(client, id, keep);
  }

  /** Whether a one-time code is right; it is used up then. */
  async takeCode(memberId: string, { totpSecret, totpLastStep }: LocalPassword, code: string): Promise<boolean> {
    if (totpSecret === null) return false;
    const step = stepOfCode(code, this.opened(memberId, totpSecret), this.clock.now(), totpLastStep);
    return step !== null && this.kept.useStep(memberId, step);
  }

  /** A new secret for one-time codes, which counts once a first code has proved it. */
  async propose(
    client: PoolClient,
    { id, subject }: Member,
  ): Promise<{ readonly uri: string; readonly secret: string }> {
    const secret = newCodeSecret();
    await this.kept.propose(client, id, seal(this.codeKey(), secret, contextOf(id)));
    return enrolmentOf(secret, subject);
  }

  /** The proposed secret counts from now on; false when the code does not prove it. */
  async confirm(client: PoolClient, memberId: string, { totpPending }: LocalPassword, code: string): Promise<boolean> {
    if (totpPending === null) return false;
    const step = stepOfCode(code, this.opened(memberId, totpPending), this.clock.now(), null);
    return step !== null && this.kept.confirm(client, memberId, totpPending, step);
  }

  private opened(memberId: string, sealed: Buffer): Buffer {
    return unseal(this.codeKey(), sealed, contextOf(memberId));
  }

  private codeKey(): Buffer {
    return derivedKey(this.audit.key, 'one-time codes');
  }
}

/** Bound to its owner: a secret that is put in another's place does not open. */
function contextOf(memberId: string): string {
  return `one-time codes of the member ${memberId}`;
}
