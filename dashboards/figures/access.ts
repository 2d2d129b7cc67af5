import type { ApiToken, Member, RightOfRoles } from '../api/generated/types.gen.js';
import type { Tone } from './tone.js';

export type Role = Member['roles'][number];
export const ROLES = ['viewer', 'finance', 'investigator', 'operator', 'admin'] as const satisfies readonly Role[];

/** The issuer of accounts that are kept here. */
export const LOCAL = 'local';

/** An issuer as people call it: the host of its address. */
export function issuerInWords(issuer: string): string {
  return URL.canParse(issuer) ? new URL(issuer).host : issuer;
}

export type MemberState = 'active' | 'temporary' | 'disabled' | 'powerless';

/** How a member stands: whether they may come in, and to what. */
export function memberState({ disabledAt, mustChangePassword, roles }: Member): MemberState {
  if (disabledAt !== null) return 'disabled';
  if (roles.length === 0) return 'powerless';
  return mustChangePassword ? 'temporary' : 'active';
}

export const TONE_OF_MEMBER: Readonly<Record<MemberState, Tone>> = {
  active: 'ok',
  temporary: 'warn',
  disabled: 'unknown',
  powerless: 'warn',
};

const rankOfMember = ({ disabledAt }: Member) => (disabledAt === null ? 0 : 1);

/** Members by name, those who may not come in any more at the end. */
export function membersInOrder(members: readonly Member[]): Member[] {
  return members.toSorted((a, b) => rankOfMember(a) - rankOfMember(b) || a.name.localeCompare(b.name));
}

/** Names in a line of text: separated by commas, each once. */
export function namesIn(text: string): string[] {
  return [...new Set(text.split(',').map((name) => name.trim()))].filter((name) => name !== '');
}

export type Extent = 'yes' | 'ownTeams' | 'no';

/** How far a role has a right. */
export function extentOf({ roles }: RightOfRoles, role: Role): Extent {
  const has = roles.find((one) => one.role === role);
  if (!has) return 'no';
  return has.ownTeamsOnly ? 'ownTeams' : 'yes';
}

const DAY_MS = 86_400_000;
const SOON_DAYS = 14;

/** Whole days until a valid token expires, where that is soon enough to make another; null otherwise. */
export function expiresSoon({ state, expiresAt }: ApiToken, now: number): number | null {
  if (state !== 'valid' || expiresAt === null) return null;
  const days = Math.floor((Date.parse(expiresAt) - now) / DAY_MS);
  return days < SOON_DAYS ? Math.max(0, days) : null;
}

const rankOfToken = ({ state }: ApiToken) => (state === 'valid' ? 0 : 1);

/** Tokens that still open something first, the latest made first among each. */
export function tokensInOrder(tokens: readonly ApiToken[]): ApiToken[] {
  return tokens.toSorted((a, b) => rankOfToken(a) - rankOfToken(b) || b.createdAt.localeCompare(a.createdAt));
}

export const TONE_OF_TOKEN: Readonly<Record<ApiToken['state'], Tone>> = {
  valid: 'ok',
  expired: 'unknown',
  revoked: 'unknown',
};

/** Edge and Opera call themselves Chrome as well, and Chrome calls itself Safari: the first that fits is meant. */
const BROWSERS = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
] as const;
const SYSTEMS = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
] as const;

/** A browser as people call it; what is not known stays as it calls itself. */
export function browserInWords(userAgent: string): string {
  const named = [BROWSERS, SYSTEMS].flatMap((list) => list.find(([pattern]) => pattern.test(userAgent))?.[1] ?? []);
  return named.length === 0 ? userAgent : named.join(', ');
}

/** Details of an entry of the audit log, name by name, in one line each. */
export function detailLines(detail: Readonly<Record<string, unknown>>): { name: string; value: string }[] {
  return Object.entries(detail).flatMap(([name, value]) =>
    value === null || isEmpty(value) ? [] : [{ name, value: valueInWords(value) }],
  );
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function valueInWords(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(', ');
  return JSON.stringify(value);
}
