import { describe, expect, it } from 'vitest';
import { nextScanAt, type Scan, sizeText } from './scan.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './window.js';

const GIB = 1024 ** 3;
const at = (hours: number, bytes: number): Scan => ({ at: hours * HOUR_MS, bytes });

describe('when a source that is billed whole is read next', () => {
  it.each<[string, readonly Scan[], number, number, number]>([
    ['at once, when it was never read', [], 20, 100, 0],
    ['after a fifth of a day, when a day may hold five', [at(0, 20)], 20, 100, 4.8],
    ['after a third, when a day may hold three and a half', [at(0, 2)], 2, 7, 8],
    ['after a day, when a day may hold one', [at(0, 100)], 100, 100, 24],
    ['after three days, when it is as large as two and a half', [at(0, 25)], 25, 10, 72],
    ['a day after a reading by hand that took all of it', [at(0, 90), at(1, 20)], 20, 100, 24],
    ['as before after others of long ago', [at(-30, 90), at(0, 20)], 20, 100, 4.8],
    ['later, when the table has grown', [at(0, 40), at(8, 40)], 60, 100, 32],
  ])('%s', (_, scans, gib, perDay, hours) => {
    const sized = scans.map((scan) => ({ ...scan, bytes: scan.bytes * GIB }));
    expect(nextScanAt(sized, { bytes: gib * GIB, bytesPerDay: perDay * GIB }) / HOUR_MS).toBeCloseTo(hours, 6);
  });

  it('is never so early that 24 hours hold more than the ceiling, whatever was read in between', () => {
    const ceiling = 100;
    for (const bytes of [1, 7, 33, 34, 50, 51, 100]) {
      const scans: Scan[] = [];
      for (let now = 0; now < 5 * DAY_MS; now += 5 * MINUTE_MS) {
        if (now >= nextScanAt(scans, { bytes, bytesPerDay: ceiling })) scans.push({ at: now, bytes });
        const day = scans.filter((scan) => scan.at > now - DAY_MS).reduce((sum, scan) => sum + scan.bytes, 0);
        expect(day).toBeLessThanOrEqual(ceiling);
      }
      expect(scans.length).toBeGreaterThan(0.8 * 5 * Math.min(Math.floor(ceiling / bytes), 288));
    }
  });
});

describe('a size', () => {
  it.each([
    [0, '0 bytes'],
    [1023, '1023 bytes'],
    [10 * 1024 ** 2, '10 MiB'],
    [20 * GIB, '20 GiB'],
    [1.5 * 1024 ** 4, '1.5 TiB'],
  ])('of %d bytes is %s', (bytes, words) => {
    expect(sizeText(bytes)).toBe(words);
  });
});
