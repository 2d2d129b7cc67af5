import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { LeaseStore } from '../store/lease.store.js';
import { ContentRetention } from '../store/content-retention.store.js';
import { PartitionStore } from '../store/partitions.store.js';
import { DAY_MS } from '../usage/window.js';
import { PIPELINE } from './collect.job.js';
import type { Pipeline } from './ingest-window.js';

/** Partitions are made this far ahead, so that the first record of a week never waits for its table. */
const AHEAD_DAYS = 21;
/** Runs are kept this long; checkpoints for ever. */
const KEEP_RUNS_DAYS = 35;

/**
 * What nobody waits for, by one instance at a time: partitions ahead of time, old runs forgotten, contents deleted whose
 * time is over.
 */
@Injectable()
export class HousekeepingJob implements OnApplicationBootstrap {
  private readonly log = new Logger('housekeeping');

  constructor(
    @Inject(PartitionStore) private readonly partitions: PartitionStore,
    @Inject(LeaseStore) private readonly leases: LeaseStore,
    @Inject(PIPELINE) private readonly pipeline: Pipeline,
    @Inject(ContentRetention) private readonly contentRetention: ContentRetention,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.tidy();
  }

  @Cron('41 2 * * *', { timeZone: 'UTC' })
  async tidy(): Promise<void> {
    try {
      await this.leases.withLease('housekeeping', async () => {
        const today = this.pipeline.clock.now();
        const days = Array.from({ length: AHEAD_DAYS + 1 }, (_, ahead) => isoDay(today + ahead * DAY_MS));
        await this.partitions.ensureDays(days);
        await this.pipeline.runs.prune(KEEP_RUNS_DAYS);
        await this.deleteOldContents(today);
      });
    } catch (error) {
      this.log.warn(`left for tomorrow: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Also where contents are switched off: what was kept before is deleted when its time is over. */
  private async deleteOldContents(now: number): Promise<void> {
    const { contents } = this.pipeline;
    if (contents === undefined) return;
    const day = contents.keepFrom(now);
    const deleted = await this.contentRetention.deleteBefore(day, 'retention');
    if (deleted !== null) this.log.log(`contents from before ${day} were deleted: ${deleted.rows} texts`);
  }
}

const isoDay = (millis: number) => new Date(millis).toISOString().slice(0, 10);
