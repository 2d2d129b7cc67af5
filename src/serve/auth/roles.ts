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
  /** Figures that no team can be cut out of: commitments, re-rates, closed months, corrections. */
  wholeFigures: ['finance', 'investigator', 'admin'],
  /** Callers as the clouds logged them: principals, sessions, request metadata; of the own teams for viewers. */
  identities: ['viewer', 'investigator', 'admin'],
  /** How collecting stands: sources, coverage, meters, settings of the clouds' logs, alerts. */
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

/**
 * Whether any of the roles has the right. Viewers see who called in their own teams; a role that lifts the limit of teams
 * takes the place of `viewer`, or finance and viewer together would see everybody's callers.
 */
export function mayDo(roles: readonly Role[], right: Right): boolean {
  const having: readonly Role[] = RIGHTS[right];
  const counted = seesAllTeams(roles) ? roles.filter((role) => role !== 'viewer') : roles;
  return counted.some((role) => having.includes(role));
}

/** The teams whose figures the roles are limited to; null for no limit. */
export function teamsOf(roles: readonly Role[], teams: readonly string[]): readonly string[] | null {
  return seesAllTeams(roles) ? null : teams;
}

function seesAllTeams(roles: readonly Role[]): boolean {
  const having: readonly Role[] = RIGHTS.wholeFigures;
  return roles.some((role) => having.includes(role));
}

const isRight = (name: string): name is Right => name in RIGHTS;
export const ALL_RIGHTS = Object.keys(RIGHTS).filter(isRight);
