import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { FileUnreadable } from './log-file.js';

/** A file of a bill on disk. */
export interface BillFile {
  readonly path: string;
  /** Its name: a file that comes again under the same name is another state of the same bill. */
  readonly part: string;
}

/** The file, or every file of that kind under the folder, in the order of their names. */
export async function billFiles(path: string, ending: RegExp): Promise<BillFile[]> {
  const entry = await stat(path).catch((error: unknown) => {
    throw new FileUnreadable(path, error);
  });
  if (!entry.isDirectory()) return [{ path, part: basename(path) }];
  const names = await readdir(path, { recursive: true });
  return names
    .filter((name) => ending.test(name))
    .toSorted()
    .map((name) => ({ path: join(path, name), part: name }));
}
