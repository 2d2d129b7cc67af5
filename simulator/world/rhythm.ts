import { Random, seedWordsOf, type SeedWords } from '../random.js';
import { placeKey, type Place } from '../world-places.js';

/** Of a place, what its traffic depends on. */
type Busy = Pick<Place, 'accountId' | 'region' | 'share' | 'utcOffsetHours'>;

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;

/** Relative traffic of the hours of a working day, local time. */
const OFFICE_HOURS = [
  0.22, 0.18, 0.16, 0.16, 0.18, 0.3, 0.55, 0.95, 1.55, 2.05, 2.25, 2.15, 1.7, 1.85, 2.2, 2.15, 1.95, 1.5, 1.0, 0.7,
  0.55, 0.45, 0.35, 0.27,
];
const OFFICE_MEAN = OFFICE_HOURS.reduce((sum, weight) => sum + weight, 0) / DAY_HOURS;

/**
 * A weekend day against a working day. Sixty days hold 8 weeks and 4 days, so that the total of 60 days moves by a little
 * more than 1 % with the weekday on which they end; a quieter weekend would widen that.
 */
const WEEKEND = 0.45;
const WEEK_MEAN = (5 + 2 * WEEKEND) / 7;

/** Once in so many hours one team re-reads its archive: for 60 days, so that any 60 days hold it exactly once. */
const BACKFILL_EVERY_HOURS = 60 * DAY_HOURS;
const BACKFILL_HOURS = 3 * DAY_HOURS;
/** Hour of 2026-11-03T06:00Z, in hours since 1970: one backfill begins here. */
const BACKFILL_ANCHOR_HOUR = Date.parse('2026-11-03T06:00:00Z') / HOUR_MS;
/** Calls an hour, as a share of all calls of a day: seven at the default size. */
const BACKFILL_SHARE = 0.0019;

function modulo(value: number, period: number): number {
  return ((value % period) + period) % period;
}

/** How busy the offices of a place are in an hour, 1 on average over a week. */
export function activity(place: Pick<Busy, 'utcOffsetHours'>, hour: number): number {
  const local = hour + place.utcOffsetHours;
  const weight = OFFICE_HOURS[modulo(local, DAY_HOURS)] ?? OFFICE_MEAN;
  // 1970-01-01 was a Thursday.
  const weekday = modulo(Math.floor(local / DAY_HOURS) + 4, 7);
  const weekend = weekday === 0 || weekday === 6;
  return (weight / OFFICE_MEAN) * ((weekend ? WEEKEND : 1) / WEEK_MEAN);
}

/** Calls that the backfill adds to an hour, in the one place where it runs. */
export function backfillCallsInHour(place: Busy, hour: number, callsPerDay: number): number {
  const runs =
    place.region === 'us-west-2' && modulo(hour - BACKFILL_ANCHOR_HOUR, BACKFILL_EVERY_HOURS) < BACKFILL_HOURS;
  return runs ? Math.round(callsPerDay * BACKFILL_SHARE) : 0;
}

/** Days differ among themselves, up to 12 % either way; over 60 days and seven places that evens out. */
function dayNoise(seed: number, place: Busy, hour: number): number {
  const day = Math.floor(hour / DAY_HOURS);
  return 0.88 + 0.24 * new Random(seedWordsOf(`${seed}/${placeKey(place)}/day/${day}`)).unit();
}

/** Ordinary calls of an hour: the rate, a little noise, and a draw for the fraction. */
export function callsInHour(words: SeedWords, seed: number, place: Busy, hour: number, callsPerDay: number): number {
  const random = new Random(words, 1);
  const noise = (0.75 + 0.5 * random.unit()) * dayNoise(seed, place, hour);
  const expected = (callsPerDay / DAY_HOURS) * place.share * activity(place, hour) * noise;
  return Math.floor(expected + random.unit());
}

/**
 * Prompts grow with what teams put into them: 0.6 % a day around the autumn of 2026, levelling out before and after. The
 * number of calls stays level (any 60 days hold about the same), teams among them grow and shrink.
 */
export function promptGrowth(hour: number): number {
  const days = hour / DAY_HOURS - Date.parse('2026-10-20') / (DAY_HOURS * HOUR_MS);
  return 1 + 0.6 * Math.tanh(days / 100);
}
