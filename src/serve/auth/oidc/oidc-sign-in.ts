import { Inject, Injectable, Logger } from '@nestjs/common';
import { z } from 'zod';
import type { Member, MemberStore } from '../../../store/members.store.js';
import type { IssuedSecret } from '../../../store/secret.js';
import type { SignInStepStore } from '../../../store/sign-in-steps.store.js';
import { MINUTE_MS } from '../../../usage/window.js';
import { AuditTrail } from '../../audit-trail.js';
import type { Asker } from '../asker.js';
import { MEMBER_STORE, OIDC_PROVIDER, SIGN_IN_STEP_STORE } from '../auth.tokens.js';
import { SessionOpener } from '../session-opener.js';
import { BEGIN_AGAIN, oidcFailureOf, type OidcFailure } from './oidc-failure.js';
import type { OidcMember } from './oidc-member.js';
import type { OidcProvider } from './oidc-provider.reader.js';

const STEP_MS = 10 * MINUTE_MS;

const factsSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  returnTo: z.string(),
});

/** Signing in at an OpenID provider: there, back, and as what. */
@Injectable()
export class OidcSignIn {
  private readonly logger = new Logger('sign-in');

  constructor(
    @Inject(OIDC_PROVIDER) private readonly provider: OidcProvider | null,
    @Inject(SIGN_IN_STEP_STORE) private readonly steps: SignInStepStore,
    @Inject(MEMBER_STORE) private readonly members: MemberStore,
    @Inject(SessionOpener) private readonly opener: SessionOpener,
    @Inject(AuditTrail) private readonly trail: AuditTrail,
  ) {}

  /** What the way is called; null where there is no provider. */
  get label(): string | null {
    return this.provider?.settings.label ?? null;
  }

  /** Where to send the browser, and what it has to show when it comes back. */
  async begin(
    returnTo: string,
  ): Promise<{ readonly url: string; readonly step: IssuedSecret } | { readonly failure: OidcFailure }> {
    if (this.provider === null) return { failure: NOT_CONFIGURED };
    try {
      const { url, request } = await this.provider.begin();
      const step = await this.steps.begin('oidc', { memberId: null, facts: { ...request, returnTo } }, STEP_MS);
      return { url, step };
    } catch (error) {
      return { failure: this.told(error) };
    }
  }

  /** The session of whom the provider's answer stands for, or why there is none. An answer is looked at once. */
  async finish(
    stepSecret: string | null,
    query: string,
    asker: Asker,
  ): Promise<{ readonly session: IssuedSecret; readonly returnTo: string } | { readonly failure: OidcFailure }> {
    if (this.provider === null) return { failure: NOT_CONFIGURED };
    const step = stepSecret === null ? null : await this.steps.use(stepSecret, 'oidc');
    if (step === null) return this.refused({ status: 400, reason: 'notBegunHere', words: BEGIN_AGAIN }, asker, null);
    const { returnTo, ...request } = factsSchema.parse(step.facts);
    let who: OidcMember;
    try {
      who = await this.provider.finish(query, request);
    } catch (error) {
      return this.refused(this.told(error), asker, null);
    }
    const { issuer } = this.provider.settings;
    const known = await this.members.bySubject(issuer, who.subject);
    if (known !== null && known.disabledAt !== null) return this.refused(DISABLED, asker, known);
    const member = await this.brought(known, who, issuer);
    if (member === null || member.roles.length === 0) return this.refused(NO_ROLE, asker, member);
    return { session: await this.opener.ofMember(member, 'oidc', asker), returnTo };
  }

  /** The member as the provider's groups have them now. Somebody new without a role is not written down. */
  private async brought(known: Member | null, who: OidcMember, issuer: string): Promise<Member | null> {
    const { subject, name, email, roles, teams } = who;
    if (known === null && roles.length === 0) return null;
    const actor = { kind: 'service', id: null, name: 'sign-in' } as const;
    const id = await this.trail.change(actor, async (client) => {
      if (known === null) {
        const added = await this.members.add(client, { ...who, issuer, managedBy: 'groups' });
        const memberId = added ?? (await this.members.bySubject(issuer, subject, client))?.id ?? null;
        const detail = { by: 'groups', name, roles: [...roles], teams: [...teams] };
        return { outcome: memberId, deed: added === null ? null : { action: 'member.added', target: added, detail } };
      }
      const byGroups = known.managedBy === 'groups';
      const before = { roles: [...known.roles], teams: [...known.teams] };
      const after = byGroups ? { roles: [...roles], teams: [...teams] } : before;
      await this.members.change(client, known.id, { name, email, ...after });
      const same = JSON.stringify(before) === JSON.stringify(after);
      const deed = { action: 'member.changed', target: known.id, detail: { by: 'groups', before, after } };
      return { outcome: known.id, deed: same ? null : deed };
    });
    return id === null ? null : this.members.byId(id);
  }

  private async refused(failure: OidcFailure, { address }: Asker, member: Member | null) {
    const detail = { by: 'oidc', reason: failure.reason, address };
    const nobody = { kind: 'nobody', id: null, name: 'nobody' } as const;
    await this.trail.note(nobody, { action: 'signIn.failed', target: member?.id ?? null, detail });
    return { failure };
  }

  private told(error: unknown): OidcFailure {
    const failure = oidcFailureOf(error);
    if (failure.status === 502) {
      const cause = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      this.logger.error(`The OpenID provider ${this.provider?.settings.issuer} cannot be used: ${cause}`);
    }
    return failure;
  }
}

const NOT_CONFIGURED: OidcFailure = {
  status: 400,
  reason: 'notConfigured',
  words: 'No OpenID provider is configured here (signIn.oidc).',
};
const DISABLED: OidcFailure = {
  status: 403,
  reason: 'disabled',
  words: 'This account may not come in any more. Ask an administrator of Ledgerline.',
};
const NO_ROLE: OidcFailure = {
  status: 403,
  reason: 'noRole',
  words: 'None of your groups has a role here. Ask an administrator of Ledgerline to be added to one.',
};
