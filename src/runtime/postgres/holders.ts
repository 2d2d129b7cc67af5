import { randomUUID } from 'node:crypto';
import { chown, link, mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedPostgresError } from './errors.js';
import { exists, startOf } from './processes.js';

/** Longer than any recovery after a crash that was seen; past it, something else is wrong. */
const LOCK_PATIENCE_MS = 5 * 60_000;

/**
 * Who uses the server of a data folder: one small file per user, named by process number, so that whoever leaves last
 * stops it. A process that was killed leaves its file behind; it counts for nothing once that process is gone.
 */
export class Holders {
  constructor(private readonly folder: string) {}

  /** Enters this process. Call inside `exclusively`. */
  async enter(): Promise<string> {
    const name = `${process.pid}.${randomUUID()}`;
    await writeFile(join(this.folder, name), startOf(process.pid));
    return name;
  }

  /** Takes the entry out and tells whether it was the last of a living process. Call inside `exclusively`. */
  async leave(name: string): Promise<{ last: boolean }> {
    await rm(join(this.folder, name), { force: true });
    let last = true;
    for (const other of await readdir(this.folder)) {
      if (!/^\d+\./.test(other)) continue;
      if (await lives(Number.parseInt(other, 10), join(this.folder, other))) last = false;
      else await rm(join(this.folder, other), { force: true });
    }
    return { last };
  }

  /** Runs one start or stop at a time over all processes that share the data folder. */
  async exclusively<T>(work: () => Promise<T>): Promise<T> {
    await this.makeFolder();
    const lock = join(this.folder, 'lock');
    await this.acquire(lock);
    try {
      return await work();
    } finally {
      await rm(lock, { force: true });
    }
  }

  private async makeFolder(): Promise<void> {
    const made = await mkdir(this.folder, { recursive: true });
    const { uid, gid } = await stat(dirname(this.folder));
    // Root may look in on another user's server; the user must be able to go on afterwards.
    if (made && process.getuid?.() === 0) await chown(this.folder, uid, gid);
  }

  private async acquire(lock: string): Promise<void> {
    const deadline = Date.now() + LOCK_PATIENCE_MS;
    while (!(await created(lock, `${process.pid} ${startOf(process.pid)}`))) {
      await removeIfAbandoned(lock);
      if (Date.now() > deadline) {
        throw new EmbeddedPostgresError(
          `Another process has been starting or stopping the embedded PostgreSQL for five minutes; its mark is ${lock}. ` +
            'Look at that process; if it does no longer exist, remove the file.',
        );
      }
      await delay(50);
    }
  }
}

/** Makes a file together with its text, so that nobody ever sees it empty, unless it is there already. */
async function created(path: string, text: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, text);
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Takes a lock away whose process is gone. Renaming first makes sure that only one of several waiters does. */
async function removeIfAbandoned(lock: string): Promise<void> {
  const before = await textOf(lock);
  if (!before || livesAs(before)) return;
  const taken = `${lock}.${randomUUID()}`;
  try {
    await rename(lock, taken);
  } catch {
    return;
  }
  if ((await textOf(taken)) !== before) await rename(taken, lock);
  else await rm(taken, { force: true });
}

function livesAs(mark: string): boolean {
  const [pid = '', start = ''] = mark.split(' ');
  return exists(Number(pid)) && startOf(Number(pid)) === start;
}

async function lives(pid: number, path: string): Promise<boolean> {
  return livesAs(`${pid} ${(await textOf(path)) ?? ''}`);
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}
