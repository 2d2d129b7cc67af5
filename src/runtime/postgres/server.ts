import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readEnvironment } from '../environment.js';
import type { Binaries } from './binaries.js';
import { EmbeddedPostgresError } from './errors.js';
import { checkMajorVersion, initialise } from './initialise.js';
import { choosePort, start, stop } from './pg-ctl.js';
import type { Places } from './places.js';
import { type Postmaster, runningPostmaster } from './postmaster.js';

const READY_PATIENCE_MS = 5 * 60_000;
const ORPHAN_PATIENCE_MS = 60_000;

/** How a server was found or brought up. */
export type Started = 'fresh' | 'existing' | 'attached';

/** One data folder and what can be done with it. Every method belongs inside `Holders.exclusively`. */
export class Server {
  private readonly env: Readonly<Record<string, string>>;

  constructor(
    readonly places: Places,
    private readonly binaries: Binaries,
    private readonly settings: Readonly<Record<string, string>>,
  ) {
    this.env = { ...readEnvironment().childProcess, LC_ALL: 'C', TZ: 'UTC' };
  }

  /** Makes the data folder when there is none, starts the server when none runs, waits until it is ready. */
  async bringUp(): Promise<Started> {
    if (await this.untilReady()) return 'attached';
    const fresh = !existsSync(join(this.places.cluster, 'PG_VERSION'));
    if (fresh) await initialise(this.places.home, this.binaries, this.env);
    await checkMajorVersion(this.places, this.binaries);
    await this.start();
    return fresh ? 'fresh' : 'existing';
  }

  /** Starts the server on data that is there; never makes new data, so that a folder that was moved away is noticed. */
  async bringBack(): Promise<void> {
    if (!(await this.untilReady())) await this.start();
  }

  private async start(): Promise<void> {
    const deadline = Date.now() + ORPHAN_PATIENCE_MS;
    for (;;) {
      try {
        return await start(this.places, await choosePort(this.places), this.binaries, this.env, this.settings);
      } catch (error) {
        // Between looking and starting, another program may take the port; and orphans of a killed server need a moment.
        if (Date.now() > deadline || !isPassing(error)) throw error;
        await delay(250);
      }
    }
  }

  async port(): Promise<number> {
    const running = await this.running();
    if (!running)
      throw new EmbeddedPostgresError(`The embedded PostgreSQL in ${this.places.cluster} ended right after its start.`);
    return running.port;
  }

  running(): Promise<Postmaster | undefined> {
    return runningPostmaster(this.places.cluster);
  }

  async takeDown(): Promise<void> {
    if (await this.running()) await stop(this.places, this.binaries, this.env);
  }

  /** A server that is found starting (recovery after a crash) is waited for. Undefined when none runs. */
  private async untilReady(): Promise<Postmaster | undefined> {
    const deadline = Date.now() + READY_PATIENCE_MS;
    for (;;) {
      const running = await this.running();
      if (!running || running.ready) return running;
      if (Date.now() > deadline) {
        throw new EmbeddedPostgresError(
          `The embedded PostgreSQL in ${this.places.cluster} (process ${running.pid}) has been starting for five minutes; see ${this.places.serverLog}.`,
        );
      }
      await delay(100);
    }
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof Error && /Address already in use|shared memory block .* still in use/.test(error.message);
}
