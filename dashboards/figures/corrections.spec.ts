import { describe, expect, it } from 'vitest';
import type { ChangeSums } from '../api/generated/types.gen.js';
import {
  changeLine,
  changeLines,
  lastEndedMonth,
  progressOf,
  rangeInWords,
  rangeOfDays,
  termsMatter,
} from './corrections.js';

const SUMS: ChangeSums = {
  requests: 2,
  oldUnpriced: 0,
  newUnpriced: 0,
  oldUsd: '2',
  newUsd: '1.5',
  differenceUsd: '-0.5',
  oldEffectiveUsd: '2',
  newEffectiveUsd: '1.5',
  differenceEffectiveUsd: '-0.5',
};

describe('a run', () => {
  it('is asked for by its first and last day, of which the service takes the day after', () => {
    expect(rangeOfDays('2026-02-01', '2026-02-28')).toEqual({ from: '2026-02-01', to: '2026-03-01' });
    expect(rangeOfDays('2026-02-02', '2026-02-01')).toBeNull();
    expect(rangeOfDays('', '2026-02-01')).toBeNull();
  });

  it.each([
    [null, null, 'the whole past'],
    ['2026-11-01', null, 'from 1 Nov 2026'],
    [null, '2026-11-01', 'to 31 Oct 2026'],
    ['2026-11-01', '2026-11-04', '1 – 3 Nov 2026'],
  ])('from %s to %s is about %s', (from, to, said) => {
    expect(rangeInWords({ from, to, onlyModelIds: null })).toBe(said);
  });

  it('says how far it is; without a day to price it is at its end, and before it begins that is not known', () => {
    expect(progressOf({ daysDone: 1, daysTotal: 4 })).toBe(0.25);
    expect(progressOf({ daysDone: 0, daysTotal: 0 })).toBe(1);
    expect(progressOf({ daysDone: 0, daysTotal: null })).toBeNull();
  });
});

describe('what a run changes', () => {
  it('keeps what is not known apart from zero, and marks closed months', () => {
    const row = { ...SUMS, group: { month: '2026-10' }, adjusts: true, oldUsd: null, oldEffectiveUsd: null };
    const [line] = changeLines([row], 'month', {});
    expect(line).toMatchObject({ label: 'October 2026', adjusts: true, oldUsd: null, newUsd: 1_500_000_000_000n });
  });

  it('says what a reason means', () => {
    const [line] = changeLines([{ ...SUMS, group: { reason: 'bookChanged' }, adjusts: false }], 'reason', {
      bookChanged: 'has other rates',
    });
    expect(line).toMatchObject({ label: 'other rates', meaning: 'has other rates' });
  });

  it('shows what is paid beside the list price only where the two differ, by however little', () => {
    expect(termsMatter([changeLine(SUMS, '')])).toBe(false);
    expect(termsMatter([changeLine({ ...SUMS, newEffectiveUsd: '1.499999999999999' }, '')])).toBe(true);
    expect(termsMatter([changeLine({ ...SUMS, oldUsd: null, oldEffectiveUsd: '1' }, '')])).toBe(true);
  });
});

it.each([
  ['2026-11-21T00:00:00Z', '2026-10'],
  ['2026-01-01T00:00:00Z', '2025-12'],
])('at %s the month that ended last is %s', (now, month) => {
  expect(lastEndedMonth(Date.parse(now))).toBe(month);
});
