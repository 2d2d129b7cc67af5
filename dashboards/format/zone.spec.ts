import { describe, expect, it } from 'vitest';
import { isoOf, localDateOf, shiftInstant, startOfDay, startOfMonth, weekdayOf } from './zone.js';

describe('zoned calendar', () => {
  it.each([
    ['2026-11-20', 'UTC', '2026-11-20T00:00:00Z'],
    ['2026-11-20', 'Europe/Berlin', '2026-11-19T23:00:00Z'],
    ['2026-07-01', 'Europe/Berlin', '2026-06-30T22:00:00Z'],
    ['2026-11-20', 'Asia/Kolkata', '2026-11-19T18:30:00Z'],
    ['2026-11-20', 'Pacific/Auckland', '2026-11-19T11:00:00Z'],
    // The clocks of Berlin went back at 03:00 on this day: it has 25 hours, and it begins in summer time.
    ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00Z'],
    ['2026-10-26', 'Europe/Berlin', '2026-10-25T23:00:00Z'],
    // Midnight does not exist on this day in Cairo: the day begins at 01:00.
    ['2026-04-24', 'Africa/Cairo', '2026-04-23T22:00:00Z'],
  ])('%s begins in %s at %s', (date, zone, instant) => {
    expect(isoOf(startOfDay(date, zone))).toBe(instant);
    expect(localDateOf(startOfDay(date, zone), zone)).toBe(date);
  });

  it('keeps the time of the clock across a change of the clocks', () => {
    const noon = Date.parse('2026-11-20T11:00:00Z'); // 12:00 in Berlin, winter time
    expect(isoOf(shiftInstant(noon, -28, 'Europe/Berlin'))).toBe('2026-10-23T10:00:00Z'); // 12:00, summer time
  });

  it('finds first days of months and weekdays', () => {
    expect(startOfMonth('2026-01-31', -1)).toBe('2025-12-01');
    expect(weekdayOf('2026-11-16')).toBe(0);
    expect(weekdayOf('2026-11-22')).toBe(6);
  });
});
