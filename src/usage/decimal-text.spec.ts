import { describe, expect, it } from 'vitest';
import { scaledDecimal, textOfScaled } from './decimal-text.js';

describe('amounts as bills write them', () => {
  it.each([
    ['3.3', 3_300_000n],
    ['.5', 500_000n],
    ['-0.000001', -1n],
    ['1.5e-06', 2n],
    ['2.5e-06', 2n],
    ['0.0000005', 0n],
    ['0.0000015', 2n],
    ['-1E3', -1_000_000_000n],
    ['0', 0n],
  ])('reads %s exactly, and rounds what is finer half to even', (text, micro) => {
    expect(scaledDecimal(text, 6)).toBe(micro);
  });

  it.each(['', '.', 'NaN', '1,000', '0x10', '1e9999'])('does not take %j for a number', (text) => {
    expect(scaledDecimal(text, 6)).toBeNull();
  });

  it('prints what it read', () => {
    expect(textOfScaled(-1_500_000n, 6)).toBe('-1.5');
    expect(textOfScaled(7n, 18)).toBe('0.000000000000000007');
  });
});
