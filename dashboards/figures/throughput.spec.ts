import { describe, expect, it } from 'vitest';
import type { ThroughputHour } from '../api/generated/types.gen.js';
import { barsOf, closenessOf, limitAt, limitsInOrder } from './throughput.js';

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
    const bars = barsOf({ hours: HOURS, limits: [] }, 'input', { fromMs: START, toMs: START + 48 * HOUR_MS });
    expect(bars).toHaveLength(48);
    expect(bars.filter(({ value }) => value > 0)).toMatchObject([
      { value: 900, isMinute: true, throttled: 0 },
      { value: 2_000, isMinute: false, throttled: 3 },
      { fromMs: START + 30 * HOUR_MS, value: 3_800, isMinute: true, throttled: 1 },
    ]);
  });

  it('of a long range hold the busiest of several hours each', () => {
    const bars = barsOf({ hours: HOURS, limits: [] }, 'input', { fromMs: START, toMs: START + 31 * 24 * HOUR_MS });
    expect(bars).toHaveLength(124);
    expect(bars[0]).toMatchObject({ toMs: START + 6 * HOUR_MS, value: 2_000, throttled: 3 });
    expect(bars[5]).toMatchObject({ value: 3_800, isMinute: true });
  });
});

const at = (place: number) => new Date(START + place * HOUR_MS).toISOString();
const limit = (
  counts: 'input' | 'output',
  most: number,
  periodSeconds = 60,
  from = at(0),
  to: string | null = null,
) => ({
  key: 'k',
  limit: most,
  periodSeconds,
  counts,
  from,
  to,
});

const beside = (most: number) => ({ hours: HOURS, limits: [limit('input', most)] });

describe('a limit', () => {
  it('is the tightest one, told for a minute', () => {
    const limits = [limit('input', 4_000), limit('input', 500, 10), limit('output', 9)];
    expect(limitAt(limits, 'input', START)).toBe(3_000);
    expect(limitAt(limits, 'requests', START)).toBeNull();
    expect(limitAt([limit('input', 0)], 'input', START)).toBeNull();
  });

  it('is close from four fifths of it on, since the first hour that came so far', () => {
    expect(closenessOf(beside(4_000), 'input')).toEqual({
      hours: 3,
      unknown: 0,
      close: 1,
      met: 0,
      firstAt: at(30),
      lastAt: at(30),
    });
    expect(closenessOf(beside(1_000), 'input')).toMatchObject({ close: 3, met: 2, firstAt: at(1) });
    expect(closenessOf({ hours: [], limits: [] }, 'input')).toMatchObject({ hours: 0, close: 0, firstAt: null });
  });

  it('is that of its hour, and not known before the first look', () => {
    const limits = [limit('input', 2_000, 60, at(2), at(20)), limit('input', 8_000, 60, at(20))];
    expect([1, 2, 19, 20].map((place) => limitAt(limits, 'input', START + place * HOUR_MS))).toEqual([
      null,
      2_000,
      2_000,
      8_000,
    ]);
    expect(closenessOf({ hours: HOURS, limits }, 'input')).toEqual({
      hours: 2,
      unknown: 1,
      close: 1,
      met: 1,
      firstAt: at(2),
      lastAt: at(2),
    });
    const bars = barsOf({ hours: HOURS, limits }, 'input', { fromMs: START, toMs: START + 48 * HOUR_MS });
    expect([bars[1]?.limit, bars[2]?.limit, bars[30]?.limit]).toEqual([null, 2_000, 8_000]);
    expect(limitsInOrder(bars)).toEqual([2_000, 8_000]);
  });
});
