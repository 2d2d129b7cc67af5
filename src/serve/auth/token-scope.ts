import type { KnownToken } from '../../store/tokens.store.js';
import type { Role } from '../../usage/role.js';
import { teamsOf } from './roles.js';

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
