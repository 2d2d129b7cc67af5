import { existsSync, statfsSync } from 'node:fs';
import { chmod, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import type { Binaries } from './binaries.js';
import { EmbeddedPostgresError } from './errors.js';
import type { Places } from './places.js';
import { disownStalePidFile } from './postmaster.js';
import { run } from './processes.js';
import { serverSettings, settingsFile } from './settings.js';
import { handOver, launcherFor } from './unprivileged.js';

const LARGEST_LOG_BYTES = 10 * 1024 * 1024;
const START_SECONDS = 300;
const STOP_SECONDS = 120;

type Variables = Readonly<Record<string, string>>;

/** Starts the server on the port and waits until it accepts connections, recovery after a crash included. */
export async function start(
  places: Places,
  port: number,
  binaries: Binaries,
  env: Variables,
  overrides: Variables,
): Promise<void> {
  const launcher = await launcherFor(places.home, binaries);
  const machine = { memoryBytes: totalmem(), sharedMemoryBytes: sharedMemoryBytes() };
  const settings = { ...serverSettings(machine), port: String(port), ...overrides };
  const settingsPath = join(places.cluster, 'ledgerline.conf');
  await writeFile(settingsPath, settingsFile(settings));
  await chmod(settingsPath, 0o644);
  await keepLogSmall(places.serverLog);
  await handOver(places.home, launcher);
  await disownStalePidFile(places.cluster);
  const command = launcher.wrap([
    binaries.pgCtl,
    'start',
    '-w',
    '-t',
    String(START_SECONDS),
    '-D',
    places.cluster,
    '-l',
    places.serverLog,
  ]);
  const { code, output } = await run(command, { cwd: '/', env, ...launcher.user });
  if (code === 0) return;
  throw new EmbeddedPostgresError(
    `The embedded PostgreSQL in ${places.cluster} did not start on port ${port} (pg_ctl ${launcher.words}, exit code ${code ?? 'none'}): ` +
      `${lastLines(output, 3)}\nThe end of ${places.serverLog}:\n${lastLines(await logText(places), 15)}`,
  );
}

/** Stops the server: open transactions are rolled back, everything committed is on disk. */
export async function stop(places: Places, binaries: Binaries, env: Variables): Promise<void> {
  const launcher = await launcherFor(places.home, binaries);
  const command = launcher.wrap([
    binaries.pgCtl,
    'stop',
    '-w',
    '-m',
    'fast',
    '-t',
    String(STOP_SECONDS),
    '-D',
    places.cluster,
  ]);
  const { code, output } = await run(command, { cwd: '/', env, ...launcher.user });
  if (code === 0 || !existsSync(join(places.cluster, 'postmaster.pid'))) return;
  throw new EmbeddedPostgresError(
    `The embedded PostgreSQL in ${places.cluster} did not stop within ${STOP_SECONDS} s: ${lastLines(output, 3)}\n` +
      `The end of ${places.serverLog}:\n${lastLines(await logText(places), 15)}`,
  );
}

/** The port of last time when it is free, so that addresses people noted stay true; else a free one, which is noted. */
export async function choosePort(places: Places): Promise<number> {
  const noted = existsSync(places.port) ? Number.parseInt(await readFile(places.port, 'utf8'), 10) : 0;
  const port = (noted > 0 ? await freePort(noted) : undefined) ?? (await freePort(0));
  if (port === undefined)
    throw new EmbeddedPostgresError('No TCP port on 127.0.0.1 is free for the embedded PostgreSQL.');
  if (port !== noted) {
    await writeFile(`${places.port}.new`, `${port}\n`);
    await rename(`${places.port}.new`, places.port);
  }
  return port;
}

/** Binds a port of the loopback for a moment (0: any) and gives its number, or undefined when it is taken. */
function freePort(port: number): Promise<number | undefined> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(address !== null && typeof address === 'object' ? address.port : undefined));
    });
  });
}

async function keepLogSmall(path: string): Promise<void> {
  if (existsSync(path) && (await stat(path)).size > LARGEST_LOG_BYTES) await rename(path, `${path}.1`);
}

function sharedMemoryBytes(): number | undefined {
  try {
    const { bsize, blocks } = statfsSync('/dev/shm');
    return bsize * blocks;
  } catch {
    return undefined;
  }
}

async function logText({ serverLog }: Places): Promise<string> {
  return existsSync(serverLog) ? readFile(serverLog, 'utf8') : '(there is none)';
}

function lastLines(text: string, count: number): string {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
