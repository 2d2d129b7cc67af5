import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '../../runtime/clock.js';
import { derivedKey } from '../../runtime/keys/derived-key.js';
import { AUDIT_PARTS, type AuditParts } from '../../investigate/audit/audit-digest.job.js';
import type { LocalPasswordStore } from '../../store/local-passwords.store.js';
import { LOCAL, type Member, type MemberStore } from '../../store/members.store.js';
import type { IssuedSecret } from '../../store/secret.js';
import type { SignInStepStore } from '../../store/sign-in-steps.store.js';
import { DAY_MS, MINUTE_MS } from '../../usage/window.js';
import { AuditTrail } from '../audit-trail.js';
import { TooManyAttempts, Unauthorized } from '../request-errors.js';
import { CLOCK } from '../serve.tokens.js';
import type { Asker } from './asker.js';
import { LOCAL_PASSWORD_STORE, MEMBER_STORE, SIGN_IN_STEP_STORE } from './auth.tokens.js';
import { isPassword, NOBODYS_PASSWORD } from './password-hash.js';
import { Passwords } from './passwords.js';
import { SessionOpener } from './session-opener.js';
import { SignInLimits } from './sign-in-limits.js';

const STEP_MS = 10 * MINUTE_MS;
/** A password that somebody else has seen does not wait for its owner for ever. */
const TEMPORARY_MS = 7 * DAY_MS;

/** Either the browser is signed in, or something more is asked of it. */
export type SignInOutcome =
  | { readonly next: 'signedIn'; readonly session: IssuedSecret }
  | { readonly next: 'code' | 'newPassword'; readonly step: IssuedSecret };

/** Signing in with a password of this installation: the password, a one-time code where one is asked for, and a new password where the old one has to go. */
@Injectable()
export class PasswordSignIn {
  private readonly nameKey: () => Buffer;

  constructor(
    @Inject(MEMBER_STORE) private readonly members: MemberStore,
    @Inject(LOCAL_PASSWORD_STORE) private readonly kept: LocalPasswordStore,
    @Inject(SIGN_IN_STEP_STORE) private readonly steps: SignInStepStore,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(SignInLimits) private readonly limits: SignInLimits,
    @Inject(SessionOpener) private readonly opener: SessionOpener,
    @Inject(AuditTrail) private readonly trail: AuditTrail,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(AUDIT_PARTS) audit: AuditParts,
  ) {
    this.nameKey = () => derivedKey(audit.key, 'unknown names');
  }

  /** The first step. An unknown name takes as long as a wrong password, and is answered alike. */
  async withPassword(login: string, password: string, asker: Asker): Promise<SignInOutcome> {
    const account = login.trim().toLowerCase();
    const member = await this.members.bySubject(LOCAL, account);
    await this.counted(account, member, asker);
    const kept = member === null ? null : await this.kept.of(member.id);
    const fits = await isPassword(password, kept?.phc ?? NOBODYS_PASSWORD);
    const stale = kept !== null && kept.mustChange && this.clock.now() - kept.setAt.getTime() > TEMPORARY_MS;
    if (member === null || kept === null || !fits || member.disabledAt !== null || stale) {
      const reason = !fits ? 'password' : stale ? 'temporaryPasswordExpired' : 'disabled';
      await this.failed(account, member, asker, reason);
      throw new Unauthorized('The name or the password is wrong, or a temporary password has expired.');
    }
    if (kept.totpSecret !== null) return { next: 'code', step: await this.begin('code', member) };
    await this.limits.succeeded(account, asker.address);
    return this.proved(member, kept.mustChange, asker);
  }

  /** The one-time code of a sign-in whose password was right. */
  async withCode(stepSecret: string | null, code: string, asker: Asker): Promise<SignInOutcome> {
    const member = await this.memberOf(stepSecret, 'code');
    await this.counted(member.subject, member, asker);
    const kept = await this.kept.of(member.id);
    if (kept === null || !(await this.passwords.takeCode(member.id, kept, code))) {
      await this.failed(member.subject, member, asker, 'code');
      throw new Unauthorized('The code is wrong, has expired or was used before: wait for the next one.');
    }
    await this.useUp(stepSecret, 'code');
    await this.limits.succeeded(member.subject, asker.address);
    return this.proved(member, kept.mustChange, asker);
  }

  /** The new password of a sign-in that may not go on with the old one. */
  async withNewPassword(stepSecret: string | null, password: string, asker: Asker): Promise<SignInOutcome> {
    const member = await this.memberOf(stepSecret, 'newPassword');
    const phc = await this.passwords.newPhc(member, password);
    await this.useUp(stepSecret, 'newPassword');
    const session = await this.opener.ofMember(member, 'password', asker, (client) =>
      this.passwords.setOwn(client, member, phc, null),
    );
    return { next: 'signedIn', session };
  }

  private async proved(member: Member, mustChange: boolean, asker: Asker): Promise<SignInOutcome> {
    if (mustChange) return { next: 'newPassword', step: await this.begin('newPassword', member) };
    return { next: 'signedIn', session: await this.opener.ofMember(member, 'password', asker) };
  }

  private begin(awaits: 'code' | 'newPassword', { id }: Member): Promise<IssuedSecret> {
    return this.steps.begin(awaits, { memberId: id, facts: {} }, STEP_MS);
  }

  private async memberOf(stepSecret: string | null, awaits: 'code' | 'newPassword'): Promise<Member> {
    const step = stepSecret === null ? null : await this.steps.find(stepSecret, awaits);
    const member = step === null || step.memberId === null ? null : await this.members.byId(step.memberId);
    if (member === null || member.disabledAt !== null) throw new Unauthorized(BEGIN_AGAIN);
    return member;
  }

  /** Of two answers that come at once, one goes on. */
  private async useUp(stepSecret: string | null, awaits: 'code' | 'newPassword'): Promise<void> {
    if (stepSecret === null || (await this.steps.use(stepSecret, awaits)) === null) throw new Unauthorized(BEGIN_AGAIN);
  }

  /** Counts the attempt; the first that is one too many is written down. */
  private async counted(account: string, member: Member | null, asker: Asker): Promise<void> {
    try {
      await this.limits.attempt(account, asker.address);
    } catch (error) {
      if (error instanceof TooManyAttempts && error.first) await this.failed(account, member, asker, 'tooManyAttempts');
      throw error;
    }
  }

  /** What was typed as a name may be a password: names that are not known are written down as a keyed fingerprint only. */
  private async failed(account: string, member: Member | null, { address }: Asker, reason: string): Promise<void> {
    const named =
      member === null
        ? { nameFingerprint: createHmac('sha256', this.nameKey()).update(account).digest('hex').slice(0, 16) }
        : { login: member.subject };
    await this.trail.note(
      { kind: 'nobody', id: null, name: 'nobody' },
      { action: 'signIn.failed', target: member?.id ?? null, detail: { by: 'password', reason, address, ...named } },
    );
  }
}

const BEGIN_AGAIN = 'The sign-in was not begun in this browser, or took too long: begin again.';
