import { type DynamicModule, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import type { SourceConfig } from '../runtime/config/schema.js';
import { JoinGroupStore } from '../store/join-groups.store.js';
import { LeaseStore } from '../store/lease.store.js';
import { ContentRetention } from '../store/content-retention.store.js';
import { MeterStore } from '../store/meters.store.js';
import { PerformanceStore } from '../store/performance.store.js';
import { PartitionStore } from '../store/partitions.store.js';
import { BillsJob } from './bills.job.js';
import { CollectJob, PIPELINE, SOURCE_CONFIGS } from './collect.job.js';
import { HousekeepingJob } from './housekeeping.job.js';
import { FOUNDRY_PARTS, FoundryJob } from './foundry.job.js';
import type { Pipeline } from './ingest-window.js';
import { JoinJob } from './join.job.js';
import { MetersJob } from './meters.job.js';
import { PROFILE_PARTS, type ProfileParts, ProfilesJob } from './profiles.job.js';
import { SETTINGS_PARTS, SettingsJob, type SettingsParts } from './settings.job.js';
import { RERATE_ENGINE, RerateJob } from './rerate.job.js';
import type { RerateEngine } from './rerate-run.js';

export interface IngestParts {
  readonly pipeline: Pipeline;
  readonly sources: readonly SourceConfig[];
  readonly partitions: PartitionStore;
  readonly leases: LeaseStore;
  readonly joins: JoinGroupStore;
  readonly contentRetention: ContentRetention;
  readonly profiles: ProfileParts;
  readonly meters: MeterStore;
  readonly performance: PerformanceStore;
  readonly settings: SettingsParts;
  readonly rerates: RerateEngine;
}

/** Everything that runs on a schedule to bring usage in. */
@Module({})
export class IngestModule {
  static register({
    pipeline,
    sources,
    partitions,
    leases,
    joins,
    contentRetention,
    rerates,
    profiles,
    meters,
    performance,
    settings,
  }: IngestParts): DynamicModule {
    return {
      module: IngestModule,
      imports: [ScheduleModule.forRoot()],
      providers: [
        { provide: PIPELINE, useValue: pipeline },
        { provide: SOURCE_CONFIGS, useValue: sources },
        { provide: PartitionStore, useValue: partitions },
        { provide: LeaseStore, useValue: leases },
        { provide: JoinGroupStore, useValue: joins },
        { provide: ContentRetention, useValue: contentRetention },
        { provide: PROFILE_PARTS, useValue: profiles },
        { provide: MeterStore, useValue: meters },
        { provide: PerformanceStore, useValue: performance },
        { provide: SETTINGS_PARTS, useValue: settings },
        CollectJob,
        JoinJob,
        HousekeepingJob,
        ProfilesJob,
        MetersJob,
        SettingsJob,
        { provide: FOUNDRY_PARTS, useValue: settings },
        FoundryJob,
        BillsJob,
        { provide: RERATE_ENGINE, useValue: rerates },
        RerateJob,
      ],
      exports: [CollectJob],
    };
  }
}
