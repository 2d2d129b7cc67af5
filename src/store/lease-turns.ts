/**
 * How long an instance may go on taking what another waits for. Each instance spaces its own requests to the clouds, so
 * taking turns at every window would send up to twice the quota; at this pace it is one request too many in two seconds.
 */
const TURN_MS = 2_000;
/** How long an instance that gives way leaves a lease to the others. */
const GIVE_WAY_MS = 1_000;

/** Manners between instances that want the same leases: whoever has had a turn gives way to whoever waits. */
export class LeaseTurns {
  private readonly begun = new Map<string, number>();
  private readonly giveWayUntil = new Map<string, number>();

  /** Taken: a turn begins, or goes on where nobody else had the lease since. */
  took(name: string, now: number): void {
    if (!this.begun.has(name)) this.begun.set(name, now);
  }

  /** Another instance has the lease: the next turn is a new one. */
  missed(name: string): void {
    this.begun.delete(name);
  }

  /** Given back while another waits. */
  gaveBackToOthers(name: string, now: number): void {
    if (now - (this.begun.get(name) ?? now) < TURN_MS) return;
    this.begun.delete(name);
    this.giveWayUntil.set(name, now + GIVE_WAY_MS);
  }

  /** How long to leave the lease alone before asking for it again. */
  pauseMs(name: string, now: number): number {
    return Math.max(0, (this.giveWayUntil.get(name) ?? 0) - now);
  }
}
