import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../usage/window.js';
import { KeptAnswer } from './kept-answer.js';

const NOW = Date.parse('2026-11-18T15:00:00Z');
const range = { from: NOW - 10 * DAY_MS, to: NOW };
const day = (ago: number) => ({ from: NOW - ago * DAY_MS, to: NOW - (ago - 1) * DAY_MS });
const kept = () => new KeptAnswer('job', range, NOW - 2 * HOUR_MS, NOW);

describe('an answer that is kept', () => {
  it.each([
    ['days of its range', day(3), NOW, true],
    ['its newest rows, which are read once more later', day(1), NOW + HOUR_MS - 1, true],
    ['no rows that were still to arrive', day(1), NOW + HOUR_MS, false],
    ['nothing older than its range', day(11), NOW, false],
    ['nothing once it is thrown away', day(3), NOW + 20 * HOUR_MS, false],
  ])('holds %s', (_, window, now, holds) => {
    expect(kept().holds(window, now)).toBe(holds);
  });

  it('goes on at the row where the newer window ended, and back to it where a window failed', () => {
    const answer = kept();
    expect(answer.beginsAt(NOW)).toBe(0);
    answer.reached(day(1).from, 700, false);
    answer.reached(day(2).from, 1_300, false);
    expect(answer.beginsAt(day(3).to)).toBe(1_300);
    // Read by somebody else meanwhile: its rows are passed over.
    expect(answer.beginsAt(day(5).to)).toBe(1_300);
    expect(answer.beginsAt(day(2).to)).toBe(700);
  });

  it('has nothing left after its last row', () => {
    const answer = kept();
    answer.reached(day(1).from, 700, true);
    expect(answer.beginsAt(day(2).to)).toBeNull();
    expect(answer.beginsAt(NOW)).toBe(0);
  });
});
