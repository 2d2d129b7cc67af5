import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import type { Pool } from 'pg';
import { buildSettingsSources } from '../collect/build-settings-source.js';
import type { Clock } from '../runtime/clock.js';
import type { SourceConfig } from '../runtime/config/schema.js';
import type { LeaseStore } from '../store/lease.store.js';
import { modelsCalled } from '../store/questions/models-called.js';
import { SettingsStore } from '../store/settings.store.js';
import { DAY_MS, MINUTE_MS } from '../usage/window.js';

export const SETTINGS_PARTS = Symbol('SettingsParts');

export interface SettingsParts {
  readonly pool: Pool;
  readonly leases: LeaseStore;
  readonly clock: Clock;
  readonly sources: readonly SourceConfig[];
}

/** An account and region that had calls within so many days is looked at, configured or not. */
const USED_DAYS = 30;

/** Reads how the clouds are set to keep their logs, at the start and every hour, on one instance at a time. */
@Injectable()
export class SettingsJob implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('settings');
  private readonly stop = new AbortController();
  private running: Promise<void> | null = null;

  constructor(@Inject(SETTINGS_PARTS) private readonly parts: SettingsParts) {}

  /** Reading may take a minute; nobody waits for it. */
  onApplicationBootstrap(): void {
    void this.tick();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stop.abort(new Error('the service is stopping'));
    await this.running;
  }

  @Cron('13 * * * *', { timeZone: 'UTC' })
  async tick(): Promise<void> {
    if (this.running !== null || this.stop.signal.aborted) return;
    this.running = this.read();
    await this.running;
    this.running = null;
  }

  private async read(): Promise<void> {
    try {
      const { leases } = this.parts;
      await leases.withLease('settings', (lost) =>
        readSettings(this.parts, AbortSignal.any([this.stop.signal, lost]), this.log),
      );
    } catch (error) {
      if (!this.stop.signal.aborted)
        this.log.warn(`read again in an hour: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/** Regions that are read at once: a few, so that many accounts are read in minutes without a burst of requests. */
const AT_ONCE = 8;
/** What does not answer for so long is left for the next reading. */
const READING_MS = 5 * MINUTE_MS;

/** Reads all settings once and notes them region by region, so that one that hangs does not hold up the others. */
export async function readSettings(
  { pool, clock, sources }: Omit<SettingsParts, 'leases'>,
  signal: AbortSignal,
  log: { log(message: string): void; warn(message: string): void },
): Promise<void> {
  const store = new SettingsStore(pool);
  const readers = buildSettingsSources({
    sources,
    called: await modelsCalled(pool, clock.now() - USED_DAYS * DAY_MS),
    now: () => clock.now(),
    onUnreachable: (words) => log.warn(words),
  });
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(READING_MS)]);
  const readNext = async () => {
    for (let reader = readers.shift(); reader !== undefined; reader = readers.shift()) {
      const seen = await reader.read(inTime);
      const began = await store.save(seen, clock.now());
      if (began > 0) log.log(`${reader.id}: ${began} settings are new or have changed`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, readNext));
}
