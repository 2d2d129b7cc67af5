import type { Readable } from 'node:stream';
import { linesOf } from './lines.js';

/** The rows of a CSV (RFC 4180) as lists of fields, as many at a time as a chunk completes; the first is the header. */
export async function* csvRows(bytes: Readable): AsyncGenerator<string[][]> {
  let open: string | null = null;
  for await (const lines of linesOf(bytes)) {
    const rows: string[][] = [];
    for (const line of lines) {
      // A field between quotes may hold line feeds: the row is whole when its quotes are even.
      const text: string = open === null ? line : `${open}\n${line}`;
      if (isOpen(text)) {
        open = text;
        continue;
      }
      open = null;
      if (text.trim() !== '') rows.push(fieldsOf(text));
    }
    if (rows.length > 0) yield rows;
  }
  if (open !== null) throw new Error(`the last row ends within quotes: ${open.slice(0, 80)}`);
}

function isOpen(text: string): boolean {
  let quotes = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) quotes += 1;
  return quotes % 2 === 1;
}

const FIELD = /(?:"((?:[^"]|"")*)"|([^,]*))(,|$)/y;

function fieldsOf(text: string): string[] {
  const fields: string[] = [];
  FIELD.lastIndex = text.startsWith('\uFEFF') ? 1 : 0;
  for (;;) {
    const found = FIELD.exec(text);
    if (found === null) throw new Error(`no CSV: ${text.slice(0, 80)}`);
    const [, quoted, plain = '', end] = found;
    fields.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '') return fields;
  }
}
