import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { gunzipped } from '../gunzipped.js';
import { linesOf } from '../lines.js';
import { unwrapDocument, unwrapLine } from './unwrap.js';

/** A file could not be read to its end. What came before it has been delivered. */
export class FileUnreadable extends Error {
  override readonly name = 'FileUnreadable';

  constructor(path: string, cause: unknown) {
    super(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** Above this many characters a document that is not one record a line is refused rather than held in memory. */
const MAX_DOCUMENT_CHARS = 256 * 1024 * 1024;

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
  // The first line that is not blank decides: a whole JSON value means one record a line, otherwise one document.
  let byLine: boolean | undefined;
  const document: string[] = [];
  let documentChars = 0;
  try {
    for await (const lines of linesOf(openFile(path, onBytes))) {
      for (const line of lines) {
        if (line.trim() === '') continue;
        byLine ??= !/^\s*[[{]/.test(line) || isJson(line);
        if (byLine) {
          yield* unwrapLine(line);
          continue;
        }
        document.push(line);
        documentChars += line.length;
        if (documentChars > MAX_DOCUMENT_CHARS) {
          throw new Error(
            `one JSON document of more than ${MAX_DOCUMENT_CHARS} characters; split it into one record a line`,
          );
        }
      }
    }
    if (document.length > 0) yield* unwrapDocument(document.join('\n'));
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

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
