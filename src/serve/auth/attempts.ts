/** Lets each address try a number of times in a row, and then once per refill: guessing a secret gets nowhere. */
export class Attempts {
  private readonly spent = new Map<string, { count: number; at: number }>();

  constructor(
    private readonly most: number,
    private readonly refillMs: number,
  ) {}

  /** Takes one try; false when there is none left. */
  take(address: string, now: number): boolean {
    const before = this.spent.get(address);
    const count = before ? Math.max(0, before.count - (now - before.at) / this.refillMs) : 0;
    if (this.spent.size > 10_000) this.spent.clear();
    if (count + 1 > this.most) return false;
    this.spent.set(address, { count: count + 1, at: now });
    return true;
  }
}
