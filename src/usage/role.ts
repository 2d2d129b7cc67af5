/** What somebody is here for. A member may have several roles and may do what any of them may. */
export const ROLES = ['viewer', 'finance', 'investigator', 'operator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** The roles among some texts. What is no role, of another version perhaps, gives nobody anything. */
export function rolesAmong(texts: readonly string[]): Role[] {
  return ROLES.filter((role) => texts.includes(role));
}
