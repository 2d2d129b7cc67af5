import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../usage/window.js';
import { planPerformance } from './read-performance.js';

const at = (text: string) => Date.parse(`${text}:00Z`);
const now = at('2026-11-18T15:05');
/** The hour that began at 14:00 has not settled five minutes after it ended. */
const settled = at('2026-11-18T14:00');

describe('minutes to read', () => {
  it('are the last three hours, then every day that was never read, the newest first', () => {
    expect(planPerformance([], now, 2)).toEqual([
      { from: settled - 3 * HOUR_MS, to: settled },
      { from: at('2026-11-18T00:00'), to: settled - 3 * HOUR_MS },
      { from: at('2026-11-17T00:00'), to: at('2026-11-18T00:00') },
      { from: at('2026-11-16T00:00'), to: at('2026-11-17T00:00') },
    ]);
  });

  it('are the last three hours where everything was read', () => {
    expect(planPerformance([{ from: 0, to: settled - HOUR_MS }], now, 2)).toEqual([
      { from: settled - 3 * HOUR_MS, to: settled },
    ]);
  });

  it('are none where none are wanted', () => {
    expect(planPerformance([], now, 0)).toEqual([]);
  });
});
