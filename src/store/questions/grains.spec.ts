import { describe, expect, it } from 'vitest';
import { startOfLocalDay } from '../../usage/time-zone.js';
import { BUCKETS, type Bucket } from './dimensions.js';
import { planGrains, planSpans, type Part } from './grains.js';

const at = (text: string) => Date.parse(text);

function plan(from: string, to: string, timeZone: string, bucket: Bucket, needsPerson = false): Part[] {
  return planGrains({
    range: { from: at(from), to: at(to) },
    timeZone,
    bucket,
    builtTimeZones: ['UTC', 'Europe/Berlin'],
    needsPerson,
  });
}

const time = (instant: number) => new Date(instant).toISOString().slice(5, 16).replace('T', ' ');

/** `days 2026-11-01..2026-11-03 UTC | hours 11-03 00:00..11-03 12:00 | events 11-03 12:00..11-03 12:24` */
function words(parts: readonly Part[]): string {
  return parts
    .map((part) =>
      part.grain === 'day'
        ? `days ${part.fromDay}..${part.toDay} ${part.zone}`
        : `${part.grain}s ${time(part.from)}..${time(part.to)}`,
    )
    .join(' | ');
}

describe('grains', () => {
  it.each<[string, string, string, Bucket, string]>([
    ['2026-11-01T00:00:00Z', '2026-11-21T00:00:00Z', 'UTC', 'day', 'days 2026-11-01..2026-11-21 UTC'],
    [
      '2026-10-31T23:00:00Z',
      '2026-11-20T23:00:00Z',
      'Europe/Berlin',
      'week',
      'days 2026-11-01..2026-11-21 Europe/Berlin',
    ],
    [
      '2026-11-01T00:00:00Z',
      '2026-11-20T13:24:00Z',
      'UTC',
      'none',
      'days 2026-11-01..2026-11-20 UTC | hours 11-20 00:00..11-20 13:00 | events 11-20 13:00..11-20 13:24',
    ],
    ['2026-11-01T05:00:00Z', '2026-11-03T05:00:00Z', 'America/New_York', 'day', 'hours 11-01 05:00..11-03 05:00'],
    // Without buckets, days of UTC do for every zone.
    [
      '2026-10-31T18:30:00Z',
      '2026-11-20T18:30:00Z',
      'Asia/Kolkata',
      'none',
      'events 10-31 18:30..10-31 19:00 | hours 10-31 19:00..11-01 00:00 | days 2026-11-01..2026-11-20 UTC | hours 11-20 00:00..11-20 18:00 | events 11-20 18:00..11-20 18:30',
    ],
    ['2026-10-31T18:30:00Z', '2026-11-02T18:30:00Z', 'Asia/Kolkata', 'day', 'events 10-31 18:30..11-02 18:30'],
    ['2026-11-01T00:00:00Z', '2026-11-02T00:00:00Z', 'UTC', 'hour', 'hours 11-01 00:00..11-02 00:00'],
    ['2026-11-01T00:00:00Z', '2026-11-02T00:00:00Z', 'Asia/Kolkata', 'hour', 'events 11-01 00:00..11-02 00:00'],
    ['2026-11-01T10:05:00Z', '2026-11-01T10:55:00Z', 'UTC', 'none', 'events 11-01 10:05..11-01 10:55'],
    // The day of the change has 25 hours and is one row.
    [
      '2026-10-24T22:00:00Z',
      '2026-10-25T23:00:00Z',
      'Europe/Berlin',
      'day',
      'days 2026-10-25..2026-10-26 Europe/Berlin',
    ],
  ])('%s to %s in %s by %s comes from %s', (from, to, timeZone, bucket, expected) => {
    expect(words(plan(from, to, timeZone, bucket))).toBe(expected);
  });

  it('takes persons from days and events, never from hours', () => {
    expect(words(plan('2026-11-01T10:00:00Z', '2026-11-03T12:00:00Z', 'UTC', 'day', true))).toBe(
      'events 11-01 10:00..11-02 00:00 | days 2026-11-02..2026-11-03 UTC | events 11-03 00:00..11-03 12:00',
    );
    expect(words(plan('2026-11-01T00:00:00Z', '2026-11-02T00:00:00Z', 'UTC', 'hour', true))).toBe(
      'events 11-01 00:00..11-02 00:00',
    );
  });

  it('covers the range exactly, piece next to piece, in every zone and bucket', () => {
    const ends = [
      '2026-10-24T22:00:00Z',
      '2026-10-24T23:15:00.001Z',
      '2026-10-25T01:00:00Z',
      '2026-11-01T04:30:00Z',
      '2026-11-01T05:00:00Z',
      '2026-11-03T13:24:00Z',
    ];
    for (const timeZone of ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kolkata', 'America/New_York']) {
      for (const bucket of BUCKETS) {
        for (const from of ends) {
          for (const to of ends.filter((end) => at(end) > at(from))) {
            for (const needsPerson of [false, true]) {
              const spans = plan(from, to, timeZone, bucket, needsPerson).map(spanOf);
              expect(spans.map((span) => span.from)).toEqual([at(from), ...spans.slice(0, -1).map((span) => span.to)]);
              expect(spans.at(-1)?.to).toBe(at(to));
              expect(spans.every((span) => span.from < span.to)).toBe(true);
            }
          }
        }
      }
    }
  });
});

function spanOf(part: Part): { from: number; to: number } {
  if (part.grain !== 'day') return part;
  return { from: startOfLocalDay(part.zone, part.fromDay), to: startOfLocalDay(part.zone, part.toDay) };
}

describe('spans between cuts', () => {
  const UTC_DAYS = ['2026-11-09T00:00:00Z', '2026-11-15T00:00:00Z'];
  it.each<[string, string, string, Bucket, readonly string[], string]>([
    // Cuts at midnights of the days that are added up leave one piece.
    ['2026-11-01T00:00:00Z', '2026-11-21T00:00:00Z', 'UTC', 'week', UTC_DAYS, 'days 2026-11-01..2026-11-21 UTC'],
    // Without buckets, days of UTC do.
    [
      '2026-10-31T23:00:00Z',
      '2026-11-20T23:00:00Z',
      'Europe/Berlin',
      'none',
      UTC_DAYS,
      'hours 10-31 23:00..11-01 00:00 | days 2026-11-01..2026-11-20 UTC | hours 11-20 00:00..11-20 23:00',
    ],
    // A local day that a cut goes through comes from its hours.
    [
      '2026-10-31T23:00:00Z',
      '2026-11-20T23:00:00Z',
      'Europe/Berlin',
      'day',
      UTC_DAYS.slice(0, 1),
      'days 2026-11-01..2026-11-09 Europe/Berlin | hours 11-08 23:00..11-09 23:00 | days 2026-11-10..2026-11-21 Europe/Berlin',
    ],
    // An hour that a cut goes through comes from its events.
    [
      '2026-11-01T00:00:00Z',
      '2026-11-03T00:00:00Z',
      'UTC',
      'none',
      ['2026-11-01T12:30:00Z'],
      'hours 11-01 00:00..11-01 12:00 | events 11-01 12:00..11-01 13:00 | hours 11-01 13:00..11-02 00:00 | days 2026-11-02..2026-11-03 UTC',
    ],
    [
      '2026-11-01T00:00:00Z',
      '2026-11-03T00:00:00Z',
      'UTC',
      'none',
      ['2026-11-01T00:00:00Z', '2026-11-03T00:00:00Z', '2027-01-01T00:00:00Z'],
      'days 2026-11-01..2026-11-03 UTC',
    ],
  ])('of %s to %s in %s by %s, cut at %j', (from, to, timeZone, bucket, cuts, expected) => {
    const parts = planSpans({
      range: { from: at(from), to: at(to) },
      timeZone,
      bucket,
      builtTimeZones: ['UTC', 'Europe/Berlin'],
      needsPerson: false,
      cuts: cuts.map(at),
    });
    expect(words(parts)).toBe(expected);
  });
});
