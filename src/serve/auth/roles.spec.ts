import { describe, expect, it } from 'vitest';
import { ROLES, type Role } from '../../usage/role.js';
import { mayDo, RIGHTS, teamsOf, type Right } from './roles.js';

const MATRIX: readonly (readonly [Role, readonly Right[]])[] = [
  ['viewer', ['self', 'figures', 'identities']],
  ['finance', ['self', 'figures', 'health', 'closeBooks']],
  ['investigator', ['self', 'figures', 'identities', 'health', 'audit']],
  ['operator', ['self', 'health', 'operate']],
  ['admin', ['self', 'figures', 'identities', 'health', 'operate', 'closeBooks', 'audit', 'administer']],
];
const ALL: readonly Right[] = [
  'self',
  'figures',
  'identities',
  'health',
  'operate',
  'closeBooks',
  'audit',
  'administer',
];

describe('roles', () => {
  it('are all decided about, and so is every right', () => {
    expect(MATRIX.map(([role]) => role)).toEqual(ROLES);
    expect(ALL.toSorted()).toEqual(Object.keys(RIGHTS).toSorted());
  });

  it.each(MATRIX)('%s may do %j, and nothing else', (role, rights) => {
    expect(ALL.filter((right) => mayDo([role], right))).toEqual(rights);
  });

  it('add up: who has two may do what either may', () => {
    expect(ALL.filter((right) => mayDo(['finance', 'operator'], right))).toEqual([
      'self',
      'figures',
      'health',
      'operate',
      'closeBooks',
    ]);
    expect(ALL.filter((right) => mayDo([], right))).toEqual([]);
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
