/** What is metered and not logged in each hour of a day, by hour; a meter and a log may put a call into neighbouring hours. */
export type Differences = ReadonlyMap<number, number>;

/**
 * The same without hours below zero: what an hour has logged and not metered is taken from the hours of that day that have it
 * the other way round, the nearest first. The sum is that of the day, or nothing where more is logged than metered.
 */
export function balancedHours(differences: Differences): Map<number, number> {
  const left = new Map([...differences].filter(([, value]) => value > 0));
  for (const [at, value] of differences) {
    let owed = -value;
    if (owed <= 0) continue;
    const nearest = [...left.keys()].toSorted((a, b) => Math.abs(a - at) - Math.abs(b - at) || a - b);
    for (const other of nearest) {
      const has = left.get(other) ?? 0;
      const taken = Math.min(has, owed);
      owed -= taken;
      if (taken === has) left.delete(other);
      else left.set(other, has - taken);
      if (owed === 0) break;
    }
  }
  return left;
}
