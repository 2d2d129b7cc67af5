import { z } from 'zod';
import type { OidcConfig } from '../../../runtime/config/sign-in-schema.js';
import { ROLES, type Role } from '../../../usage/role.js';

/** Who signed in, as their provider describes them. */
export interface OidcMember {
  readonly subject: string;
  readonly name: string;
  readonly email: string | null;
  /** What their groups give them here; no role is none. */
  readonly roles: readonly Role[];
  readonly teams: readonly string[];
}

const text = z.string().min(1);
const claimsSchema = z.looseObject({
  sub: text.max(255),
  name: text.optional().catch(undefined),
  preferred_username: text.optional().catch(undefined),
  email: text.optional().catch(undefined),
  email_verified: z.unknown().optional(),
  _claim_names: z.record(z.string(), z.unknown()).optional().catch(undefined),
});
const groupsSchema = z.union([z.array(z.string()), text.transform((group) => [group])]);

/** The provider sent another kind of answer than the configuration expects. What it was stays out of the words. */
export class UnusableClaims extends Error {
  override readonly name = 'UnusableClaims';
}

/** The member that claims of a provider stand for. Throws UnusableClaims when they cannot be read. */
export function memberOfClaims(claims: unknown, settings: OidcConfig): OidcMember {
  const { data } = claimsSchema.safeParse(claims);
  if (data === undefined) throw new UnusableClaims('The provider did not say who signed in: there is no sub.');
  const { groupsClaim } = settings;
  // Entra ID leaves more than 200 groups out of a token and names a place to fetch them instead.
  // https://learn.microsoft.com/entra/identity-platform/optional-claims#groups-overage-claim
  if (data[groupsClaim] === undefined && data._claim_names?.[groupsClaim] !== undefined) {
    throw new UnusableClaims(
      `The provider leaves out "${groupsClaim}" because this person is in too many groups: have it send only the groups that are assigned to the application, or roles of the application.`,
    );
  }
  // An address that the provider has not proved is what somebody typed there: it opens nothing.
  const proved = groupsClaim !== 'email' || data.email_verified === true;
  const groups = groupsSchema.safeParse((proved ? data[groupsClaim] : undefined) ?? []).data;
  if (groups === undefined) {
    throw new UnusableClaims(`The provider's claim "${groupsClaim}" is neither a list of texts nor one text.`);
  }
  // An address that nobody has proved is anybody's.
  const email = data.email_verified === false ? null : (data.email ?? null);
  return {
    subject: data.sub,
    name: (data.name ?? data.preferred_username ?? email ?? data.sub).slice(0, 200),
    email: email?.slice(0, 320) ?? null,
    roles: rolesOfGroups(groups, settings),
    teams: teamsOfGroups(groups, settings),
  };
}

/** Whether the claims have to be completed from the provider's userinfo. */
export function lacksGroups(claims: Readonly<Record<string, unknown>>, { groupsClaim }: OidcConfig): boolean {
  return claims[groupsClaim] === undefined;
}

function rolesOfGroups(groups: readonly string[], { roles, defaultRole }: OidcConfig): Role[] {
  const given = ROLES.filter((role) => roles[role].some((group) => groups.includes(group)));
  return given.length > 0 || defaultRole === undefined ? given : [defaultRole];
}

function teamsOfGroups(groups: readonly string[], { teams, teamPrefix }: OidcConfig): string[] {
  const named = groups.flatMap((group) => (Object.hasOwn(teams, group) ? (teams[group] ?? []) : []));
  const called =
    teamPrefix === undefined
      ? []
      : groups.flatMap((group) =>
          group.startsWith(teamPrefix) && group !== teamPrefix ? [group.slice(teamPrefix.length)] : [],
        );
  return [...new Set([...named, ...called])].toSorted();
}
