import { randomBytes } from 'node:crypto';
import { existsSync, statfsSync } from 'node:fs';
import { appendFile, chmod, mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { totalmem } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Binaries } from './binaries.js';
import { EmbeddedPostgresError } from './errors.js';
import { disownStalePidFile } from './postmaster.js';
import { exists, run } from './processes.js';
import { serverSettings, settingsFile } from './settings.js';
import { type Launcher, chooseRootLauncher, directly } from './unprivileged.js';

export const SUPERUSER = 'ledgerline';
const LARGEST_LOG_BYTES = 10 * 1024 * 1024;
const START_SECONDS = 300;
const STOP_SECONDS = 120;

/** Where the parts of one embedded server lie. `home` holds everything; it appears as a whole or not at all. */
export interface Places {
  readonly home: string;
  readonly cluster: string;
  readonly password: string;
  readonly port: string;
  readonly serverLog: string;
}

export function placesIn(home: string): Places {
  return {
    home,
    cluster: join(home, 'cluster'),
    password: join(home, 'password'),
    port: join(home, 'port'),
    serverLog: join(home, 'server.log'),
  };
}

/** The way to start PostgreSQL's programs for files in this folder. */
export async function launcherFor(folder: string, binaries: Binaries): Promise<Launcher> {
  const { uid, gid } = await stat(folder);
  const me = process.getuid?.();
  if (me === 0) return chooseRootLauncher(folder, { uid, gid }, binaries);
  if (me !== undefined && me !== uid) {
    throw new EmbeddedPostgresError(
      `The data folder ${folder} belongs to user ${uid}, but this process is user ${me}, and PostgreSQL serves only its owner's files. ` +
        'Start as that user, choose another folder with --data-dir, or hand the folder over with chown -R.',
    );
  }
  return directly({ uid, gid });
}

/**
 * Makes a new data folder: first under a name of its own beside the final one, then renamed, so that a kill in the middle
 * leaves nothing half-made. The password is random and readable by the owner alone.
 */
export async function initialise(
  home: string,
  binaries: Binaries,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  await sweepAbandonedDrafts(home);
  const draft = placesIn(`${home}.new-${process.pid}`);
  await rm(draft.home, { recursive: true, force: true });
  await mkdir(draft.home, { recursive: true, mode: 0o700 });
  const launcher = await launcherFor(draft.home, binaries);
  await writeFile(draft.password, randomBytes(24).toString('hex'), { mode: 0o600 });
  await handOver(draft.home, launcher);
  const options = ['--auth=scram-sha-256', `--username=${SUPERUSER}`, `--pwfile=${draft.password}`, '--encoding=UTF8'];
  // Sorting and character classes from PostgreSQL itself: the same on every machine, whatever its libc.
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const initdb = launcher.wrap([binaries.initdb, `--pgdata=${draft.cluster}`, ...options, ...locale]);
  const { code, output } = await run(initdb, { cwd: '/', env, ...launcher.user });
  if (code !== 0) {
    await rm(draft.home, { recursive: true, force: true });
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL could not make its data folder ${home} (initdb ${launcher.words}, exit code ${code ?? 'none'}): ${output}`,
    );
  }
  await appendFile(join(draft.cluster, 'postgresql.conf'), "\ninclude_if_exists = 'ledgerline.conf'\n");
  // What an older, half-made attempt left (a folder without a cluster) makes room; a folder with one is never touched.
  if (!existsSync(join(home, 'cluster', 'PG_VERSION'))) await rm(home, { recursive: true, force: true });
  await rename(draft.home, home);
}

/** Refuses a cluster that other programs than these would have to serve. */
export async function checkMajorVersion(places: Places, binaries: Binaries): Promise<void> {
  const version = (await readFile(join(places.cluster, 'PG_VERSION'), 'utf8')).trim();
  if (version === binaries.majorVersion) return;
  throw new EmbeddedPostgresError(
    `The data folder ${places.cluster} was made by PostgreSQL ${version}, but the embedded one is ${binaries.majorVersion}. ` +
      'Dump it with the old version and load it into a new folder, or set DATABASE_URL to a server of that version.',
  );
}

/** Starts the server on the port and waits until it accepts connections, recovery after a crash included. */
export async function start(
  places: Places,
  port: number,
  binaries: Binaries,
  env: Readonly<Record<string, string>>,
  overrides: Readonly<Record<string, string>>,
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
export async function stop(places: Places, binaries: Binaries, env: Readonly<Record<string, string>>): Promise<void> {
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

/** Gives the files to the user who serves them, where root works for another user. */
async function handOver(home: string, { owner }: Launcher): Promise<void> {
  if (process.getuid?.() !== 0 || owner.uid === 0) return;
  const { code, output } = await run(['chown', '-R', `${owner.uid}:${owner.gid}`, home], {});
  if (code !== 0)
    throw new EmbeddedPostgresError(`The folder ${home} cannot be handed to user ${owner.uid}: ${output}`);
}

async function sweepAbandonedDrafts(home: string): Promise<void> {
  await mkdir(dirname(home), { recursive: true });
  for (const name of await readdir(dirname(home))) {
    const [, pid] = name.split(`${basename(home)}.new-`);
    if (pid && !exists(Number(pid))) await rm(join(dirname(home), name), { recursive: true, force: true });
  }
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
