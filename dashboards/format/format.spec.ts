import { describe, expect, it } from 'vitest';
import { toCsv, fileName } from './csv.js';
import { formatBucket, formatDuration, formatOffset, formatRange } from './date.js';
import { parseUsd } from './money.js';
import {
  formatBytes,
  formatExactUsd,
  formatFineUsd,
  formatPercent,
  formatRoundUsd,
  formatSignedUsd,
  formatUsd,
} from './number.js';

describe('amounts in words', () => {
  it.each([
    ['98912.33', '$98,912.33'],
    ['0', '$0.00'],
    ['0.0004', '< $0.01'],
    ['12345678901234.565', '$12,345,678,901,234.57'],
  ])('%s is shown as %s', (usd, text) => {
    expect(formatUsd(parseUsd(usd))).toBe(text);
  });

  it.each([
    [0, '0.0%'],
    [0.000_01, '< 0.1%'],
    [0.000_6, '0.1%'],
    [1, '100.0%'],
  ])('shows a share of %d as %s: nothing only where there is nothing', (share, text) => {
    expect(formatPercent(share)).toBe(text);
  });

  it('shows signs, whole dollars, fine and exact amounts', () => {
    expect(formatSignedUsd(parseUsd('-2903.3'))).toBe('−$2,903.30');
    expect(formatRoundUsd(parseUsd('4645.4'))).toBe('$4,645');
    expect(formatRoundUsd(parseUsd('46.4'))).toBe('$46.40');
    expect(formatFineUsd('0.46837560')).toBe('0.468376');
    expect(formatExactUsd('0.4683756')).toBe('$0.4683756');
  });
});

it.each([
  [0, '0 byte'],
  [824, '824 byte'],
  [351_200_000, '351 MB'],
])('%d bytes are %s', (count, text) => {
  expect(formatBytes(count)).toBe(text);
});

describe('times in words', () => {
  const berlin = 'Europe/Berlin';

  it('writes a range of days once, and a cut day with its times', () => {
    const day = { fromMs: Date.parse('2026-10-31T23:00:00Z'), toMs: Date.parse('2026-11-20T23:00:00Z') };
    expect(formatRange(day, berlin)).toBe('1 – 20 Nov 2026');
    const hour = { fromMs: Date.parse('2026-11-12T09:00:00Z'), toMs: Date.parse('2026-11-12T10:00:00Z') };
    expect(formatRange(hour, berlin)).toBe('12 Nov 2026, 10:00 – 11:00');
  });

  it('names buckets and offsets', () => {
    expect(formatBucket('2026-11-12', 'day', berlin, true)).toBe('Thu, 12 Nov 2026');
    expect(formatBucket('2026-11-12T09:00:00Z', 'hour', berlin)).toBe('10:00');
    expect(formatOffset(Date.parse('2026-11-12T09:00:00Z'), 'Asia/Kolkata')).toBe('UTC+5:30');
    expect(formatOffset(0, 'UTC')).toBe('UTC');
  });

  it.each([
    [0.25, '250 ms'],
    [21.4, '21 sec'],
    [190, '3 min 10 sec'],
    [500, '8 min'],
    [93_600, '1 day 2 hr'],
  ])('%d seconds last %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
});

describe('CSV', () => {
  it.each([
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['-2903.3', '-2903.3'],
    ['-cmd', "'-cmd"],
    ['a,b', '"a,b"'],
  ])('writes %s as %s', (value, written) => {
    expect(toCsv([[value]])).toBe(`\uFEFF${written}\r\n`);
  });

  it('names files without anything a shell would mind', () => {
    expect(fileName('ledgerline costs', 'Team / "x"')).toBe('ledgerline-costs-team-x.csv');
  });
});
