import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import type { Pool } from 'pg';
import type { Clock } from '../runtime/clock.js';
import type { SourceConfig } from '../runtime/config/schema.js';
import type { LeaseStore } from '../store/lease.store.js';
import { type FoundryFactsConfig, readFoundryFacts } from './read-foundry.js';

export const FOUNDRY_PARTS = Symbol('FoundryParts');

export interface FoundryParts {
  readonly pool: Pool;
  readonly leases: LeaseStore;
  readonly clock: Clock;
  readonly sources: readonly SourceConfig[];
}

/**
 * Looks at Foundry's deployments and bills: at the start, and then often enough that a deployment is seen within minutes of
 * its first call. Bills come hours late, so that they are asked for four times a day.
 */
@Injectable()
export class FoundryJob implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('foundry');
  private readonly stop = new AbortController();
  private readonly running = new Set<Promise<void>>();

  constructor(@Inject(FOUNDRY_PARTS) private readonly parts: FoundryParts) {}

  /** Nobody waits for it: the service is ready without. */
  onApplicationBootstrap(): void {
    this.deployments();
    this.bills();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stop.abort(new Error('the service is stopping'));
    await Promise.all(this.running);
  }

  @Cron('*/10 * * * *', { timeZone: 'UTC' })
  deployments(): void {
    this.read('foundry-deployments');
  }

  @Cron('40 */6 * * *', { timeZone: 'UTC' })
  bills(): void {
    this.read('foundry-cost');
  }

  private read(kind: FoundryFactsConfig['kind']): void {
    for (const config of this.parts.sources) {
      if ((config.kind !== 'foundry-deployments' && config.kind !== 'foundry-cost') || config.kind !== kind) continue;
      const reading = this.readOne(config).finally(() => this.running.delete(reading));
      this.running.add(reading);
    }
  }

  private async readOne(config: FoundryFactsConfig): Promise<void> {
    const { pool, leases, clock } = this.parts;
    try {
      await leases.withLease(`reader:${config.id}`, async (lost) => {
        const signal = AbortSignal.any([this.stop.signal, lost]);
        const read = await readFoundryFacts(config, { pool, now: clock.now() }, signal);
        if (!read) this.log.warn(`${config.id} could not be read; its state says why. It is tried again`);
      });
    } catch (error) {
      if (this.stop.signal.aborted) return;
      this.log.warn(`${config.id}: left for the next run: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
