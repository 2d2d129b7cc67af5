import type { Member } from '../store/members.store.js';
import type { ListedToken } from '../store/tokens.store.js';
import type { ApiTokenAnswer, MemberAnswer } from './answers/members.js';

export function shapeMember({
  id,
  subject,
  roles,
  teams,
  createdAt,
  lastSignInAt,
  disabledAt,
  ...member
}: Member): MemberAnswer {
  return {
    ...member,
    memberId: id,
    login: subject,
    roles: [...roles],
    teams: [...teams],
    createdAt: createdAt.toISOString(),
    lastSignInAt: lastSignInAt?.toISOString() ?? null,
    disabledAt: disabledAt?.toISOString() ?? null,
  };
}

export function shapeToken(token: ListedToken, now: number): ApiTokenAnswer {
  const { id, name, hint, roles, teams, madeBy, madeByName, createdAt, expiresAt, lastUsedAt, revokedAt } = token;
  const expired = expiresAt !== null && expiresAt.getTime() <= now;
  return {
    tokenId: id,
    name,
    hint,
    roles: [...roles],
    teams: teams && [...teams],
    madeBy: madeBy === null ? null : { memberId: madeBy, name: madeByName ?? '' },
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
    state: revokedAt === null ? (expired ? 'expired' : 'valid') : 'revoked',
  };
}
