import { randomBytes } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { AuditActor } from '../../investigate/audit/audit-chain.js';
import type { LocalPasswordStore } from '../../store/local-passwords.store.js';
import { LOCAL, type Member, type MemberStore } from '../../store/members.store.js';
import type { SessionStore } from '../../store/sessions.store.js';
import type { AuditTrail } from '../audit-trail.js';
import type { Caller } from './caller.js';
import { hashPassword } from './password-hash.js';

/** Who is added here, with a password. */
export type LocalMember = Pick<Member, 'name' | 'email' | 'roles' | 'teams'> & { readonly login: string };

/** What may be changed of a member; what is not given stays. */
export type MemberChange = Partial<Pick<Member, 'name' | 'email' | 'roles' | 'teams' | 'managedBy'>> & {
  readonly disabled?: boolean | undefined;
};

interface MemberParts {
  readonly members: MemberStore;
  readonly passwords: LocalPasswordStore;
  readonly sessions: SessionStore;
  readonly trail: AuditTrail;
  readonly clock: { now(): number };
}

/** What administrators do with members, by the API and by command: each change with its entry in the audit log, or neither. */
export class MemberChanges {
  constructor(private readonly parts: MemberParts) {}

  /** Adds a local account with a password that has to be changed; null when the login is taken. */
  async add(
    who: Caller | AuditActor,
    { login, name, email, roles, teams }: LocalMember,
  ): Promise<{ readonly member: Member; readonly temporaryPassword: string } | null> {
    const { members, passwords, trail, clock } = this.parts;
    const temporaryPassword = newTemporaryPassword();
    const phc = await hashPassword(temporaryPassword);
    const subject = login.toLowerCase();
    return trail.change(who, async (client) => {
      const id = await members.add(client, { issuer: LOCAL, subject, name, email, roles, teams, managedBy: 'here' });
      if (id === null) return { outcome: null, deed: null };
      await passwords.set(client, id, phc, true, new Date(clock.now()));
      const detail = { by: 'hand', login: subject, roles: [...roles], teams: [...teams] };
      const member = await this.held(client, id);
      return {
        outcome: member === null ? null : { member, temporaryPassword },
        deed: { action: 'member.added', target: id, detail },
      };
    });
  }

  /** Changes a member, at once for all their sessions and tokens; one who is disabled is signed out. Null when there is none. */
  async change(who: Caller | AuditActor, id: string, { disabled, ...change }: MemberChange): Promise<Member | null> {
    const { members, sessions, trail, clock } = this.parts;
    return trail.change(who, async (client) => {
      const before = await this.held(client, id);
      if (before === null) return { outcome: null, deed: null };
      const isDisabled = before.disabledAt !== null;
      const disabledAt =
        disabled === undefined || disabled === isDisabled
          ? {}
          : { disabledAt: disabled ? new Date(clock.now()) : null };
      const setsRights = change.roles !== undefined || change.teams !== undefined;
      const managedBy = change.managedBy ?? (setsRights ? 'here' : before.managedBy);
      await members.change(client, id, { ...change, ...disabledAt, managedBy });
      if (disabled === true) await sessions.endAll(client, id);
      const after = (await members.byId(id, client)) ?? before;
      const detail = { before: factsOf(before), after: factsOf(after) };
      const same = JSON.stringify(detail.before) === JSON.stringify(detail.after);
      return { outcome: after, deed: same ? null : { action: 'member.changed', target: id, detail } };
    });
  }

  /** A new temporary password, for which every session ends; null when the member has no password here. */
  async resetPassword(who: Caller | AuditActor, id: string, removeSecondFactor: boolean): Promise<string | null> {
    const { passwords, sessions, trail, clock } = this.parts;
    const temporaryPassword = newTemporaryPassword();
    const phc = await hashPassword(temporaryPassword);
    return trail.change(who, async (client) => {
      const member = await this.held(client, id);
      if (member?.issuer !== LOCAL) return { outcome: null, deed: null };
      await passwords.set(client, id, phc, true, new Date(clock.now()));
      if (removeSecondFactor) await passwords.removeCodes(client, id);
      const ended = await sessions.endAll(client, id);
      const detail = { removeSecondFactor, sessionsEnded: ended };
      return { outcome: temporaryPassword, deed: { action: 'member.passwordReset', target: id, detail } };
    });
  }

  private async held(client: PoolClient, id: string): Promise<Member | null> {
    await this.parts.members.hold(client, id);
    return this.parts.members.byId(id, client);
  }
}

function factsOf({ name, email, roles, teams, managedBy, disabledAt }: Member) {
  return { name, email, roles: [...roles], teams: [...teams], managedBy, disabled: disabledAt !== null };
}

/** 100 random bits in groups that can be read out. */
function newTemporaryPassword(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789';
  const text = [...randomBytes(20)].map((byte) => letters[byte % letters.length]).join('');
  return text.replaceAll(/(.{5})(?=.)/g, '$1-');
}
