import type { Readable } from 'node:stream';

/** Longer lines are cut: no log writes them, and memory must not grow with what somebody put beside the log. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;
const NEWLINE = 0x0a;

/**
 * The lines of a stream of bytes, as many at a time as a chunk completes. Split at line feeds only: a JSON text may hold
 * U+2028 as it is, at which readline would cut a record in two. What came before a failure is delivered before it is thrown.
 */
export async function* linesOf(bytes: Readable): AsyncGenerator<string[]> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  for await (const chunk of chunksOf(bytes)) {
    const lines: string[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      const tail = chunk.subarray(start, end);
      lines.push(lineOf(rest.length === 0 ? tail : Buffer.concat([...rest, tail])));
      rest = [];
      restBytes = 0;
      start = end + 1;
    }
    if (start < chunk.length && restBytes < MAX_LINE_BYTES) {
      const tail = chunk.subarray(start, start + MAX_LINE_BYTES - restBytes);
      rest.push(tail);
      restBytes += tail.length;
    }
    if (lines.length > 0) yield lines;
  }
  if (rest.length > 0) yield [lineOf(Buffer.concat(rest))];
}

function lineOf(bytes: Buffer): string {
  const end = bytes.at(-1) === 0x0d ? bytes.length - 1 : bytes.length;
  return bytes.toString('utf8', 0, end);
}

/** Chunks that wait to be taken; the stream is paused meanwhile. */
const MAX_WAITING = 4;

/** The chunks of a stream. Its own async iterator throws chunks away that wait when it fails; these are delivered first. */
async function* chunksOf(stream: Readable): AsyncGenerator<Buffer> {
  const waiting: Buffer[] = [];
  let failure: Error | undefined;
  let ended = false;
  let wake: (() => void) | undefined;
  stream.on('data', (chunk: Buffer | string) => {
    waiting.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    if (waiting.length >= MAX_WAITING) stream.pause();
    wake?.();
  });
  stream.on('error', (error) => {
    failure = error;
    wake?.();
  });
  stream.on('close', () => {
    ended = true;
    wake?.();
  });
  stream.on('end', () => {
    ended = true;
    wake?.();
  });
  try {
    for (;;) {
      const chunk = waiting.shift();
      if (chunk !== undefined) {
        yield chunk;
        if (waiting.length === 0) stream.resume();
      } else if (failure !== undefined) {
        throw failure;
      } else if (ended) {
        return;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    stream.destroy();
  }
}
