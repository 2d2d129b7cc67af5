interface Failures {
  readonly count: number;
  readonly at: number;
}

/** Lets each address fail a number of times in a row, and then once per refill: guessing a secret gets nowhere. */
export class Attempts {
  private readonly failures = new Map<string, Failures>();

  constructor(
    private readonly most: number,
    private readonly refillMs: number,
  ) {}

  /** Whether the address may try now. */
  allows(address: string, now: number): boolean {
    return this.count(address, now) + 1 <= this.most;
  }

  /** Notes a try that failed. What is remembered is bounded: a flood of addresses makes it forget, not grow. */
  failed(address: string, now: number): void {
    if (this.failures.size >= 10_000) this.failures.clear();
    this.failures.set(address, { count: this.count(address, now) + 1, at: now });
  }

  private count(address: string, now: number): number {
    const before = this.failures.get(address);
    return before === undefined ? 0 : Math.max(0, before.count - Math.max(0, now - before.at) / this.refillMs);
  }
}
