import type { Role } from '../../usage/role.js';

/**
 * What a route asks for, and who has it. A right that is not in this table is nobody's; a route that names none answers
 * nobody. Figures of a viewer are those of their own teams only; that is not decided here but put into every question.
 */
export const RIGHTS = {
  /** To know who one is and what this installation is. */
  self: ['viewer', 'finance', 'investigator', 'operator', 'admin'],
  /** Requests, tokens and costs: of the own teams for viewers, of everybody for the others. */
  figures: ['viewer', 'finance', 'investigator', 'admin'],
  /** Callers as the clouds logged them: principals, sessions, request metadata. */
  identities: ['viewer', 'investigator', 'admin'],
  /** How collecting stands: sources, coverage, settings of the clouds' logs, alerts. */
  health: ['finance', 'investigator', 'operator', 'admin'],
  /** To act on it: replay quarantine, acknowledge, mute, test a channel. */
  operate: ['operator', 'admin'],
  /** To correct and close the past: re-rate, close a month. */
  closeBooks: ['finance', 'admin'],
  /** Who did what here. */
  audit: ['investigator', 'admin'],
  /** Members, roles, tokens, sign-in. */
  administer: ['admin'],
} as const satisfies Record<string, readonly Role[]>;
export type Right = keyof typeof RIGHTS;

/** Whether any of the roles has the right. */
export function mayDo(roles: readonly Role[], right: Right): boolean {
  const having: readonly Role[] = RIGHTS[right];
  return roles.some((role) => having.includes(role));
}

/** Every right that any of the roles has. */
export function rightsOf(roles: readonly Role[]): string[] {
  return Object.entries<readonly Role[]>(RIGHTS).flatMap(([right, having]) =>
    having.some((role) => roles.includes(role)) ? [right] : [],
  );
}

/** The teams whose figures the roles are limited to; null for no limit. */
export function teamsOf(roles: readonly Role[], teams: readonly string[]): readonly string[] | null {
  const seesAll = roles.some((role) => role !== 'viewer' && mayDo([role], 'figures'));
  return seesAll ? null : teams;
}
