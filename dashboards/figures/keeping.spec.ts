import { expect, it } from 'vitest';
import type { PlaceVerdict } from '../api/generated/types.gen.js';
import { countShares, keyOfPlace, TONE_OF_KEEPING, worstFirst } from './keeping.js';

function place(region: string, state: PlaceVerdict['state']): PlaceVerdict {
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
  };
}

it('what is lost stands first, then what cannot be told, and what is kept last', () => {
  const places = [place('a', 'kept'), place('d', 'not kept'), place('b', 'at risk'), place('c', 'unknown')];
  expect(worstFirst(places).map(({ state }) => state)).toEqual(['not kept', 'unknown', 'at risk', 'kept']);
  expect(keyOfPlace(place('eu-west-1', 'kept'))).toBe('bedrock/111122223333/eu-west-1');
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
