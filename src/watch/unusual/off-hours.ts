const DAY = 24;
/** Known for so long, and seen on so many days, before hours are called usual. */
const KNOWN_DAYS = 28;
const SEEN_DAYS = 10;
/** Hours about a usual one that are no surprise. */
const ABOUT = 2;
/** Who works at more hours of the day than this has no usual ones. */
const MOST_HOURS = 18;

export interface OffHours {
  /** Calls in the judged hours that lie outside the usual ones. */
  readonly requests: number;
  /** Index of the last of these hours. */
  readonly last: number;
  /** Usual hours of the day (UTC): the first and the last of them. */
  readonly usual: { readonly from: number; readonly to: number };
}

/**
 * Calls at hours of the day at which an identity was never seen before, nor about them; null where there are none, or where
 * it has no usual hours: because it is new, seldom seen or works round the clock. `from` is the beginning of the first hour
 * in hours since 1970. What is judged is not learned from, nor is the day before it.
 */
export function findOffHours(values: Float64Array, from: number, judged: readonly number[]): OffHours | null {
  const [first] = judged;
  if (first === undefined) return null;
  const seen = Array.from({ length: DAY }, () => false);
  const days = new Set<number>();
  let born: number | null = null;
  for (let index = 0; index < first - DAY; index += 1) {
    if ((values[index] ?? 0) === 0) continue;
    born ??= index;
    seen[(from + index) % DAY] = true;
    days.add(Math.floor((from + index) / DAY));
  }
  if (born === null || first - born < KNOWN_DAYS * DAY || days.size < SEEN_DAYS) return null;
  const isUsual = (hour: number) =>
    Array.from({ length: 2 * ABOUT + 1 }, (_, step) => (hour + step - ABOUT + DAY) % DAY).some((near) => seen[near]);
  if (Array.from({ length: DAY }, (_, hour) => hour).filter(isUsual).length > MOST_HOURS) return null;
  const off = judged.filter((index) => (values[index] ?? 0) > 0 && !isUsual((from + index) % DAY));
  const last = off.at(-1);
  // One hour is a release that went wrong.
  if (last === undefined || off.length < 2) return null;
  return { requests: off.reduce((sum, index) => sum + (values[index] ?? 0), 0), last, usual: rangeOf(seen) };
}

/** The shortest span of hours that holds all that were seen, over midnight where that is shorter. */
function rangeOf(seen: readonly boolean[]): { from: number; to: number } {
  let best = { from: 0, to: DAY - 1, length: DAY };
  for (let from = 0; from < DAY; from += 1) {
    if (seen[from] !== true) continue;
    let length = DAY;
    while (length > 1 && seen[(from + length - 1) % DAY] !== true) length -= 1;
    if (length < best.length) best = { from, to: (from + length - 1) % DAY, length };
  }
  return { from: best.from, to: best.to };
}
