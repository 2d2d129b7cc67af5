import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { RerateCancelled } from '../store/rerate-errors.js';
import { LoneWorker } from './lone-worker.js';
import { workThrough, type RerateEngine } from './rerate-run.js';

export const RERATE_ENGINE = Symbol('RerateEngine');

/** How often it looks for a run that somebody asked for, or that a process left behind when it died. */
const LOOK_MS = 2_000;

/** Works on runs that price the past again, one at a time, in whichever process takes them first. */
@Injectable()
export class RerateJob implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('rerate');
  private readonly worker = new LoneWorker(this.log);

  constructor(@Inject(RERATE_ENGINE) private readonly engine: RerateEngine) {}

  onApplicationBootstrap(): void {
    this.look();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.worker.end();
  }

  @Interval(LOOK_MS)
  look(): void {
    this.worker.start(() => this.work());
  }

  private async work(): Promise<void> {
    try {
      const { runs, basis } = this.engine;
      await runs.failOfOtherRules(basis);
      const run = await runs.take(basis, randomUUID());
      if (run === null) return;
      this.log.log(`${run.kind} ${run.id}: ${run.daysDone === 0 ? 'begins' : `goes on after ${run.daysDone} days`}`);
      await workThrough(run, this.engine, { signal: this.worker.signal }, 'queued');
      this.log.log(`${run.kind} ${run.id}: done`);
      this.worker.recovered();
    } catch (error) {
      if (this.worker.signal.aborted) return;
      if (error instanceof RerateCancelled) this.log.log(error.message);
      else this.worker.warn(error instanceof Error ? error.message : String(error));
    }
  }
}
