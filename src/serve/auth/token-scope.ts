import type { KnownToken } from '../../store/tokens.store.js';
import type { Role } from '../../usage/role.js';
import { BadParameter, Forbidden } from '../request-errors.js';
import type { Caller } from './caller.js';
import { mayDo, teamsOf } from './roles.js';

/** What a token may now: its roles as far as its maker still has them, in its teams as far as its maker sees them. */
export function scopeOfToken({ roles, teams, maker }: Omit<KnownToken, 'id' | 'name'>): {
  readonly roles: readonly Role[];
  readonly teams: readonly string[] | null;
} {
  if (maker === null) return { roles, teams: teams ?? teamsOf(roles, []) };
  const shared = roles.filter((role) => maker.roles.includes(role));
  if (teams === null) return { roles: shared, teams: teamsOf(shared, maker.teams) };
  // By the token's roles: those that its maker left out must not widen it.
  const seen = teamsOf(shared, maker.teams);
  return { roles: shared, teams: seen === null ? teams : teams.filter((team) => seen.includes(team)) };
}

/**
 * What a new token is made for: some of the caller's roles, in some of the teams that these roles show the caller; `own` are
 * the caller's teams as a member, null for the holder of a link. Throws Forbidden for a token that wants another one, which
 * would outlive it, and a BadParameter for what the caller does not have.
 */
export function scopeOfNewToken(
  caller: Caller,
  own: readonly string[] | null,
  asked: { readonly roles?: readonly Role[] | undefined; readonly teams?: readonly string[] | undefined },
): Pick<KnownToken, 'roles' | 'teams'> {
  if (caller.kind === 'token') throw new Forbidden('A token cannot make tokens: sign in for that.', null);
  const { roles = caller.roles, teams } = asked;
  const lacking = roles.filter((role) => !caller.roles.includes(role));
  if (roles.length === 0) throw new BadParameter('roles', 'Name at least one role for the token.');
  if (lacking.length > 0) throw new BadParameter('roles', `You do not have the role ${lacking.join(', ')} yourself.`);
  const seen = own === null ? null : teamsOf(roles, own);
  const foreign = teams?.filter((team) => seen !== null && !seen.includes(team)) ?? [];
  if (foreign.length > 0) {
    throw new BadParameter('teams', `As ${roles.join(' and ')} you do not see the figures of ${foreign.join(', ')}.`);
  }
  const limited = teams ?? seen ?? teamsOf(roles, []);
  if (limited?.length === 0 && mayDo(roles, 'figures')) {
    throw new BadParameter(
      'teams',
      `A token of ${roles.join(' and ')} sees the figures of its teams, and would have none.`,
    );
  }
  return { roles, teams: teams ?? null };
}
