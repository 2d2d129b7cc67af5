import type { PlaceVerdict, VerdictAction, VerdictDay, VerdictReason } from '../api/generated/types.gen.js';
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

/** Names a place in the address, as alerts name what they are about. */
export function keyOfPlace({ cloud, accountId, region }: Pick<PlaceVerdict, 'cloud' | 'accountId' | 'region'>): string {
  return [cloud, accountId.replace(/^\//, ''), ...(region === '' ? [] : [region])].join('/');
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

/** What is to be done first about a place: of its weightiest reason that can be mended, or a permission that is missing. */
function firstAction({ reasons, missingPermissions }: PlaceVerdict): VerdictAction | null {
  const mended = weightiestFirst(reasons).find(({ weight, action }) => weight !== 'notes' && action !== null);
  return mended?.action ?? missingPermissions[0]?.action ?? null;
}

/** The verdict on one cloud, which is that of its worst place. */
export interface CloudVerdict {
  readonly cloud: string;
  readonly state: PlaceVerdict['state'];
  readonly worst: PlaceVerdict;
  readonly action: VerdictAction | null;
  readonly places: number;
  /** How many of the places are in this state. */
  readonly alike: number;
}

/** One verdict for each cloud, the worst cloud first. Of places that are equally bad, one that is used speaks for them. */
export function byCloud(places: readonly PlaceVerdict[]): CloudVerdict[] {
  const ordered = worstFirst(places);
  return [...new Set(ordered.map(({ cloud }) => cloud))].flatMap((cloud) => {
    const ofCloud = ordered.filter((place) => place.cloud === cloud);
    const alike = ofCloud.filter(({ state }) => state === ofCloud[0]?.state);
    const worst = alike.find(({ used }) => used) ?? alike[0];
    if (worst === undefined) return [];
    const action = worst.state === 'kept' ? null : firstAction(worst);
    return [{ cloud, state: worst.state, worst, action, places: ofCloud.length, alike: alike.length }];
  });
}

/** A sentence, and every place of which it is true. */
export interface SharedVerdict {
  readonly state: PlaceVerdict['state'];
  readonly words: string;
  readonly places: readonly PlaceVerdict[];
}

/** What is said of several places is said once, the worst first. */
export function bySentence(places: readonly PlaceVerdict[]): SharedVerdict[] {
  const shared = new Map<string, PlaceVerdict[]>();
  for (const place of worstFirst(places)) {
    const key = `${place.state} ${place.words}`;
    shared.set(key, [...(shared.get(key) ?? []), place]);
  }
  return [...shared.values()].flatMap((alike) => {
    const [first] = alike;
    return first === undefined ? [] : [{ state: first.state, words: first.words, places: alike }];
  });
}

export type Holder = 'cloud' | 'own';

/** How many days are held whole, in part and not at all. */
export function countShares(days: readonly VerdictDay[], holder: Holder): Record<VerdictDay['cloud'], number> {
  const count = (share: VerdictDay['cloud']) => days.filter((day) => day[holder] === share).length;
  return { whole: count('whole'), part: count('part'), none: count('none') };
}
