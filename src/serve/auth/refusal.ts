import type { Caller } from './caller.js';
import { ALL_RIGHTS, mayDo, RIGHTS, type Right } from './roles.js';

/** What each right is for, in words that go on after "the right". */
export const RIGHT_WORDS: Readonly<Record<Right, string>> = {
  self: 'to know who one is and what this installation is',
  figures: 'to see requests, tokens and costs',
  wholeFigures: 'to see what belongs to no single team: commitments, re-rates, closed months, corrections',
  identities: 'to see who called: principals, sessions, persons, request metadata',
  health: 'to see how collecting stands: sources, coverage, meters, log settings, alerts',
  operate: 'to act on collecting: replay, acknowledge, mute, test',
  closeBooks: 'to correct and close the past',
  audit: 'to see who did what here',
  administer: 'to manage members, roles and tokens',
};

/** What cannot be limited to some teams, and is refused to a token that is. */
const OF_ALL_TEAMS: ReadonlySet<Right> = new Set(['wholeFigures', 'closeBooks']);

type Asker = Pick<Caller, 'roles' | 'teams'>;

/** Why the caller may not, in words: which right is missing and which roles have it. Null when the caller may. */
export function refusalOf(caller: Asker, right: Right): string | null {
  const { roles, teams } = caller;
  const limited = teams !== null && OF_ALL_TEAMS.has(right);
  if (mayDo(roles, right) && !limited) return null;
  const have = roles.length === 0 ? 'You have no role' : `You are ${roles.join(' and ')}`;
  const limit = limited && mayDo(roles, right) ? ', limited to some teams' : '';
  return `This needs the right "${right}" (${RIGHT_WORDS[right]}), which these roles have: ${RIGHTS[right].join(', ')}. ${have}${limit}.`;
}

/** Everything that the caller may, and why not the rest. A token of some teams may not see what belongs to all, whatever its roles. */
export function rightsOf(caller: Asker): { rights: Right[]; missing: { right: Right; words: string }[] } {
  const rights: Right[] = [];
  const missing: { right: Right; words: string }[] = [];
  for (const right of ALL_RIGHTS) {
    const words = refusalOf(caller, right);
    if (words === null) rights.push(right);
    else missing.push({ right, words });
  }
  return { rights, missing };
}
