import { Inject, Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import type { AuditActor } from '../../investigate/audit/audit-chain.js';
import type { Clock } from '../../runtime/clock.js';
import type { Member, MemberStore } from '../../store/members.store.js';
import type { IssuedSecret } from '../../store/secret.js';
import type { SessionStore, SignInWay } from '../../store/sessions.store.js';
import type { Role } from '../../usage/role.js';
import { AuditTrail } from '../audit-trail.js';
import { CLOCK } from '../serve.tokens.js';
import type { Asker } from './asker.js';
import { MEMBER_STORE, SESSION_STORE } from './auth.tokens.js';

/** Opens sessions, whatever the door: in place of the browser's old one, and written down. */
@Injectable()
export class SessionOpener {
  constructor(
    @Inject(SESSION_STORE) private readonly sessions: SessionStore,
    @Inject(MEMBER_STORE) private readonly members: MemberStore,
    @Inject(AuditTrail) private readonly trail: AuditTrail,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A member's session; with `before`, after a change in the same transaction. */
  async ofMember(
    { id, name }: Pick<Member, 'id' | 'name'>,
    by: SignInWay,
    asker: Asker,
    before: (client: PoolClient) => Promise<void> = async () => {},
  ): Promise<IssuedSecret> {
    return this.open({ kind: 'member', id, name }, by, { memberId: id }, asker, async (client) => {
      await before(client);
      await this.members.change(client, id, { lastSignInAt: new Date(this.clock.now()) });
    });
  }

  /** The session of a sign-in link. */
  async ofLink(roles: readonly Role[], asker: Asker): Promise<IssuedSecret> {
    return this.open({ kind: 'member', id: null, name: 'sign-in link' }, 'link', { roles }, asker, async () => {});
  }

  private async open(
    actor: AuditActor,
    by: SignInWay,
    of: { readonly memberId: string } | { readonly roles: readonly Role[] },
    { address, userAgent, sessionSecret }: Asker,
    before: (client: PoolClient) => Promise<void>,
  ): Promise<IssuedSecret> {
    const replaced = sessionSecret === null ? null : await this.sessions.find(sessionSecret);
    return this.trail.change(actor, async (client) => {
      await before(client);
      if (replaced !== null) await this.sessions.end(client, replaced.sessionId);
      const { sessionId, ...session } = await this.sessions.open(client, { by, userAgent, of });
      const detail = { by, address, replaced: replaced?.sessionId ?? null };
      return { outcome: session, deed: { action: 'session.opened', target: sessionId, detail } };
    });
  }
}
