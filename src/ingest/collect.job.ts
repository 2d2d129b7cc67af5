import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { CronJob } from 'cron';
import { buildSource } from '../collect/build-source.js';
import { type LogSourceConfig, readsLog, type SourceConfig } from '../runtime/config/schema.js';
import { LeaseStore } from '../store/lease.store.js';
import { SECOND_MS } from '../usage/window.js';
import type { Pipeline } from './ingest-window.js';
import { OVERLAP_MS, type Schedule } from './plan.js';
import { SourceWorker } from './source-worker.js';

export const PIPELINE = Symbol('Pipeline');
export const SOURCE_CONFIGS = Symbol('SourceConfig[]');

/**
 * Keeps every configured source read: three cron schedules each, from the configuration, which only ask; the reading is the
 * worker's. At the start everything that is missing is asked for at once.
 */
@Injectable()
export class CollectJob implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('collect');
  private readonly stop = new AbortController();
  private readonly workers: SourceWorker[] = [];

  constructor(
    @Inject(PIPELINE) private readonly pipeline: Pipeline,
    @Inject(LeaseStore) private readonly leases: LeaseStore,
    @Inject(SOURCE_CONFIGS) private readonly configs: readonly SourceConfig[],
    @Inject(SchedulerRegistry) private readonly scheduler: SchedulerRegistry,
  ) {}

  onApplicationBootstrap(): void {
    for (const config of this.configs.filter(readsLog)) this.start(config);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stop.abort(new Error('the service is stopping'));
    await Promise.all(this.workers.map((worker) => worker.idle()));
  }

  /** When the source's most frequent schedule runs next. */
  nextRunAt(sourceId: string): Date | null {
    const name = jobName(sourceId, 'live');
    return this.scheduler.doesExist('cron', name) ? this.scheduler.getCronJob(name).nextDate().toJSDate() : null;
  }

  private start(config: LogSourceConfig): void {
    const { pipeline, leases, log } = this;
    const worker = new SourceWorker(buildSource(config), config.historyDays, pipeline, leases, log, this.stop.signal);
    // Schedules tick at whole seconds, so every instance means the same instant by a tick.
    const ask = (schedule: Schedule) => worker.ask(schedule, Math.floor(pipeline.clock.now() / SECOND_MS) * SECOND_MS);
    this.workers.push(worker);
    for (const schedule of SCHEDULES) {
      const job = CronJob.from({
        cronTime: config.schedule[schedule],
        onTick: () => ask(schedule),
        timeZone: 'UTC',
        start: true,
      });
      this.scheduler.addCronJob(jobName(config.id, schedule), job);
    }
    ask('live');
  }
}

const SCHEDULES: readonly Schedule[] = ['live', 'hourly', 'daily'];
const jobName = (sourceId: string, schedule: keyof typeof OVERLAP_MS) => `${sourceId} ${schedule}`;
