import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { gunzipped } from '../gunzipped.js';
import { linesOf } from '../lines.js';
import { RecordSplitter } from './split-records.js';

/** A file could not be read to its end. What came before it has been delivered. */
export class FileUnreadable extends Error {
  override readonly name = 'FileUnreadable';

  constructor(path: string, cause: unknown) {
    super(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** The log files under the given paths, in order: files as given, directories walked, `-` is standard input. */
export async function listLogFiles(paths: readonly string[]): Promise<{ path: string; bytes: number }[]> {
  const files: { path: string; bytes: number }[] = [];
  for (const path of paths) {
    if (path === '-') {
      files.push({ path, bytes: 0 });
      continue;
    }
    const entry = await stat(path).catch((error: unknown) => {
      throw new FileUnreadable(path, error);
    });
    if (!entry.isDirectory()) {
      files.push({ path, bytes: entry.size });
      continue;
    }
    const names = await readdir(path);
    const children = names.sort().map((name) => join(path, name));
    for (const child of children) {
      const { isLog, isFolder } = await stat(child).then((found) => ({
        isFolder: found.isDirectory(),
        isLog: found.isFile() && /\.(json|jsonl|ndjson|log)(\.gz)?$|\.gz$/.test(child),
      }));
      if (isFolder || isLog) files.push(...(await listLogFiles([child])));
    }
  }
  return files;
}

/**
 * The texts of the records in one file: one record a line (`.jsonl`, the `.json.gz` objects that Bedrock writes), one
 * pretty-printed record, an array of records, or what the AWS CLI prints for FilterLogEvents and GetQueryResults.
 * Several gzip members in one file are read as one. `onBytes` is told of bytes as they are read, for progress.
 */
export async function* readLogFile(path: string, onBytes: (bytes: number) => void = () => {}): AsyncGenerator<string> {
  const splitter = new RecordSplitter();
  try {
    for await (const lines of linesOf(openFile(path, onBytes))) {
      for (const line of lines) yield* splitter.line(line);
    }
    yield* splitter.end();
  } catch (error) {
    throw new FileUnreadable(path, error);
  }
}

/** The bytes of a file, unpacked where it is gzip; `-` is standard input. */
export function openFile(path: string, onBytes: (bytes: number) => void = () => {}): Readable {
  const source: Readable = path === '-' ? process.stdin : createReadStream(path, { highWaterMark: 1 << 20 });
  source.on('data', (chunk: Buffer | string) => onBytes(chunk.length));
  return path.endsWith('.gz') ? gunzipped(source, 1 << 20) : source;
}
