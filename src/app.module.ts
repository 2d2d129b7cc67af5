import { type DynamicModule, Module } from '@nestjs/common';
import { CollectJob } from './ingest/collect.job.js';
import { IngestModule } from './ingest/ingest.module.js';
import type { Pipeline } from './ingest/ingest-window.js';
import type { ProfileParts } from './ingest/profiles.job.js';
import { repriceModels } from './ingest/reprice-models.js';
import { rerateEngine } from './ingest/rerate-run.js';
import { AUDIT_PARTS, AuditDigestJob, type AuditParts } from './investigate/audit/audit-digest.job.js';
import type { Pricing } from './price/pricing.js';
import { quarantineReplay } from './quarantine-replay.js';
import { RollupJob } from './rollup/rollup.job.js';
import type { Clock } from './runtime/clock.js';
import type { SourceConfig } from './runtime/config/schema.js';
import { checkAccess } from './collect/build-source.js';
import { ServeModule } from './serve/serve.module.js';
import {
  CLOCK,
  DATABASE_POOL,
  PRICING,
  PRISMA,
  QUARANTINE_REPLAY,
  SERVE_SETTINGS,
  SOURCE_ACCESS,
  SOURCES_STATUS,
  type ServeSettings,
  type SourceAccess,
} from './serve/serve.tokens.js';
import { sourcesStatus } from './sources-status.js';
import { MeterStore } from './store/meters.store.js';
import { PerformanceStore } from './store/performance.store.js';
import type { PrismaClient } from './store/generated/prisma/client.js';
import { LeaseStore } from './store/lease.store.js';
import { RollupStore } from './store/rollup.store.js';
import type { UsageDatabase } from './store/usage-database.js';
import { WatchModule } from './watch/watch.module.js';
import { WATCH_SETTINGS, type WatchSettings } from './watch/watch.tokens.js';

export interface AppParts {
  readonly database: UsageDatabase;
  readonly prisma: PrismaClient;
  readonly pipeline: Pipeline;
  readonly profiles: Pick<ProfileParts, 'store' | 'book'>;
  readonly sources: readonly SourceConfig[];
  readonly serve: ServeSettings;
  readonly pricing: Pricing;
  readonly watch: WatchSettings;
  readonly audit: AuditParts;
  readonly clock: Clock;
}

/** The one list of what the service is made of: collect on schedule, keep roll-ups true, serve. */
@Module({})
export class AppModule {
  static of(parts: AppParts): DynamicModule {
    const { database, prisma, pipeline, profiles, sources, serve, pricing, watch, audit, clock } = parts;
    const { pool, rollups, partitions, contentRetention, leases, joins } = database;
    const { rules } = pipeline;
    const rerates = rerateEngine({ pool, rollups, rules, clock });
    const ingest = IngestModule.register({
      pipeline,
      sources,
      partitions,
      contentRetention,
      leases,
      joins,
      settings: { pool, leases, clock, sources },
      rerates,
      profiles: { ...profiles, reprice: (modelIds, signal) => repriceModels(rerates, modelIds, signal) },
      meters: new MeterStore(pool),
      performance: new PerformanceStore(pool),
    });
    return {
      module: AppModule,
      imports: [
        ingest,
        WatchModule.register({ pool, leases, clock, settings: watch }),
        ServeModule.using(
          [
            { provide: DATABASE_POOL, useValue: database.pool },
            { provide: PRISMA, useValue: prisma },
            { provide: SERVE_SETTINGS, useValue: serve },
            { provide: CLOCK, useValue: clock },
            { provide: PRICING, useValue: pricing },
            { provide: WATCH_SETTINGS, useValue: watch },
            { provide: AUDIT_PARTS, useValue: audit },
            {
              provide: QUARANTINE_REPLAY,
              useValue: quarantineReplay({ database, sources, rules, clock, contents: pipeline.contents }),
            },
            { provide: SOURCE_ACCESS, useValue: { check: checkAccess } satisfies SourceAccess },
            {
              provide: SOURCES_STATUS,
              inject: [CollectJob],
              useFactory: (job: CollectJob) => sourcesStatus(sources, job),
            },
          ],
          [ingest],
        ),
      ],
      providers: [
        { provide: RollupStore, useValue: rollups },
        { provide: LeaseStore, useValue: leases },
        { provide: AUDIT_PARTS, useValue: audit },
        RollupJob,
        AuditDigestJob,
      ],
    };
  }
}
