import { describe, expect, it } from 'vitest';
import { isoOf } from '../format/zone.js';
import { bucketsOf, partialBuckets } from './buckets.js';
import { comparedBucket, comparedRange } from './comparison.js';
import { knowledgeOf } from './knowledge.js';
import { resolveRange, type Preset, type RangeChoice } from './range.js';

const ZONE = 'Europe/Berlin';
const NOW = Date.parse('2026-11-20T12:07:30Z'); // 13:07 in Berlin, a Friday

describe('ranges', () => {
  it.each<[Preset, string, string]>([
    ['today', '2026-11-20', '2026-11-21'],
    ['yesterday', '2026-11-19', '2026-11-20'],
    ['last7', '2026-11-14', '2026-11-21'],
    ['weekToDate', '2026-11-16', '2026-11-21'],
    ['monthToDate', '2026-11-01', '2026-11-21'],
    ['lastMonth', '2026-10-01', '2026-11-01'],
    ['quarterToDate', '2026-10-01', '2026-11-21'],
  ])('%s reaches from %s to the beginning of %s', (range, from, to) => {
    expect(resolveRange({ range }, NOW, ZONE, 'today')).toMatchObject({ preset: range, from, to });
  });

  it('takes the day from the reporting zone, not from the reader', () => {
    const late = Date.parse('2026-11-20T23:30:00Z'); // already the 21st in Berlin
    expect(resolveRange({}, late, ZONE, 'today').from).toBe('2026-11-21');
    expect(resolveRange({}, late, 'UTC', 'today').from).toBe('2026-11-20');
  });

  it.each<[RangeChoice, string]>([
    [{ from: '2026-11-05', to: '2026-11-01' }, 'ends before it begins'],
    [{ from: '2026-13-01', to: '2026-14-01' }, 'is on no calendar'],
    [{ from: '2026-11-01' }, 'has one end only'],
  ])('falls back when %o %s', (choice) => {
    expect(resolveRange(choice, NOW, ZONE, 'today').preset).toBe('today');
  });
});

describe('comparison', () => {
  it('cuts a running month at the same time of the clock, on the same weekdays four weeks earlier', () => {
    const range = resolveRange({ range: 'monthToDate' }, NOW, ZONE, 'today');
    const compared = comparedRange(range, 'weeks', NOW, ZONE);
    // 1 November is a Sunday, and so is 4 October; 13:07 in summer time is 11:07 UTC.
    expect(compared).toMatchObject({ from: '2026-10-04', to: '2026-10-23T11:07:00Z', shiftDays: 28 });
  });

  it('compares a finished month with whole days', () => {
    const range = resolveRange({ range: 'lastMonth' }, NOW, ZONE, 'today');
    expect(comparedRange(range, 'previous', NOW, ZONE)).toMatchObject({ from: '2026-08-31', to: '2026-10-01' });
  });

  it('stays at four weeks to the end of the longest month', () => {
    const range = resolveRange({ range: 'monthToDate' }, Date.parse('2026-10-31T12:00:00Z'), 'UTC', 'today');
    expect(comparedRange(range, 'weeks', Date.parse('2026-10-31T12:00:00Z'), 'UTC')?.shiftDays).toBe(28);
  });

  it('keeps long ranges apart', () => {
    const range = resolveRange({ range: 'last90' }, NOW, ZONE, 'today');
    const compared = comparedRange(range, 'weeks', NOW, ZONE);
    expect(compared?.shiftDays).toBe(91);
    expect(compared?.toMs).toBeLessThanOrEqual(range.fromMs);
  });

  it('lets each bucket meet its earlier one', () => {
    expect(comparedBucket('2026-11-20', 28, ZONE)).toBe('2026-10-23');
    expect(comparedBucket('2026-11-20T11:00:00Z', 28, ZONE)).toBe('2026-10-23T10:00:00Z');
  });
});

describe('buckets', () => {
  it('has 25 hours on the day the clocks go back', () => {
    const range = resolveRange({ from: '2026-10-25', to: '2026-10-26' }, NOW, ZONE, 'today');
    expect(bucketsOf(range, 'hour', ZONE, NOW)).toHaveLength(25);
  });

  it('begins weeks on Monday and shows no future', () => {
    const range = resolveRange({ range: 'monthToDate' }, NOW, ZONE, 'today');
    expect(bucketsOf(range, 'week', ZONE, NOW)).toEqual(['2026-10-26', '2026-11-02', '2026-11-09', '2026-11-16']);
    const month = resolveRange({ from: '2026-11-01', to: '2026-12-01' }, NOW, ZONE, 'today');
    expect(bucketsOf(month, 'day', ZONE, NOW)).toHaveLength(20);
  });

  it('names hours by the clock of a zone of half hours', () => {
    const range = resolveRange({ from: '2026-11-20', to: '2026-11-21' }, NOW, 'Asia/Kolkata', 'today');
    expect(bucketsOf(range, 'hour', 'Asia/Kolkata', NOW)[0]).toBe('2026-11-19T18:30:00Z');
  });

  it('marks what is still running and what has not been read', () => {
    const days = ['2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20'];
    const gap = { fromMs: Date.parse('2026-11-17T10:00:00Z'), toMs: Date.parse('2026-11-17T11:00:00Z') };
    expect(partialBuckets(days, 'day', ZONE, NOW, [gap])).toEqual([true, false, false, true]);
    expect(isoOf(NOW)).toBe('2026-11-20T12:07:30Z');
  });
});

function day(date: string): string {
  return `2026-11-${date}T00:00:00Z`;
}

describe('knowledge', () => {
  const span = (from: string, to: string) => ({ fromMs: Date.parse(day(from)), toMs: Date.parse(day(to)) });
  const whole = { coveredFrom: day('01'), completeUpTo: day('20'), gaps: [] };
  const holed = { coveredFrom: day('05'), completeUpTo: day('19'), gaps: [{ from: day('10'), to: day('11') }] };

  it('reaches as far as the source that is furthest behind', () => {
    expect(knowledgeOf([whole, holed], NOW).knownUpToMs).toBe(Date.parse(day('19')));
    expect(knowledgeOf([], NOW).knownUpToMs).toBe(NOW);
  });

  it('is of a stretch only when every source has been read for all of it', () => {
    const { isRead } = knowledgeOf([whole, holed], NOW);
    expect([isRead(span('06', '09')), isRead(span('09', '12')), isRead(span('04', '06'))]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('leaves a source that was never read to its state', () => {
    const never = { coveredFrom: null, completeUpTo: null, gaps: [] };
    expect(knowledgeOf([whole, never], NOW).isRead(span('06', '09'))).toBe(true);
    expect(knowledgeOf([never], NOW).isRead(span('06', '09'))).toBe(false);
  });
});
