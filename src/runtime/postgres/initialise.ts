import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Binaries } from './binaries.js';
import { EmbeddedPostgresError } from './errors.js';
import { type Places, SUPERUSER, placesIn } from './places.js';
import { exists, run } from './processes.js';
import { handOver, launcherFor } from './unprivileged.js';

type Variables = Readonly<Record<string, string>>;

/**
 * Makes a new data folder: first under a name of its own beside the final one, then renamed, so that a kill in the middle
 * leaves nothing half-made. The password is random and readable by the owner alone.
 */
export async function initialise(home: string, binaries: Binaries, env: Variables): Promise<void> {
  if (existsSync(home) && (await readdir(home)).length > 0) {
    throw new EmbeddedPostgresError(
      `${home} holds files but no PostgreSQL data (${join(home, 'cluster', 'PG_VERSION')} is missing), and it is not overwritten. ` +
        'Put the data back, or move the folder away for a new database.',
    );
  }
  await sweepAbandonedDrafts(home);
  const draft = placesIn(`${home}.new-${process.pid}`);
  try {
    await makeDraft(draft, binaries, env);
    await rename(draft.home, home);
  } catch (error) {
    await rm(draft.home, { recursive: true, force: true });
    throw error;
  }
}

async function makeDraft(draft: Places, binaries: Binaries, env: Variables): Promise<void> {
  await mkdir(draft.home, { recursive: true, mode: 0o700 });
  const launcher = await launcherFor(draft.home, binaries);
  await writeFile(draft.password, randomBytes(24).toString('hex'), { mode: 0o600 });
  await handOver(draft.home, launcher);
  const access = ['--auth=scram-sha-256', `--username=${SUPERUSER}`, `--pwfile=${draft.password}`];
  // Sorting and character classes from PostgreSQL itself: the same on every machine, whatever its libc.
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const initdb = launcher.wrap([binaries.initdb, `--pgdata=${draft.cluster}`, ...access, ...locale]);
  const { code, output } = await run(initdb, { cwd: '/', env, ...launcher.user });
  if (code !== 0) {
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL could not make its data in ${draft.home} (initdb ${launcher.words}, exit code ${code ?? 'none'}): ${output}`,
    );
  }
  await appendFile(join(draft.cluster, 'postgresql.conf'), "\ninclude_if_exists = 'ledgerline.conf'\n");
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

/** Removes what killed attempts left behind. */
async function sweepAbandonedDrafts(home: string): Promise<void> {
  await mkdir(dirname(home), { recursive: true });
  for (const name of await readdir(dirname(home))) {
    const [, pid] = name.split(`${basename(home)}.new-`);
    if (pid && !exists(Number(pid))) await rm(join(dirname(home), name), { recursive: true, force: true });
  }
}
