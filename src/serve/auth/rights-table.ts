import { ROLES, type Role } from '../../usage/role.js';
import { RIGHT_WORDS } from './refusal.js';
import { ALL_RIGHTS, mayDo, type Right } from './roles.js';

/** A right, what it is for, and the roles that have it. */
export interface RightOfRoles {
  readonly right: Right;
  readonly words: string;
  readonly roles: readonly { readonly role: Role; readonly ownTeamsOnly: boolean }[];
}

/** What each role may do, as the service decides by it. Viewers' rights to calls are to those of their own teams. */
export function rightsTable(): RightOfRoles[] {
  return ALL_RIGHTS.map((right) => ({
    right,
    words: RIGHT_WORDS[right],
    roles: ROLES.filter((role) => mayDo([role], right)).map((role) => ({
      role,
      ownTeamsOnly: role === 'viewer' && right !== 'self',
    })),
  }));
}
