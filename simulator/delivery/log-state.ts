import type { DeliveryRoute, Faults, Spell } from '../faults.js';
import type { LogBucket, Place } from '../world-places.js';

const DAY_MS = 86_400_000;

function isIn(spell: Spell, place: Place, at: number): boolean {
  if (spell.accountId !== place.accountId || spell.region !== place.region) return false;
  return at >= spell.from && (spell.to === null || at < spell.to);
}

/** Whether logging was on in a place at an instant. */
export function isLogging(place: Place, at: number, faults: Faults): boolean {
  return !faults.loggingOff.some((spell) => isIn(spell, place, at));
}

/** Whether what is delivered of a call of that instant fails on a route. */
export function isFailing(place: Place, at: number, route: DeliveryRoute, faults: Faults): boolean {
  return faults.failingDeliveries.some((spell) => spell.route === route && isIn(spell, place, at));
}

/** Whether a call of that instant arrives on a route that its place delivers to. */
export function arrives(place: Place, at: number, route: DeliveryRoute, faults: Faults): boolean {
  return isLogging(place, at, faults) && !isFailing(place, at, route, faults);
}

function shortened(place: Place, faults: Faults): number | undefined {
  return faults.retention.find(({ accountId, region }) => accountId === place.accountId && region === place.region)
    ?.days;
}

/** Days for which the log group keeps events; undefined: for ever. */
export function groupRetentionDays(place: Place, faults: Faults): number | undefined {
  return shortened(place, faults) ?? place.retentionInDays;
}

/** Days after which the bucket's lifecycle expires the log; undefined: never. */
export function bucketExpiryDays(place: Place, bucket: LogBucket, faults: Faults): number | undefined {
  return shortened(place, faults) ?? bucket.expireAfterDays;
}

/** The instant before which everything has been deleted, with a retention of so many days. */
export function deletedBefore(days: number | undefined, now: number): number {
  return days === undefined ? Number.NEGATIVE_INFINITY : now - days * DAY_MS;
}
