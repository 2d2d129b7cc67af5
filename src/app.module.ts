import { type DynamicModule, Module } from '@nestjs/common';
import { CollectJob } from './ingest/collect.job.js';
import { IngestModule } from './ingest/ingest.module.js';
import type { Pipeline } from './ingest/ingest-window.js';
import { quarantineReplay } from './quarantine-replay.js';
import { RollupJob } from './rollup/rollup.job.js';
import type { Clock } from './runtime/clock.js';
import type { SourceConfig } from './runtime/config/schema.js';
import { ServeModule } from './serve/serve.module.js';
import {
  CLOCK,
  DATABASE_POOL,
  PRISMA,
  QUARANTINE_REPLAY,
  SERVE_SETTINGS,
  SOURCES_STATUS,
  type ServeSettings,
} from './serve/serve.tokens.js';
import { sourcesStatus } from './sources-status.js';
import type { PrismaClient } from './store/generated/prisma/client.js';
import { LeaseStore } from './store/lease.store.js';
import { RollupStore } from './store/rollup.store.js';
import type { UsageDatabase } from './store/usage-database.js';

export interface AppParts {
  readonly database: UsageDatabase;
  readonly prisma: PrismaClient;
  readonly pipeline: Pipeline;
  readonly sources: readonly SourceConfig[];
  readonly serve: ServeSettings;
  readonly clock: Clock;
}

/** The one list of what the service is made of: collect on schedule, keep roll-ups true, serve. */
@Module({})
export class AppModule {
  static of({ database, prisma, pipeline, sources, serve, clock }: AppParts): DynamicModule {
    const { partitions, leases, rollups } = database;
    const ingest = IngestModule.register({ pipeline, sources, partitions, leases });
    return {
      module: AppModule,
      imports: [
        ingest,
        ServeModule.using(
          [
            { provide: DATABASE_POOL, useValue: database.pool },
            { provide: PRISMA, useValue: prisma },
            { provide: SERVE_SETTINGS, useValue: serve },
            { provide: CLOCK, useValue: clock },
            {
              provide: QUARANTINE_REPLAY,
              useValue: quarantineReplay({ database, sources, rules: pipeline.rules, clock }),
            },
            {
              provide: SOURCES_STATUS,
              inject: [CollectJob],
              useFactory: (job: CollectJob) => sourcesStatus(sources, job),
            },
          ],
          [ingest],
        ),
      ],
      providers: [{ provide: RollupStore, useValue: rollups }, { provide: LeaseStore, useValue: leases }, RollupJob],
    };
  }
}
