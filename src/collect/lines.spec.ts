import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { linesOf } from './lines.js';

async function linesFrom(chunks: Iterable<Buffer | string>): Promise<string[]> {
  const lines: string[] = [];
  for await (const some of linesOf(Readable.from(chunks, { objectMode: true }))) lines.push(...some);
  return lines;
}

describe('linesOf', () => {
  it.each([
    ['line feeds', ['a\nb\n'], ['a', 'b']],
    ['carriage returns before them', ['a\r\nb\r\n'], ['a', 'b']],
    ['a last line without an end', ['a\nb'], ['a', 'b']],
    ['blank lines', ['a\n\nb\n'], ['a', '', 'b']],
    ['lines over several chunks', ['a', 'b', 'c\nd', 'e\n'], ['abc', 'de']],
    ['nothing', [], []],
    // U+2028 and U+2029 are line ends for JavaScript's readline, and plain characters in a JSON text.
    ['texts with other line separators', ['{"a":"x\u2028y\u2029z"}\n{}'], ['{"a":"x\u2028y\u2029z"}', '{}']],
  ])('splits %s', async (_, chunks, expected) => {
    expect(await linesFrom(chunks)).toEqual(expected);
  });

  it('keeps characters whole that lie across chunks', async () => {
    const bytes = Buffer.from('Prämie €\nÜ\n');
    expect(await linesFrom([...bytes].map((byte) => Buffer.from([byte])))).toEqual(['Prämie €', 'Ü']);
  });

  it('delivers what came before a failure, then throws it', async () => {
    const stream = new Readable({ read() {} });
    stream.push('a\nb\n');
    const read: string[] = [];
    const reading = (async () => {
      for await (const some of linesOf(stream)) {
        read.push(...some);
        stream.destroy(new Error('cut'));
      }
    })();
    await expect(reading).rejects.toThrow('cut');
    expect(read).toEqual(['a', 'b']);
  });
});
