import type { PlaceVerdict, VerdictDay, VerdictReason } from '../api/generated/types.gen.js';
import type { Tone } from './tone.js';

/** What cannot be told looks so, and never fine. */
export const TONE_OF_KEEPING: Readonly<Record<PlaceVerdict['state'], Tone>> = {
  kept: 'ok',
  'at risk': 'warn',
  'not kept': 'alert',
  unknown: 'unknown',
};

export const TONE_OF_WEIGHT: Readonly<Record<VerdictReason['weight'], Tone>> = {
  breaks: 'alert',
  risks: 'warn',
  blinds: 'unknown',
  notes: 'unknown',
};

const PLACES_FIRST: readonly PlaceVerdict['state'][] = ['not kept', 'unknown', 'at risk', 'kept'];
const REASONS_FIRST: readonly VerdictReason['weight'][] = ['breaks', 'blinds', 'risks', 'notes'];

/** Names a place in the address. */
export function keyOfPlace({ cloud, accountId, region }: Pick<PlaceVerdict, 'cloud' | 'accountId' | 'region'>): string {
  return `${cloud}/${accountId}/${region}`;
}

/** Where something is lost first, then where it cannot be told. */
export function worstFirst(places: readonly PlaceVerdict[]): PlaceVerdict[] {
  return places.toSorted(
    (a, b) =>
      PLACES_FIRST.indexOf(a.state) - PLACES_FIRST.indexOf(b.state) || keyOfPlace(a).localeCompare(keyOfPlace(b)),
  );
}

export function weightiestFirst(reasons: readonly VerdictReason[]): VerdictReason[] {
  return reasons.toSorted((a, b) => REASONS_FIRST.indexOf(a.weight) - REASONS_FIRST.indexOf(b.weight));
}

export type Holder = 'cloud' | 'own';

/** How many days are held whole, in part and not at all. */
export function countShares(days: readonly VerdictDay[], holder: Holder): Record<VerdictDay['cloud'], number> {
  const count = (share: VerdictDay['cloud']) => days.filter((day) => day[holder] === share).length;
  return { whole: count('whole'), part: count('part'), none: count('none') };
}
