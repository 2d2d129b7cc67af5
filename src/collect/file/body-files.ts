import { basename } from 'node:path';
import type { RawRecord } from '../../usage/raw-record.js';
import { fetchMoved, movedBodies } from '../bedrock/moved-bodies.js';
import { bodyText } from '../body-text.js';
import { openFile } from './log-file.js';

/** `…/data/<requestId>_output.json.gz`, and the media that lie beside: no records, but what records point to. */
const BODY_FILE = /[\\/]data[\\/][^\\/]+_(?:input|output)(?:_media_[^\\/]*|\.json(?:\.gz)?)$/;

/** Files of records, and files of bodies that were moved out of records for their size. */
export function separateBodies<File extends { readonly path: string }>(
  files: readonly File[],
): { logs: File[]; bodies: File[] } {
  const bodies = files.filter(({ path }) => BODY_FILE.test(path));
  return { logs: files.filter(({ path }) => !BODY_FILE.test(path)), bodies };
}

/** The bodies that lie in imported folders, by their names, which begin with the id of their call. */
export class BodyFiles {
  private readonly paths: ReadonlyMap<string, string>;

  constructor(paths: readonly string[]) {
    this.paths = new Map(paths.map((path) => [basename(path), path]));
  }

  /** The record with its bodies, where they were moved out of it and are at hand. */
  async complete(record: RawRecord): Promise<RawRecord> {
    const moved = this.paths.size === 0 ? null : movedBodies(record.text);
    if (moved === null) return record;
    const completed = await fetchMoved(record, moved, async ({ key }) => {
      const path = this.paths.get(basename(key));
      const text = path === undefined ? null : await bodyText(openFile(path)).catch(() => null);
      return text ?? { missing: true };
    });
    return completed.record;
  }
}
