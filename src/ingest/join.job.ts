import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { JoinGroupStore } from '../store/join-groups.store.js';
import { SECOND_MS } from '../usage/window.js';
import { PIPELINE } from './collect.job.js';
import type { Pipeline } from './ingest-window.js';
import { joinDirtyGroups } from './join-groups.js';
import { LoneWorker } from './lone-worker.js';

const LOOK_MS = 2 * SECOND_MS;
/** Logs of one hour arrive window by window: a group is joined when it has been dirty for this long, not at every window. */
const SETTLED_MS = 3 * SECOND_MS;

/** Joins what several logs tell of calls, soon after it was collected. Instances share the groups. */
@Injectable()
export class JoinJob implements OnApplicationShutdown {
  private readonly log = new Logger('join');
  private readonly worker = new LoneWorker(this.log);

  constructor(
    @Inject(JoinGroupStore) private readonly joins: JoinGroupStore,
    @Inject(PIPELINE) private readonly pipeline: Pipeline,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.worker.end();
  }

  @Interval(LOOK_MS)
  look(): void {
    this.worker.start(() => this.work());
  }

  private async work(): Promise<void> {
    const { joins, worker, pipeline } = this;
    try {
      const asked = { settledMs: SETTLED_MS, signal: worker.signal };
      const { failed } = await joinDirtyGroups({ joins, rules: pipeline.rules }, asked);
      const [first] = failed;
      if (first === undefined) worker.recovered();
      else
        worker.warn(
          `${failed.length} groups could not be joined and stay dirty; group ${first.groupId}: ${first.message}`,
        );
    } catch (error) {
      if (!worker.signal.aborted) worker.warn(error instanceof Error ? error.message : String(error));
    }
  }
}
