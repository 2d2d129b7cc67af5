import { readFileSync } from 'node:fs';
import { chown, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './errors.js';
import { run } from './processes.js';
import type { Binaries } from './binaries.js';

/** How PostgreSQL's programs are started so that they do not run as root, which they refuse. */
export interface Launcher {
  readonly words: string;
  readonly wrap: (command: readonly [string, ...string[]]) => [string, ...string[]];
  /** For the way without a helper program: the user that node itself switches to. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Whose files the data folder must hold. */
  readonly owner: { readonly uid: number; readonly gid: number };
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** An ordinary user starts them directly (undefined: not root, or not a system with users). */
const directly = (owner: Account): Launcher => ({ words: 'directly', wrap: ([...command]) => command, owner });

/**
 * The first way that works for root, tried for real: the program must run, not be root, and reach the folder.
 *
 * 1. A user namespace in which root has another number: files stay root's, private (0700) parents stay passable.
 * 2. Another user who keeps the one capability to pass private folders (containers forbid namespaces but allow this).
 * 3. Another user, plainly, where setpriv is not installed.
 *
 * A folder that already belongs to another user is served as that user: a namespace would not own its files.
 */
async function chooseRootLauncher(folder: string, folderOwner: Account, binaries: Binaries): Promise<Launcher> {
  const ways = folderOwner.uid === 0 ? [inNamespace(servant()), ...asUser(servant())] : asUser(folderOwner);
  const failures: string[] = [];
  for (const way of ways) {
    await chown(folder, way.owner.uid, way.owner.gid);
    const trial = await run(
      way.wrap(['/bin/sh', '-c', 'test "$(id -u)" != 0 && test -x "$0" && "$1" --version', folder, binaries.postgres]),
      {
        cwd: '/',
        timeout: 20_000,
        ...way.user,
      },
    );
    if (trial.code === 0) return way;
    failures.push(`${way.words}: ${trial.output || `exit code ${trial.code}`}`);
  }
  await chown(folder, folderOwner.uid, folderOwner.gid);
  throw new EmbeddedPostgresError(
    `PostgreSQL refuses to run as root, and no other user could be used for it in ${folder} (${failures.join('; ')}). ` +
      'Run Ledgerline as an ordinary user, or set DATABASE_URL.',
  );
}

function inNamespace({ uid, gid }: Account): Launcher {
  const prefix = ['unshare', '--user', `--map-user=${uid}`, `--map-group=${gid}`] as const;
  return { words: 'in a user namespace', wrap: (command) => [...prefix, ...command], owner: { uid: 0, gid: 0 } };
}

function asUser({ uid, gid }: Account): Launcher[] {
  const capability = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  const prefix = ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...capability] as const;
  return [
    { words: `as user ${uid} by setpriv`, wrap: (command) => [...prefix, ...command], owner: { uid, gid } },
    { words: `as user ${uid}`, wrap: ([...command]) => command, user: { uid, gid }, owner: { uid, gid } },
  ];
}

/** The user to run as, which initdb looks up by number: PostgreSQL's own where there is one, else one that every system has. */
function servant(): Account {
  const accounts = new Map(
    readFileSync(join('/etc', 'passwd'), 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .filter((fields) => Number(fields[2]) > 0)
      .map(([name, , uid, gid]) => [name, { uid: Number(uid), gid: Number(gid) }]),
  );
  for (const name of ['postgres', 'daemon', 'nobody']) {
    const account = accounts.get(name);
    if (account) return account;
  }
  const [any] = accounts.values();
  if (!any)
    throw new EmbeddedPostgresError(
      'PostgreSQL refuses to run as root, and /etc/passwd names no other user. Set DATABASE_URL.',
    );
  return any;
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

/** Gives the files to the user who serves them, where root works for another user. */
export async function handOver(home: string, { owner }: Launcher): Promise<void> {
  if (process.getuid?.() !== 0 || owner.uid === 0) return;
  const { code, output } = await run(['chown', '-R', `${owner.uid}:${owner.gid}`, home], {});
  if (code !== 0)
    throw new EmbeddedPostgresError(`The folder ${home} cannot be handed to user ${owner.uid}: ${output}`);
}
