import { type DynamicModule, Module } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Clock } from '../runtime/clock.js';
import { ActivityStore } from '../store/activity.store.js';
import { AlertStore } from '../store/alerts.store.js';
import type { LeaseStore } from '../store/lease.store.js';
import { NotificationStore } from '../store/notifications.store.js';
import { SEND_PARTS, SendJob, type SendParts } from './send.job.js';
import { UnusualReader } from './unusual.reader.js';
import { WATCH_PARTS, WatchJob, type WatchParts } from './watch.job.js';
import type { WatchSettings } from './watch.tokens.js';

export interface WatchModuleParts {
  readonly pool: Pool;
  readonly leases: LeaseStore;
  readonly clock: Clock;
  readonly settings: WatchSettings;
}

/** Everything that runs on a schedule to see what is wrong and to tell somebody. */
@Module({})
export class WatchModule {
  static register({ pool, leases, clock, settings }: WatchModuleParts): DynamicModule {
    const unusual = new UnusualReader(pool, new ActivityStore(pool));
    const watch: WatchParts = { pool, leases, clock, settings, unusual, alerts: new AlertStore(pool) };
    const send: SendParts = { notifications: new NotificationStore(pool), channels: settings.channels, clock };
    return {
      module: WatchModule,
      providers: [
        { provide: WATCH_PARTS, useValue: watch },
        { provide: SEND_PARTS, useValue: send },
        WatchJob,
        SendJob,
      ],
    };
  }
}
