import { describe, expect, it } from 'vitest';
import { signInSchema, type OidcConfig } from '../../../runtime/config/sign-in-schema.js';
import { z } from 'zod';
import { lacksGroups, memberOfClaims, UnusableClaims } from './oidc-member.js';

function settings(more: object = {}): OidcConfig {
  const { oidc } = signInSchema(z.string()).parse({
    oidc: {
      issuer: 'https://id.example.com',
      clientId: 'ledgerline',
      clientSecret: 'from the environment',
      roles: { viewer: ['everybody'], finance: ['controllers'], admin: ['platform', 'root'] },
      teams: { 'g-17': 'Claims', 'g-18': ['Search', 'Claims'] },
      ...more,
    },
  });
  if (oidc === undefined) throw new Error('no oidc');
  return oidc;
}
const ana = { sub: 'a-1', name: 'Ana', email: 'ana@example.com' };

describe('what a provider says of somebody', () => {
  it.each<[unknown, readonly string[], readonly string[]]>([
    [[], [], []],
    [undefined, [], []],
    [['everybody'], ['viewer'], []],
    [['platform', 'everybody', 'g-17'], ['viewer', 'admin'], ['Claims']],
    [['g-17', 'g-18'], [], ['Claims', 'Search']],
    ['controllers', ['finance'], []],
    [['Everybody', 'admin', '__proto__', 'constructor'], [], []],
  ])('groups %j give the roles %j and the teams %j', (groups, roles, teams) => {
    expect(memberOfClaims({ ...ana, groups }, settings())).toMatchObject({ subject: 'a-1', name: 'Ana', roles, teams });
  });

  it('gives the default role to those without another, and only to them', () => {
    const open = settings({ defaultRole: 'viewer' });
    expect(memberOfClaims({ ...ana, groups: [] }, open).roles).toEqual(['viewer']);
    expect(memberOfClaims({ ...ana, groups: ['controllers'] }, open).roles).toEqual(['finance']);
  });

  it('names teams after groups with a prefix', () => {
    const { teams } = memberOfClaims(
      { ...ana, groups: ['team:', 'team:Fraud', 'g-17', 'xteam:No'] },
      settings({ teamPrefix: 'team:' }),
    );
    expect(teams).toEqual(['Claims', 'Fraud']);
  });

  it('may stand in another claim: a domain, or one address', () => {
    const google = settings({ groupsClaim: 'hd', roles: { viewer: ['example.com'] } });
    expect(memberOfClaims({ ...ana, hd: 'example.com' }, google).roles).toEqual(['viewer']);
    expect(memberOfClaims({ ...ana, hd: 'evil.example' }, google).roles).toEqual([]);
    const byAddress = settings({ groupsClaim: 'email', roles: { admin: ['ana@example.com'] } });
    expect(memberOfClaims({ ...ana, email_verified: true }, byAddress).roles).toEqual(['admin']);
    for (const unproved of [undefined, false, 'true']) {
      expect(memberOfClaims({ ...ana, email_verified: unproved }, byAddress).roles).toEqual([]);
    }
  });

  it.each<[object, string, string | null]>([
    [ana, 'Ana', 'ana@example.com'],
    [{ ...ana, email_verified: true }, 'Ana', 'ana@example.com'],
    [{ ...ana, email_verified: false }, 'Ana', null],
    [{ sub: 'a-1', preferred_username: 'ana' }, 'ana', null],
    [{ sub: 'a-1', email: 'ana@example.com' }, 'ana@example.com', 'ana@example.com'],
    [{ sub: 'a-1', name: '', email: 7 }, 'a-1', null],
  ])('%j is called %s, with the address %s', (claims, name, email) => {
    expect(memberOfClaims(claims, settings())).toMatchObject({ name, email });
  });

  it.each<[unknown, string]>([
    [{}, 'no sub'],
    [{ ...ana, groups: { admin: true } }, '"groups"'],
    [{ ...ana, groups: [7] }, '"groups"'],
    [{ ...ana, _claim_names: { groups: 'src1' } }, 'too many groups'],
  ])('%j is refused, because of %s', (claims, words) => {
    expect(() => memberOfClaims(claims, settings())).toThrow(UnusableClaims);
    expect(() => memberOfClaims(claims, settings())).toThrow(words);
  });

  it('is completed from userinfo only where the groups are missing', () => {
    expect(lacksGroups({ sub: 'a-1' }, settings())).toBe(true);
    expect(lacksGroups({ sub: 'a-1', groups: [] }, settings())).toBe(false);
  });
});
