import { expect, it } from 'vitest';
import type { PlaceVerdict, VerdictAction, VerdictReason } from '../api/generated/types.gen.js';
import { byCloud, bySentence, countShares, keyOfPlace, TONE_OF_KEEPING, worstFirst } from './keeping.js';

function place(region: string, state: PlaceVerdict['state'], more: Partial<PlaceVerdict> = {}): PlaceVerdict {
  return {
    cloud: 'bedrock',
    accountName: '111122223333',
    accountId: '111122223333',
    region,
    state,
    sourceIds: [],
    used: true,
    words: '',
    logging: 'on',
    heldDays: 30,
    oldestVanishesAt: null,
    wholeFrom: null,
    missing: [],
    reasons: [],
    stores: [],
    own: { state: 'complete', words: '', gaps: [] },
    missingPermissions: [],
    days: [],
    ...more,
  };
}

it('what is lost stands first, then what cannot be told, and what is kept last', () => {
  const places = [place('a', 'kept'), place('d', 'not kept'), place('b', 'at risk'), place('c', 'unknown')];
  expect(worstFirst(places).map(({ state }) => state)).toEqual(['not kept', 'unknown', 'at risk', 'kept']);
  expect(keyOfPlace(place('eu-west-1', 'kept'))).toBe('bedrock/111122223333/eu-west-1');
});

it('a place has one name, in the address of the page and in alerts', () => {
  const azure = { cloud: 'foundry', accountId: '/subscriptions/1/accounts/a', region: 'swedencentral' };
  expect(keyOfPlace(azure)).toBe('foundry/subscriptions/1/accounts/a/swedencentral');
  expect(keyOfPlace({ cloud: 'vertex', accountId: 'p', region: '' })).toBe('vertex/p');
});

function action(words: string): VerdictAction {
  return { words, command: null, policy: null };
}

it('a cloud is as bad as its worst place, and says what is to be done there first', () => {
  const risk: VerdictReason = { code: 'r', weight: 'risks', words: '', evidence: [], action: action('keep longer') };
  const broken: VerdictReason = { code: 'b', weight: 'breaks', words: '', evidence: [], action: action('switch on') };
  const note: VerdictReason = { code: 'n', weight: 'notes', words: '', evidence: [], action: action('tidy up') };
  const verdicts = byCloud([
    place('a', 'kept', { reasons: [note] }),
    place('b', 'at risk', { cloud: 'vertex', used: false, reasons: [note] }),
    place('c', 'at risk', { cloud: 'vertex', reasons: [note, risk, broken] }),
    place('d', 'kept', { cloud: 'vertex' }),
  ]);
  expect(verdicts.map(({ cloud, state, alike, places }) => ({ cloud, state, alike, places }))).toEqual([
    { cloud: 'vertex', state: 'at risk', alike: 2, places: 3 },
    { cloud: 'bedrock', state: 'kept', alike: 1, places: 1 },
  ]);
  expect(verdicts.map(({ worst }) => worst.region)).toEqual(['c', 'a']);
  expect(verdicts.map((verdict) => verdict.action?.words)).toEqual(['switch on', undefined]);
});

it('where nothing can be read, what is to be done is to grant the permission', () => {
  const grant = { words: 'grant it', command: null, policy: '{}' };
  const missing = [{ setting: 'logGroup', permission: 'logs:Describe', on: '*', action: grant }];
  expect(byCloud([place('a', 'unknown', { missingPermissions: missing })])[0]?.action).toBe(grant);
});

it('what is said of several places is said once, and the same words about another state are another sentence', () => {
  const groups = bySentence([
    place('a', 'kept', { words: 'All there.' }),
    place('b', 'at risk', { words: 'Sampled.' }),
    place('c', 'kept', { words: 'All there.' }),
    place('d', 'unknown', { words: 'Sampled.' }),
  ]);
  expect(groups.map(({ state, words, places }) => [state, words, ...places.map(({ region }) => region)])).toEqual([
    ['unknown', 'Sampled.', 'd'],
    ['at risk', 'Sampled.', 'b'],
    ['kept', 'All there.', 'a', 'c'],
  ]);
});

it('what cannot be told never looks fine', () => {
  expect(TONE_OF_KEEPING.unknown).toBe('unknown');
});

it('days are counted for the cloud and for the own copy, each by how much is held', () => {
  const days = [
    { day: '2026-11-01', cloud: 'whole', own: 'none', requests: 0 },
    { day: '2026-11-02', cloud: 'part', own: 'whole', requests: 4 },
    { day: '2026-11-03', cloud: 'whole', own: 'whole', requests: 2 },
  ] as const;
  expect(countShares(days, 'cloud')).toEqual({ whole: 2, part: 1, none: 0 });
  expect(countShares(days, 'own')).toEqual({ whole: 2, part: 0, none: 1 });
});
