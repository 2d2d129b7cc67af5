import { describe, expect, it } from 'vitest';
import { createProgress, progressLine } from './progress.js';

it.each([
  [50, 200, '', 'Reading [######------------------]  25 % 50 of 200'],
  [1200, 1200, 'lines', 'Reading [########################] 100 % 1,200 of 1,200 lines'],
  [0, 0, '', 'Reading [########################] 100 % 0 of 0'],
  [300, 200, '', 'Reading [########################] 100 % 300 of 200'],
  [1234567, undefined, 'bytes', 'Reading 1,234,567 bytes'],
])('%d of %s is drawn as a line', (done, total, words, line) => {
  expect(progressLine('Reading', done, total, words)).toBe(line);
});

const recorder = (isTTY: boolean) => {
  const writes: string[] = [];
  return { writes, stream: { isTTY, columns: 41, write: (text: string) => writes.push(text) } };
};

describe('progress', () => {
  it('redraws one line on a terminal, at most ten times a second, within its width, and the last state always', () => {
    const { writes, stream } = recorder(true);
    let ms = 0;
    const progress = createProgress('Reading', stream, { now: () => ms });
    progress.update(1, 3);
    ms = 50;
    progress.update(2, 3);
    ms = 60;
    progress.update(3, 3);
    progress.finish('3 records read');
    expect(writes).toEqual([
      '\r\x1b[2KReading [########----------------]  33 %',
      '\r\x1b[2KReading [########################] 100 %',
      '\r\x1b[2K3 records read\n',
    ]);
  });

  it('writes nothing but its last line into a pipe', () => {
    const { writes, stream } = recorder(false);
    const progress = createProgress('Reading', stream, { now: () => 0 });
    progress.update(3, 3);
    progress.finish('3 records read');
    expect(writes).toEqual(['3 records read\n']);
  });
});
