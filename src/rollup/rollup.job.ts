import { Inject, Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { LeaseStore } from '../store/lease.store.js';
import { RollupStore } from '../store/rollup.store.js';

/** Makes the roll-ups of hours whose events changed again, soon after the change, on one instance at a time. */
@Injectable()
export class RollupJob {
  private readonly log = new Logger('roll up');
  private running = false;

  constructor(
    @Inject(RollupStore) private readonly rollups: RollupStore,
    @Inject(LeaseStore) private readonly leases: LeaseStore,
  ) {}

  @Interval(10_000)
  async rebuildDirtyHours(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      const done = await this.leases.withLease('roll-ups', () => this.rollups.rebuildDirtyHours());
      const hours = done?.result ?? 0;
      if (hours > 0) this.log.log(`${hours} hours rolled up again after a change of their events`);
    } catch (error) {
      this.log.warn(`dirty hours are left for the next run: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      this.running = false;
    }
  }
}
