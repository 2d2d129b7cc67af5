import type { SightKind } from '../../usage/first-sight.js';
import { DAY_MS, HOUR_MS } from '../../usage/window.js';

/** Something that was lately seen for the first time at a place, and what is known about the place. */
export interface FirstSight {
  readonly kind: SightKind;
  /** `bedrock/111122223333`; the identity, for addresses; empty for what is new anywhere or nowhere. */
  readonly place: string;
  readonly value: string;
  readonly firstAt: number;
  /** Since when anything of the kind is known at the place. */
  readonly placeSince: number;
  /** When the value was first seen at any place. */
  readonly anywhereSince: number;
  /** Other values of the kind that were seen before it at the place. */
  readonly othersBefore: number;
}

/** How long something is new. */
const NEW_MS = DAY_MS - HOUR_MS;
/** Of these kinds it is enough that another place knows the value. */
const KNOWN_ANYWHERE: ReadonlySet<SightKind> = new Set(['identity', 'model', 'client', 'address']);
/** Who calls from several networks is at home here and there, and one more says little. Programs, and people behind a gateway of their company, have one. */
const MOST_NETWORKS = 1;
/** The networks of an identity are learned for longer: holidays and home are among them. */
const NETWORK_LEARNING = 2;

/**
 * Is it new, and does that say anything? Not while the place itself is being learned, so that the first collection of a
 * source, and of an account, tells nobody of everything that is there.
 */
export function isFirstSight(sight: FirstSight, now: number, learningDays: number): boolean {
  const { kind, firstAt, placeSince, anywhereSince, othersBefore } = sight;
  if (firstAt < now - NEW_MS) return false;
  const learning = learningDays * DAY_MS * (kind === 'address' ? NETWORK_LEARNING : 1);
  if (firstAt - placeSince < learning) return false;
  if (KNOWN_ANYWHERE.has(kind) && anywhereSince < firstAt) return false;
  return kind !== 'address' || othersBefore <= MOST_NETWORKS;
}
