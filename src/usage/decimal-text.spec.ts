import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDecimals, subtractDecimals } from './decimal-text.js';

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
