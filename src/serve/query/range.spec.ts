import { describe, expect, it } from 'vitest';
import { parseRange, type RangeText } from './range.js';

const now = Date.parse('2026-11-20T22:24:00Z');

describe('ranges', () => {
  it.each<[string, RangeText, string, string, string]>([
    ['month to date', {}, 'UTC', '2026-11-01T00:00:00.000Z', '2026-11-21T00:00:00.000Z'],
    ['month to date', {}, 'Europe/Berlin', '2026-10-31T23:00:00.000Z', '2026-11-20T23:00:00.000Z'],
    // 22:24 UTC is 03:54 of the next day
    ['month to date', {}, 'Asia/Kolkata', '2026-10-31T18:30:00.000Z', '2026-11-21T18:30:00.000Z'],
    // Summer time still held at the start of this month: clocks go back on it at 02:00.
    ['month to date', {}, 'America/St_Johns', '2026-11-01T02:30:00.000Z', '2026-11-21T03:30:00.000Z'],
    [
      'a day of 25 hours',
      { from: '2026-10-25', to: '2026-10-26' },
      'Europe/Berlin',
      '2026-10-24T22:00:00.000Z',
      '2026-10-25T23:00:00.000Z',
    ],
    [
      'a day of 23 hours',
      { from: '2026-03-29', to: '2026-03-30' },
      'Europe/Berlin',
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
    ],
    ['from a date', { from: '2026-11-10' }, 'UTC', '2026-11-10T00:00:00.000Z', '2026-11-21T00:00:00.000Z'],
    ['to a date: its month', { to: '2026-11-01' }, 'UTC', '2026-10-01T00:00:00.000Z', '2026-11-01T00:00:00.000Z'],
    [
      'instants of any offset',
      { from: '2026-11-10T08:00:00+05:30', to: '2026-11-10T02:30:00.001Z' },
      'Europe/Berlin',
      '2026-11-10T02:30:00.000Z',
      '2026-11-10T02:30:00.001Z',
    ],
  ])('reads %s (%j in %s)', (_, text, timeZone, from, to) => {
    expect(parseRange(text, timeZone, now)).toEqual({ range: { from: Date.parse(from), to: Date.parse(to) } });
  });

  it.each<[RangeText, string]>([
    [{ from: '2026-11-02', to: '2026-11-02' }, 'not before'],
    [{ from: '2026-11-22' }, 'not before'],
    [{ from: '2010-01-01' }, 'longer than'],
  ])('refuses %j', (text, words) => {
    const parsed = parseRange(text, 'UTC', now);
    expect('error' in parsed && [parsed.field, parsed.error]).toEqual(['from', expect.stringContaining(words)]);
  });
});
