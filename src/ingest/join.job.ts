import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { JoinGroupStore } from '../store/join-groups.store.js';
import { SECOND_MS } from '../usage/window.js';
import { PIPELINE } from './collect.job.js';
import type { Pipeline } from './ingest-window.js';
import { joinDirtyGroups } from './join-groups.js';

const LOOK_MS = 2 * SECOND_MS;
/** Logs of one hour arrive window by window: a group is joined when it has been dirty for this long, not at every window. */
const SETTLED_MS = 3 * SECOND_MS;

/** Joins what several logs tell of calls, soon after it was collected. Instances share the groups. */
@Injectable()
export class JoinJob implements OnApplicationShutdown {
  private readonly log = new Logger('join');
  private readonly stop = new AbortController();
  private working: Promise<void> | null = null;
  private lastWarning = '';

  constructor(
    @Inject(JoinGroupStore) private readonly joins: JoinGroupStore,
    @Inject(PIPELINE) private readonly pipeline: Pipeline,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    this.stop.abort(new Error('the service is stopping'));
    await this.working;
  }

  @Interval(LOOK_MS)
  look(): void {
    if (this.working !== null || this.stop.signal.aborted) return;
    this.working = this.work().finally(() => {
      this.working = null;
    });
  }

  private async work(): Promise<void> {
    const { joins, stop, pipeline } = this;
    try {
      const asked = { settledMs: SETTLED_MS, signal: stop.signal };
      const { failed } = await joinDirtyGroups({ joins, rules: pipeline.rules }, asked);
      const [first] = failed;
      if (first === undefined) this.lastWarning = '';
      else
        this.warn(
          `${failed.length} groups could not be joined and stay dirty; group ${first.groupId}: ${first.message}`,
        );
    } catch (error) {
      if (!stop.signal.aborted) this.warn(error instanceof Error ? error.message : String(error));
    }
  }

  /** Once, and not with every look while the database is away. */
  private warn(words: string): void {
    if (words !== this.lastWarning) this.log.warn(words);
    this.lastWarning = words;
  }
}
