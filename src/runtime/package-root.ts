import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder of the package (where package.json and prisma/ lie), found by walking up from this file, so that it is the
 * same from `src/` under the tests and from `dist/src/` when built.
 */
export function packageRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder)
      throw new Error(`No package.json lies above ${import.meta.dirname}: the installation is incomplete.`);
    folder = parent;
  }
  return folder;
}

/** Where the SQL migrations lie, one folder each, named by their date. */
export function migrationsFolder(): string {
  return join(packageRoot(), 'prisma', 'migrations');
}

/** The version of this installation. */
export function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8'));
  const version = typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, 'version') : undefined;
  return typeof version === 'string' ? version : 'unknown';
}
