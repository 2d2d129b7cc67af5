import { describe, expect, it } from 'vitest';
import { usual, zoneOf } from './usual-span.js';

const spread = (from: number, to: number, count: number) =>
  Array.from({ length: count }, (_, index) => from + ((to - from) * index) / (count - 1));

describe('where differences between two logs lie', () => {
  it('is not told by a few', () => {
    expect(usual(spread(0, 10, 11))).toBeNull();
  });

  it.each([
    [50, 'core'],
    [0, 'core'],
    [-15, 'rim'],
    [130, 'rim'],
    [200, 'outside'],
  ] as const)('of those from 0 to 100, %d is in the %s', (value, zone) => {
    const found = usual(spread(0, 100, 101));
    expect(found && zoneOf(found, value)).toBe(zone);
  });

  it('is not moved by one in twenty that is far away', () => {
    const values = [...spread(0, 100, 95), ...spread(5_000, 9_000, 5)];
    const found = usual(values);
    expect(found && zoneOf(found, 5_000)).toBe('outside');
  });
});
