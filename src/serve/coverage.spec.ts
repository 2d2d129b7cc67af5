import { describe, expect, it } from 'vitest';
import { coverageOf, localDays } from './coverage.js';

const at = (text: string) => Date.parse(text);

describe('coverage', () => {
  it('takes local days whole, whatever their length', () => {
    const days = localDays('Europe/Berlin', { from: at('2026-10-24T10:00:00Z'), to: at('2026-10-25T23:00:00Z') });
    expect(days.map(({ date, from, to }) => [date, (to - from) / 3_600_000])).toEqual([
      ['2026-10-24', 24],
      ['2026-10-25', 25],
    ]);
  });

  const day = { from: at('2026-11-18T00:00:00Z'), to: at('2026-11-19T00:00:00Z') };
  it.each([
    ['2026-11-18T00:00:00Z', '2026-11-19T00:00:00Z', 1, 'complete'],
    ['2026-11-01T00:00:00Z', '2026-11-18T12:00:00Z', 0.5, 'partial'],
    // One millisecond short is not complete.
    ['2026-11-01T00:00:00Z', '2026-11-18T23:59:59.999Z', 0.9999, 'partial'],
    ['2026-11-01T00:00:00Z', '2026-11-18T00:00:00Z', 0, 'missing'],
  ])('read from %s to %s, a day is collected by %d: %s', (from, to, collected, state) => {
    const now = at('2026-11-20T00:00:00Z');
    expect(coverageOf(day, [{ from: at(from), to: at(to) }], now)).toEqual({ collected, state });
  });

  it('knows what cannot have been read yet', () => {
    expect(coverageOf(day, [], day.from)).toEqual({ collected: 0, state: 'future' });
  });
});
