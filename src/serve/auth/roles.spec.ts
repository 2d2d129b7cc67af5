import { describe, expect, it } from 'vitest';
import { ROLES, type Role } from '../../usage/role.js';
import { ALL_RIGHTS, mayDo, teamsOf, type Right } from './roles.js';

const MATRIX: readonly (readonly [Role, readonly Right[]])[] = [
  ['viewer', ['self', 'figures', 'identities']],
  ['finance', ['self', 'figures', 'wholeFigures', 'health', 'closeBooks']],
  ['investigator', ['self', 'figures', 'wholeFigures', 'identities', 'health', 'audit']],
  ['operator', ['self', 'health', 'operate']],
  ['admin', ALL_RIGHTS],
];
describe('roles', () => {
  it('are all decided about', () => {
    expect(MATRIX.map(([role]) => role)).toEqual(ROLES);
  });

  it.each(MATRIX)('%s may do %j, and nothing else', (role, rights) => {
    expect(ALL_RIGHTS.filter((right) => mayDo([role], right))).toEqual(rights);
  });

  it('add up: who has two may do what either may', () => {
    expect(ALL_RIGHTS.filter((right) => mayDo(['finance', 'operator'], right))).toEqual([
      'self',
      'figures',
      'wholeFigures',
      'health',
      'operate',
      'closeBooks',
    ]);
    expect(ALL_RIGHTS.filter((right) => mayDo([], right))).toEqual([]);
  });

  it('do not add up to more than either meant: who sees all figures sees no callers for being a viewer too', () => {
    expect(mayDo(['viewer', 'finance'], 'identities')).toBe(false);
    expect(mayDo(['viewer', 'operator'], 'identities')).toBe(true);
    expect(mayDo(['finance', 'investigator'], 'identities')).toBe(true);
  });

  it.each<[readonly Role[], readonly string[] | null]>([
    [['viewer'], ['Claims']],
    [['viewer', 'operator'], ['Claims']],
    [['operator'], ['Claims']],
    [[], ['Claims']],
    [['viewer', 'finance'], null],
    [['investigator'], null],
    [['admin'], null],
  ])('%j sees the figures of %j', (roles, teams) => {
    expect(teamsOf(roles, ['Claims'])).toEqual(teams);
  });
});
