import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDecimals, scaledDecimal, subtractDecimals, textOfScaled } from './decimal-text.js';

it.each([
  [[], '0'],
  [['1.10', '2.2'], '3.3'],
  [['0.1', '0.2', '-0.3'], '0'],
  [['12345678901234567890.000000000000000001', '0.000000000000000009'], '12345678901234567890.00000000000000001'],
  [['-0.5', '0.25'], '-0.25'],
])('the sum of %j is %s, to the last digit', (decimals, sum) => {
  expect(addDecimals(decimals)).toBe(sum);
});

it('what is taken away and added again is there again', () => {
  const decimal = fc.tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 1, max: 999 })).map(
    // No trailing zeros, as they are written by the sums.
    ([whole, fraction]) => addDecimals([`${whole}.${fraction}`]),
  );
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      expect(addDecimals([subtractDecimals(a, b), b])).toBe(a);
    }),
  );
});

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
