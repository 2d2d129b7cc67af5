import { describe, expect, it } from 'vitest';
import type { ThroughputHour } from '../api/generated/types.gen.js';
import { barsOf, closenessOf, limitPerMinute } from './throughput.js';

const START = Date.parse('2026-11-16T00:00:00Z');
const HOUR_MS = 3_600_000;

function hour(place: number, input: number, minute: number | null, byCloud = 0): ThroughputHour {
  return {
    hour: new Date(START + place * HOUR_MS).toISOString(),
    requests: 1,
    input,
    output: 0,
    busiestMinute: minute === null ? null : { requests: null, input: minute, output: null },
    latency: { calls: 0, p50Ms: null, p95Ms: null },
    throttled: { byCloud, byGateway: 0 },
    meteredLatency: [],
  };
}

const HOURS = [hour(1, 60_000, 900), hour(2, 120_000, null, 3), hour(30, 6_000, 3_800, 1)];

describe('bars beside a limit', () => {
  it('are of the busiest minute, of the hour’s sixtieth where no minute is known, and empty where nothing was called', () => {
    const bars = barsOf(HOURS, 'input', START, START + 48 * HOUR_MS);
    expect(bars).toHaveLength(48);
    expect(bars.filter(({ value }) => value > 0)).toMatchObject([
      { value: 900, isMinute: true, throttled: 0 },
      { value: 2_000, isMinute: false, throttled: 3 },
      { fromMs: START + 30 * HOUR_MS, value: 3_800, isMinute: true, throttled: 1 },
    ]);
  });

  it('of a long range hold the busiest of several hours each', () => {
    const bars = barsOf(HOURS, 'input', START, START + 31 * 24 * HOUR_MS);
    expect(bars).toHaveLength(124);
    expect(bars[0]).toMatchObject({ toMs: START + 6 * HOUR_MS, value: 2_000, throttled: 3 });
    expect(bars[5]).toMatchObject({ value: 3_800, isMinute: true });
  });
});

const limit = (counts: 'input' | 'output', most: number, periodSeconds: number) => ({
  key: 'k',
  limit: most,
  periodSeconds,
  counts,
});

describe('a limit', () => {
  it('is the tightest one, told for a minute', () => {
    const limits = [limit('input', 4_000, 60), limit('input', 500, 10), limit('output', 9, 60)];
    expect(limitPerMinute(limits, 'input')).toBe(3_000);
    expect(limitPerMinute(limits, 'requests')).toBeNull();
    expect(limitPerMinute([limit('input', 0, 60)], 'input')).toBeNull();
  });

  it('is close from four fifths of it on, since the first hour that came so far', () => {
    expect(closenessOf(HOURS, 'input', 4_000)).toEqual({
      hours: 3,
      close: 1,
      met: 0,
      firstAt: HOURS[2]?.hour,
      lastAt: HOURS[2]?.hour,
    });
    expect(closenessOf(HOURS, 'input', 1_000)).toMatchObject({ close: 3, met: 2, firstAt: HOURS[0]?.hour });
    expect(closenessOf([], 'input', 1)).toEqual({ hours: 0, close: 0, met: 0, firstAt: null, lastAt: null });
  });
});
