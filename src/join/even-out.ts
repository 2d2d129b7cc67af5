/** Differences of the hours of a day, evened out. */
export interface EvenedOut {
  /** What is left of each hour: none below zero. */
  readonly left: readonly number[];
  /** How much was below zero in single hours, as a count above zero. */
  readonly below: number;
  /** In how many hours. */
  readonly hoursBelow: number;
  /** How much of that no other hour of the day made good. */
  readonly owed: number;
}

/**
 * Evens out what was metered less what was logged, hour by hour. Both count a call, but may do so on different sides of an
 * hour's end: what one hour lacks is taken out of later ones, and where these are too small out of earlier ones. So the day's
 * sum stays what it is, wherever it is not below zero.
 */
export function evenOut(differences: readonly number[]): EvenedOut {
  let owed = 0;
  const left = differences.map((difference) => {
    const rest = difference - owed;
    owed = Math.max(0, -rest);
    return Math.max(0, rest);
  });
  for (let hour = left.length - 1; hour >= 0 && owed > 0; hour -= 1) {
    const taken = Math.min(left[hour] ?? 0, owed);
    left[hour] = (left[hour] ?? 0) - taken;
    owed -= taken;
  }
  const lacking = differences.filter((difference) => difference < 0);
  return { left, below: lacking.reduce((sum, difference) => sum - difference, 0), hoursBelow: lacking.length, owed };
}
