import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { type BillConfig, isBill } from '../runtime/config/schema.js';
import { FOUNDRY_PARTS, type FoundryParts } from './foundry.job.js';
import { readBill } from './read-bill.js';

/** Reads the bills of AWS and Google Cloud: at the start and four times a day, because they come a day late and change for weeks. */
@Injectable()
export class BillsJob implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('bills');
  private readonly stop = new AbortController();
  private readonly running = new Set<Promise<void>>();

  constructor(@Inject(FOUNDRY_PARTS) private readonly parts: FoundryParts) {}

  /** Nobody waits for it: the service is ready without. */
  onApplicationBootstrap(): void {
    this.read();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stop.abort(new Error('the service is stopping'));
    await Promise.all(this.running);
  }

  @Cron('50 */6 * * *', { timeZone: 'UTC' })
  read(): void {
    for (const config of this.parts.sources.filter(isBill)) {
      const reading = this.readOne(config).finally(() => this.running.delete(reading));
      this.running.add(reading);
    }
  }

  private async readOne(config: BillConfig): Promise<void> {
    const { pool, leases, clock } = this.parts;
    try {
      await leases.withLease(`reader:${config.id}`, async (lost) => {
        const signal = AbortSignal.any([this.stop.signal, lost]);
        const read = await readBill(config, { pool, now: clock.now() }, signal);
        if (read === null) this.log.warn(`${config.id} could not be read; its state says why. It is tried again`);
      });
    } catch (error) {
      if (this.stop.signal.aborted) return;
      this.log.warn(`${config.id}: left for the next run: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
