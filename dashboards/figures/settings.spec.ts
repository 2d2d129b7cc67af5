import { expect, it } from 'vitest';
import type { SettingSpell } from '../api/generated/types.gen.js';
import { changedLeaves, leavesOf, settingLines, tellingLeaves } from './settings.js';

function spell(resource: string, value: unknown, seen: readonly [string, string], name = 'logGroup'): SettingSpell {
  const [firstSeenAt, lastSeenAt] = seen;
  const place = { cloud: 'bedrock', accountId: '1', region: 'us-east-1' };
  return { ...place, resource, name, known: true, value, permission: null, firstSeenAt, lastSeenAt };
}

const EARLY = ['2026-11-01T00:00:00Z', '2026-11-05T00:00:00Z'] as const;
const LATER = ['2026-11-05T01:00:00Z', '2026-11-09T00:00:00Z'] as const;
const LATEST = ['2026-11-09T01:00:00Z', '2026-11-20T00:00:00Z'] as const;

it('what changed stands first, the latest change first of all, with what it was before', () => {
  const lines = settingLines([
    spell('a', { days: 30 }, EARLY),
    spell('b', { days: 30 }, EARLY),
    spell('b', { days: 14 }, LATER),
    spell('c', { days: 90 }, LATER),
    spell('c', { days: 7 }, LATEST),
  ]);
  expect(lines.map(({ now, spells }) => [now.resource, ...spells.map(({ value }) => value)])).toEqual([
    ['c', { days: 7 }, { days: 90 }],
    ['b', { days: 14 }, { days: 30 }],
    ['a', { days: 30 }],
  ]);
});

it('what reads the same everywhere and never changed is one line with all that it is of', () => {
  const lines = settingLines([
    spell('a', { on: true }, EARLY),
    spell('b', { on: true }, LATER),
    spell('c', null, EARLY),
  ]);
  expect(lines.map(({ alike }) => alike.map(({ resource }) => resource))).toEqual([['a', 'b'], ['c']]);
});

it('what a store holds changes by the day and is no setting', () => {
  expect(settingLines([spell('a', { day: '2026-11-20' }, LATEST, 'newestRecord')])).toEqual([]);
});

it('values are found however deep they lie, and what is nothing has its place', () => {
  expect(leavesOf({ on: true, bucket: { name: 'b', prefix: null }, rules: [{ days: 30 }] })).toEqual([
    { path: 'on', value: true },
    { path: 'bucket.name', value: 'b' },
    { path: 'bucket.prefix', value: null },
    { path: 'rules.0.days', value: 30 },
  ]);
});

it('for how long something is kept is said first, of the settings and inside each of them', () => {
  const value = { exists: true, locked: null, retentionDays: 90 };
  expect(tellingLeaves(value).map(({ path }) => path)).toEqual(['retentionDays', 'exists']);
  const lines = settingLines([spell('a', { on: true }, EARLY, 'sinks'), spell('b', value, EARLY, 'logBucket')]);
  expect(lines.map(({ now }) => now.name)).toEqual(['logBucket', 'sinks']);
});

it('a change names what reads otherwise, what came and what went, and nothing else', () => {
  const changes = changedLeaves({ days: 30, on: true, bucket: 'b' }, { days: 14, on: true, table: 't' });
  expect(changes.map(({ path, from, to }) => [path, from?.value, to?.value])).toEqual([
    ['days', 30, 14],
    ['bucket', 'b', undefined],
    ['table', undefined, 't'],
  ]);
});
