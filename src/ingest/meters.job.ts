import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { buildMeters, type Meters } from '../collect/build-meters.js';
import type { MeterSource } from '../collect/meter-source.js';
import type { SourceConfig } from '../runtime/config/schema.js';
import { LeaseStore } from '../store/lease.store.js';
import { MeterStore } from '../store/meters.store.js';
import { PerformanceStore } from '../store/performance.store.js';
import { PIPELINE, SOURCE_CONFIGS } from './collect.job.js';
import type { Pipeline } from './ingest-window.js';
import { readMeter } from './read-meter.js';
import { readPerformance } from './read-performance.js';

/** Reads the clouds' own metrics beside the logs: every hour, and at the start whatever is missing. */
@Injectable()
export class MetersJob implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('meters');
  private readonly stop = new AbortController();
  private readonly meters: readonly Meters[];
  private running: Promise<void> | null = null;

  constructor(
    @Inject(MeterStore) private readonly store: MeterStore,
    @Inject(PerformanceStore) private readonly performance: PerformanceStore,
    @Inject(PIPELINE) private readonly pipeline: Pipeline,
    @Inject(LeaseStore) private readonly leases: LeaseStore,
    @Inject(SOURCE_CONFIGS) sources: readonly SourceConfig[],
  ) {
    this.meters = buildMeters(sources, pipeline.clock);
  }

  /** Nobody waits for it: the service is ready without. */
  onApplicationBootstrap(): void {
    void this.everyHour();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stop.abort(new Error('the service is stopping'));
    await this.running;
    for (const meters of this.meters) meters.close();
  }

  @Cron('12 * * * *', { timeZone: 'UTC' })
  everyHour(): Promise<void> {
    this.running ??= this.readAll().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  /** Places do not wait for each other, and none keeps the others from being read. */
  private async readAll(): Promise<void> {
    await Promise.all(
      this.meters.map(async (meters) => {
        const { id, historyDays } = meters;
        const found = await this.leftForNextRun(id, () => meters.sources(this.stop.signal));
        await Promise.all(
          (found ?? []).map((source) => this.leftForNextRun(source.id, () => this.read(source, historyDays))),
        );
      }),
    );
  }

  private async read(source: MeterSource, historyDays: number): Promise<void> {
    const { clock } = this.pipeline;
    await this.leases.withLease(`meter:${source.id}`, async (lost) => {
      const signal = AbortSignal.any([this.stop.signal, lost]);
      await readMeter({ source, store: this.store, clock, historyDays }, signal);
      await readPerformance({ source, store: this.performance, clock }, signal);
    });
  }

  private async leftForNextRun<Result>(id: string, work: () => Promise<Result>): Promise<Result | null> {
    try {
      return await work();
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      if (!this.stop.signal.aborted) this.log.warn(`${id}: left for the next run: ${words}`);
      return null;
    }
  }
}
