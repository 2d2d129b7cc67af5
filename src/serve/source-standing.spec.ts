import { describe, expect, it } from 'vitest';
import type { SourceProgress } from '../store/questions/source-progress.js';
import { completeUpToOfAll, sourceStanding } from './source-standing.js';

const at = (text: string) => Date.parse(`${text}Z`);
const now = at('2026-11-20T13:24:00');
const nextRunAt = new Date(at('2026-11-20T13:25:00'));

function progress(spans: readonly [string, string][], state: Partial<SourceProgress> = {}): SourceProgress {
  return {
    covered: spans.map(([from, to]) => ({ from: at(from), to: at(to) })),
    lastSuccessAt: new Date(at('2026-11-20T13:20:00')),
    lastError: null,
    lastErrorAt: null,
    scan: null,
    ...state,
  };
}

const GIB = 1024 ** 3;
const scanAt = (next: string) => ({ bytes: 25 * GIB, bytesPerDay: 100 * GIB, nextAt: new Date(at(next)) });

const WHOLE: [string, string] = ['2026-10-20T00:00:00', '2026-11-20T13:20:00'];

describe('the standing of a source', () => {
  it.each<[string, SourceProgress | undefined, string, RegExp]>([
    ['that is unknown to the database', undefined, 'never-ran', /^Nothing has been read yet.*2026-11-20 13:25 UTC/],
    ['that has read nothing', progress([], { lastSuccessAt: null }), 'never-ran', /^Nothing has been read yet/],
    [
      'whose first reading failed',
      progress([], { lastSuccessAt: null, lastError: 'AccessDenied.', lastErrorAt: new Date(now) }),
      'failing',
      /nothing has been read yet: AccessDenied\. It is tried again/,
    ],
    [
      'whose last reading failed',
      progress([WHOLE], { lastError: 'Throttled', lastErrorAt: new Date(now) }),
      'failing',
      /complete up to 2026-11-20 13:20 UTC only: Throttled/,
    ],
    [
      'that failed before it succeeded',
      progress([WHOLE], { lastError: 'Throttled', lastErrorAt: new Date(at('2026-11-20T13:00:00')) }),
      'ok',
      /nothing to do/,
    ],
    [
      'whose newest span is old',
      progress([['2026-10-20T00:00:00', '2026-11-20T12:53:59']]),
      'late',
      /2026-11-20 12:53 UTC has been read, 30 minutes ago/,
    ],
    [
      'whose next reading waits, because each is billed for the whole table',
      progress([['2026-10-20T00:00:00', '2026-11-20T09:00:00']], { scan: scanAt('2026-11-20T15:00:00') }),
      'postponed',
      /^Everything up to 2026-11-20 09:00 UTC is read, .* at 2026-11-20 15:00 UTC\. .* billed 25 GiB, and 100 GiB a day are allowed/,
    ],
    [
      'whose readings are billed so, and come by their schedule all the same',
      progress([WHOLE], { scan: scanAt('2026-11-20T13:22:00') }),
      'ok',
      /nothing to do/,
    ],
    [
      'whose reading was due long ago',
      progress([['2026-10-20T00:00:00', '2026-11-20T09:00:00']], { scan: scanAt('2026-11-20T12:00:00') }),
      'late',
      /4 hours|264 minutes/,
    ],
    ['that is just not late', progress([['2026-10-20T00:00:00', '2026-11-20T12:54:00']]), 'ok', /30 minutes ago/],
    [
      'that reads its history, newest first',
      progress([['2026-11-18T00:00:00', '2026-11-20T13:20:00']]),
      'collecting-history',
      /2 of 30 days/,
    ],
    [
      'with a hole in its history',
      progress([
        ['2026-10-20T00:00:00', '2026-11-10T00:00:00'],
        ['2026-11-10T12:00:00', '2026-11-20T13:20:00'],
      ]),
      'collecting-history',
      /29.5 of 30 days/,
    ],
    [
      'that is still to read the first hours of its oldest day',
      progress([['2026-10-21T06:00:00', '2026-11-20T13:20:00']]),
      'collecting-history',
      /29.7 of 30 days/,
    ],
    [
      'that has read everything',
      progress([WHOLE]),
      'ok',
      /Everything up to 2026-11-20 13:20 UTC is read, 4 minutes ago/,
    ],
  ])('%s', (_, read, state, words) => {
    const standing = sourceStanding({ historyDays: 30, progress: read, nextRunAt, now });
    expect(standing.state).toBe(state);
    expect(standing.words).toMatch(words);
  });

  it('says where it began, where it ends, what lies between unread, and how far behind it is', () => {
    const read = progress([
      ['2026-11-01T00:00:00', '2026-11-10T00:00:00'],
      ['2026-11-10T12:00:00', '2026-11-20T13:20:00'],
    ]);
    expect(sourceStanding({ historyDays: 30, progress: read, nextRunAt, now })).toMatchObject({
      coveredFrom: at('2026-11-01T00:00:00'),
      completeUpTo: at('2026-11-20T13:20:00'),
      gaps: [{ from: at('2026-11-10T00:00:00'), to: at('2026-11-10T12:00:00') }],
      lagSeconds: 240,
    });
  });

  it('says so when no run is planned', () => {
    const standing = sourceStanding({ historyDays: 30, progress: undefined, nextRunAt: null, now });
    expect(standing.words).toContain('No run is planned');
  });
});

describe('all sources together', () => {
  const a = { sourceId: 'a' };
  const b = { sourceId: 'b' };
  const read = new Map([
    ['a', progress([WHOLE])],
    ['b', progress([['2026-10-20T00:00:00', '2026-11-19T00:00:00']])],
  ]);

  it.each([
    [[], null],
    [[a], '2026-11-20T13:20:00'],
    [[a, b], '2026-11-19T00:00:00'],
    [[b, a], '2026-11-19T00:00:00'],
    [[a, { sourceId: 'never' }], null],
    [[{ sourceId: 'never' }, a], null],
  ])('%j are complete up to %s', (sources, expected) => {
    expect(completeUpToOfAll(sources, read)).toBe(expected === null ? null : at(expected));
  });
});
