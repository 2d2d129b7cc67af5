/** The stand-in's clock: real time unless a test takes hold of it. Decides what has been ingested and which tokens are too old. */
export class SimulatorClock {
  private held: number | undefined;

  /** Milliseconds since 1970. */
  now(): number {
    return this.held ?? Date.now();
  }

  /** Stop the clock at an instant. */
  hold(at: number): void {
    this.held = at;
  }

  /** Move the clock forward; a running clock is stopped where it arrives. */
  advance(byMs: number): void {
    this.held = this.now() + byMs;
  }

  /** Run on real time again. */
  release(): void {
    this.held = undefined;
  }
}
