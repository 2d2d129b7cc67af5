import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, splitNewestFirst, uncovered } from './window.js';

describe('uncovered', () => {
  const whole = { from: 0, to: 100 };

  it.each([
    ['nothing is covered', [], [whole]],
    ['everything is covered', [{ from: -5, to: 200 }], []],
    [
      'the middle is covered',
      [{ from: 40, to: 60 }],
      [
        { from: 0, to: 40 },
        { from: 60, to: 100 },
      ],
    ],
    [
      'spans overlap and are out of order',
      [
        { from: 50, to: 70 },
        { from: 0, to: 55 },
      ],
      [{ from: 70, to: 100 }],
    ],
    [
      'spans lie outside',
      [
        { from: -20, to: -10 },
        { from: 100, to: 120 },
      ],
      [whole],
    ],
    [
      'a span ends where the next begins',
      [
        { from: 0, to: 50 },
        { from: 50, to: 100 },
      ],
      [],
    ],
  ])('gives what is left when %s', (_, covered, expected) => {
    expect(uncovered(whole, covered)).toEqual(expected);
  });
});

describe('splitNewestFirst', () => {
  it('cuts at whole hours, newest first, and loses nothing at the ragged ends', () => {
    const from = 5 * HOUR_MS + 1;
    const to = 7 * HOUR_MS + 2;
    expect(splitNewestFirst({ from, to }, HOUR_MS)).toEqual([
      { from: 7 * HOUR_MS, to },
      { from: 6 * HOUR_MS, to: 7 * HOUR_MS },
      { from, to: 6 * HOUR_MS },
    ]);
  });

  it('keeps a window that ends at a whole day as one day', () => {
    expect(splitNewestFirst({ from: DAY_MS, to: 2 * DAY_MS }, DAY_MS)).toEqual([{ from: DAY_MS, to: 2 * DAY_MS }]);
  });

  it('makes nothing of an empty window', () => {
    expect(splitNewestFirst({ from: 3, to: 3 }, HOUR_MS)).toEqual([]);
  });
});
