/** What a lease is for, for whoever looks: a purpose, a window. */
export type LeasePurpose = Readonly<Record<string, unknown>>;

/** A lease that this instance holds. Whoever works under it stops when `signal` aborts: another may be working then. */
export interface Lease {
  readonly name: string;
  readonly signal: AbortSignal;
  /** Says what is being done now, in its own time. */
  describe(what: LeasePurpose): void;
  /** Gives it back; safe when it was lost. */
  release(): Promise<void>;
}

/** The lease could not be renewed in time, or another instance has taken it over. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';

  constructor(lease: string) {
    super(`the lease ${lease} was lost to another instance; what was begun is left to it`);
  }
}

export interface LeaseUpkeep {
  readonly name: string;
  readonly ttlMs: number;
  /** False when the lease is not ours any more. Throws when the database cannot be asked. */
  readonly renew: (what: LeasePurpose | null) => Promise<boolean>;
  readonly giveBack: () => Promise<void>;
}

/** Renews its lease three times in its life, until it is given back or lost. */
export class HeldLease implements Lease {
  readonly name: string;
  private readonly lost = new AbortController();
  private readonly heart: NodeJS.Timeout;
  private knownUntil: number;
  private isBeating = false;

  constructor(private readonly upkeep: LeaseUpkeep) {
    this.name = upkeep.name;
    this.knownUntil = performance.now() + upkeep.ttlMs;
    this.heart = setInterval(() => void this.beat(), upkeep.ttlMs / 3);
    this.heart.unref();
  }

  get signal(): AbortSignal {
    return this.lost.signal;
  }

  describe(what: LeasePurpose): void {
    void this.renew(what);
  }

  async release(): Promise<void> {
    clearInterval(this.heart);
    if (!this.signal.aborted) await this.upkeep.giveBack();
  }

  private async beat(): Promise<void> {
    // Also while a renewal hangs: a database that does not answer keeps nobody's lease.
    if (performance.now() >= this.knownUntil) return this.lose();
    if (this.isBeating) return;
    this.isBeating = true;
    await this.renew(null);
    this.isBeating = false;
  }

  private async renew(what: LeasePurpose | null): Promise<void> {
    const until = performance.now() + this.upkeep.ttlMs;
    // A renewal that fails is tried again at the next beat, as long as there is time.
    const isOurs = await this.upkeep.renew(what).catch(() => null);
    if (isOurs === true) this.knownUntil = until;
    if (isOurs === false) this.lose();
  }

  private lose(): void {
    clearInterval(this.heart);
    this.lost.abort(new LeaseLost(this.name));
  }
}
