import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import type { Pool } from 'pg';
import type { Clock } from '../runtime/clock.js';
import type { AlertStore } from '../store/alerts.store.js';
import type { LeaseStore } from '../store/lease.store.js';
import type { LookResult } from '../usage/alert.js';
import { HOUR_MS, MINUTE_MS } from '../usage/window.js';
import { observe, unjudged } from './checks.js';
import { decideLook } from './decide-look.js';
import { readFacts } from './facts.reader.js';
import type { UnusualReader } from './unusual.reader.js';
import type { WatchSettings } from './watch.tokens.js';

export const WATCH_PARTS = Symbol('WatchParts');

export interface WatchParts {
  readonly pool: Pool;
  readonly alerts: AlertStore;
  readonly leases: LeaseStore;
  readonly clock: Clock;
  readonly settings: WatchSettings;
  readonly unusual: UnusualReader;
}

/**
 * Looks at everything every minute, on one instance at a time: the facts, what the checks see in them, what that makes of
 * the alerts, and who is told. What changes and what is to be sent is stored in one transaction.
 */
@Injectable()
export class WatchJob implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('watch');
  private running: Promise<void> | null = null;

  constructor(@Inject(WATCH_PARTS) private readonly parts: WatchParts) {}

  onApplicationBootstrap(): void {
    void this.tick();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.running;
  }

  @Cron('* * * * *', { timeZone: 'UTC' })
  async tick(): Promise<void> {
    if (this.running !== null) return;
    this.running = this.work();
    await this.running;
    this.running = null;
  }

  private async work(): Promise<void> {
    try {
      await this.parts.leases.withLease('watch', () => look(this.parts));
    } catch (error) {
      this.log.warn(`looked at again in a minute: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/** One look at everything, now. Null when another instance is looking. */
export async function look(parts: Omit<WatchParts, 'leases'>): Promise<LookResult | null> {
  const { pool, alerts, clock, settings, unusual } = parts;
  const now = clock.now();
  const { sources, channels, book } = settings;
  const { retentionDays, settleMinutes, renotifyHours, checks, off } = settings.alerts;
  const { gateway } = checks;
  const facts = await readFacts(pool, { sources, requiredDays: retentionDays, book, gateway, unusual, now });
  const observations = observe(facts, checks, off);
  return alerts.look(now, (known) =>
    decideLook({
      observations,
      unjudged: unjudged(facts),
      known,
      listeners: [...channels.values()].map(({ id, checks }) => ({ channelId: id, checks })),
      machine: {
        settleMs: settleMinutes * MINUTE_MS,
        renotifyMs: renotifyHours === 0 ? null : renotifyHours * HOUR_MS,
      },
      now,
      newId: randomUUID,
    }),
  );
}
