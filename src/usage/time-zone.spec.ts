import { describe, expect, it } from 'vitest';
import { addDays, hasWholeHourOffsets, isTimeZone, localDate, offsetMs, startOfLocalDay } from './time-zone.js';

const at = (text: string) => Date.parse(text);

describe('time zones', () => {
  it.each([
    ['UTC', true],
    ['Europe/Berlin', true],
    ['Asia/Kolkata', true],
    ['Mars/Base', false],
    ['+02:00', false],
    ['', false],
  ])('knows whether %j is one: %s', (name, expected) => {
    expect(isTimeZone(name)).toBe(expected);
  });

  it.each([
    ['UTC', '2026-11-01T12:00:00Z', 0],
    ['Europe/Berlin', '2026-10-25T00:59:59.999Z', 120],
    ['Europe/Berlin', '2026-10-25T01:00:00Z', 60],
    ['Asia/Kolkata', '2026-11-01T12:00:00Z', 330],
    ['America/St_Johns', '2026-11-01T04:29:59.999Z', -150],
    ['America/St_Johns', '2026-11-01T04:30:00Z', -210],
  ])('%s at %s is %i minutes ahead of UTC', (zone, text, minutes) => {
    expect(offsetMs(zone, at(text)) / 60_000).toBe(minutes);
  });

  it.each([
    ['UTC', '2026-11-01', '2026-11-01T00:00:00.000Z'],
    ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00.000Z'],
    ['Europe/Berlin', '2026-10-26', '2026-10-25T23:00:00.000Z'],
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00.000Z'],
    ['Europe/Berlin', '2026-03-30', '2026-03-29T22:00:00.000Z'],
    ['Asia/Kolkata', '2026-11-01', '2026-10-31T18:30:00.000Z'],
    ['America/St_Johns', '2026-11-01', '2026-11-01T02:30:00.000Z'],
    ['America/St_Johns', '2026-11-02', '2026-11-02T03:30:00.000Z'],
    // Midnight does not exist: clocks go from 00:00 to 01:00.
    ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00.000Z'],
    // Midnight exists twice: clocks go from 01:00 to 00:00.
    ['America/Havana', '2026-11-01', '2026-11-01T04:00:00.000Z'],
  ])('a day in %s, %s, begins at %s', (zone, date, expected) => {
    expect(new Date(startOfLocalDay(zone, date)).toISOString()).toBe(expected);
  });

  it.each([
    'Europe/Berlin',
    'America/St_Johns',
    'Australia/Lord_Howe',
    'Africa/Cairo',
    'America/Havana',
    'Pacific/Apia',
  ])('days of %s lie next to each other, and every instant lies in the day that it says', (zone) => {
    for (let date = '2026-01-01'; date < '2027-01-01'; date = addDays(date, 1)) {
      const start = startOfLocalDay(zone, date);
      expect(localDate(zone, start)).toBe(date);
      expect(localDate(zone, start - 1)).toBe(addDays(date, -1));
    }
  });

  it.each([
    ['Europe/Berlin', '2026-01-01', '2026-12-31', true],
    ['Asia/Kolkata', '2026-01-01', '2026-12-31', false],
    ['America/St_Johns', '2026-01-01', '2026-01-02', false],
    // +11:00 in summer, +10:30 in winter
    ['Australia/Lord_Howe', '2026-01-01', '2026-02-01', true],
    ['Australia/Lord_Howe', '2026-01-01', '2026-12-31', false],
  ])('hours of %s from %s to %s begin on UTC hours: %s', (zone, from, to, expected) => {
    expect(hasWholeHourOffsets(zone, { from: at(from), to: at(to) })).toBe(expected);
  });
});
