import { expect, it } from 'vitest';
import type { Role } from '../usage/role.js';
import { maySeeAlert, refuseHiddenAlert } from './alert-rights.js';

const may = (role: Role, check: string, subject: string, teams: readonly string[] | null = null) =>
  maySeeAlert({ roles: [role], teams }, { check, subject });

it.each([
  ['retention', 'bedrock/1/us-east-1', ['operator', 'finance', 'investigator', 'admin']],
  ['throttling', 'bedrock/1/us-east-1/claude-opus-5', ['operator', 'finance', 'investigator', 'admin']],
  ['first-seen', 'region/ap-south-1 in bedrock/1', ['operator', 'finance', 'investigator', 'admin']],
  ['usage-spike', 'team/claims', ['finance', 'investigator', 'admin']],
  ['unattributed-usage', 'bedrock', ['finance', 'investigator', 'admin']],
  ['usage-spike', 'person/ana', ['investigator', 'admin']],
  ['first-seen', 'identity/ana in bedrock/1', ['investigator', 'admin']],
  ['first-seen', 'address/203.0.113.0/24 of ana', ['investigator', 'admin']],
  ['refusals', 'person/ana', ['investigator', 'admin']],
  ['off-hours', 'person/ana', ['investigator', 'admin']],
  ['outside-gateway', 'bedrock/1/ana', ['investigator', 'admin']],
] as const)('%s of %s is shown to %j', (check, subject, roles) => {
  const all = ['operator', 'finance', 'investigator', 'admin'] as const;
  expect(all.filter((role) => may(role, check, subject))).toEqual(roles);
});

it('is hidden from a token that is limited to some teams, whatever its roles', () => {
  expect(may('investigator', 'usage-spike', 'person/ana', ['Claims'])).toBe(false);
});

it('is refused with the right that is missing', () => {
  const alert = { check: 'refusals', subject: 'person/ana' };
  expect(() => refuseHiddenAlert({ roles: ['operator'], teams: null }, alert)).toThrow('the right "identities"');
});
