import { unwrapDocument, unwrapLine } from './unwrap.js';

/** Above this many characters a document that is not one record a line is refused rather than held in memory. */
const MAX_DOCUMENT_CHARS = 256 * 1024 * 1024;

/**
 * Cuts the lines of a text into the texts of its records: one record a line, or documents over several lines, each of which
 * may hold a list of records. A line that is broken is one record that cannot be read, and takes no other with it.
 */
export class RecordSplitter {
  /** Set once a line is a whole JSON value, or none at all: every line after it is a record. */
  private byLine = false;
  private document: string[] = [];
  private chars = 0;
  private depth = 0;

  *line(line: string): Generator<string> {
    if (line.trim() === '') return;
    if (this.document.length === 0) {
      this.byLine ||= !/^\s*[[{]/.test(line) || isJson(line);
      if (this.byLine) yield* unwrapLine(line);
      else yield* this.add(line);
      return;
    }
    // Within a document lines are indented: a whole object at the margin begins anew after one that was cut off.
    if (this.beganAtMargin() && line.startsWith('{') && isJson(line)) {
      yield* this.end();
      yield* this.line(line);
      return;
    }
    yield* this.add(line);
  }

  /** What is left where the lines end: a document that does not close is one record that cannot be read. */
  *end(): Generator<string> {
    const text = this.document.join('\n');
    this.document = [];
    this.chars = 0;
    this.depth = 0;
    if (text !== '') yield* unwrapDocument(text);
  }

  private *add(line: string): Generator<string> {
    this.document.push(line);
    this.chars += line.length;
    if (this.chars > MAX_DOCUMENT_CHARS) {
      throw new Error(
        `one JSON document of more than ${MAX_DOCUMENT_CHARS} characters; split it into one record a line`,
      );
    }
    this.depth += depthOf(line);
    if (this.depth <= 0) yield* this.end();
  }

  private beganAtMargin(): boolean {
    return this.document[0]?.startsWith('{') ?? false;
  }
}

/** Brackets that a line opens less those that it closes. No text of JSON goes on over the end of a line. */
function depthOf(line: string): number {
  let depth = 0;
  for (const [sign] of line.matchAll(/"(?:[^"\\]|\\.)*"?|[[\]{}]/g)) {
    if (sign === '{' || sign === '[') depth += 1;
    else if (sign === '}' || sign === ']') depth -= 1;
  }
  return depth;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
