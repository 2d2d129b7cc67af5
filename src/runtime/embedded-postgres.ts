import { constants } from 'node:fs';
import { access, mkdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { locateBinaries } from './postgres/binaries.js';
import { EmbeddedPostgresError } from './postgres/errors.js';
import { Holders } from './postgres/holders.js';
import { SUPERUSER, placesIn } from './postgres/places.js';
import { Server, type Started } from './postgres/server.js';

const WATCH_INTERVAL_MS = 1_000;
const LONGEST_PATIENCE_MS = 30_000;

export interface EmbeddedPostgresOptions {
  /** The product's data folder; the server lives in `postgres/` inside it. */
  readonly dataDir: string;
  readonly log: { log(message: string): void; warn(message: string): void };
  /** Server settings that win over those reckoned from the machine (the tests do without durability). */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  readonly url: string;
  /** `fresh`: made just now. `existing`: its data was there. `attached`: it was already running. */
  readonly started: Started;
  /** Call when nothing of this process uses the server any more. Whoever leaves last stops it. */
  stop(): Promise<void>;
}

/**
 * A real PostgreSQL of our own, for machines that have none. The server is a process apart that outlives us: after a crash
 * of ours the next start finds it running and uses it; after a crash of its own it is started again while we run.
 *
 * Several processes may share a data folder (the service and a command beside it): the first starts the server, the others
 * attach, the last to leave stops it.
 */
export async function startEmbeddedPostgres({
  dataDir,
  log,
  settings = {},
}: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const folder = await openFolder(dataDir);
  const server = new Server(placesIn(join(folder, 'postgres')), locateBinaries(), settings);
  const holders = new Holders(join(folder, 'postgres.holders'));
  const { started, port, entry } = await holders.exclusively(async () => {
    const started = await server.bringUp();
    return { started, port: await server.port(), entry: await holders.enter() };
  });
  const password = (await readFile(server.places.password, 'utf8')).trim();
  log.log(`Embedded PostgreSQL ${WORDS[started]} ${server.places.cluster}, port ${port}`);

  const watching = new AbortController();
  const watched = watch(server, holders, port, log, watching.signal);
  let stopping: Promise<void> | undefined;
  const leave = async () => {
    watching.abort();
    await watched;
    await holders.exclusively(async () => {
      const { last } = await holders.leave(entry);
      if (last) await server.takeDown();
      else log.log('Embedded PostgreSQL is left running: another process uses it');
    });
  };
  return {
    started,
    url: `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`,
    stop: () => (stopping ??= leave()),
  };
}

async function openFolder(dataDir: string): Promise<string> {
  try {
    await mkdir(dataDir, { recursive: true });
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    return await realpath(dataDir);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EmbeddedPostgresError(
      `The data folder ${dataDir} cannot be written (${reason}). Start as the user it belongs to, choose another with --data-dir, or set DATABASE_URL.`,
      { cause },
    );
  }
}

const WORDS = { fresh: 'was made in', existing: 'was started in', attached: 'was already running in' };

/** Starts the server again when it dies under us. The port is part of addresses in use, so it must stay the same. */
async function watch(
  server: Server,
  holders: Holders,
  port: number,
  log: EmbeddedPostgresOptions['log'],
  signal: AbortSignal,
): Promise<void> {
  let patienceMs = WATCH_INTERVAL_MS;
  while (!signal.aborted) {
    await delay(patienceMs, undefined, { signal, ref: false }).catch(() => undefined);
    if (signal.aborted || (await server.running())) continue;
    try {
      log.warn(`Embedded PostgreSQL in ${server.places.cluster} is gone; starting it again`);
      await holders.exclusively(() => server.bringBack());
      const now = await server.port();
      if (now !== port)
        log.warn(
          `Embedded PostgreSQL moved from port ${port} to ${now}, because another program took it: restart Ledgerline`,
        );
      patienceMs = WATCH_INTERVAL_MS;
    } catch (error) {
      patienceMs = Math.min(patienceMs * 2, LONGEST_PATIENCE_MS);
      log.warn(
        `Embedded PostgreSQL could not be started again: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
}
