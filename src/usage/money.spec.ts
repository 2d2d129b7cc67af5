import { expect, it } from 'vitest';
import { formatUsd } from './money.js';

it.each([
  [0n, '0'],
  [1n, '0.000000000001'],
  [37_000_000n, '0.000037'],
  [40_700_000_000n, '0.0407'],
  [12_000_000_000_000n, '12'],
  [-1_500_000_000_000n, '-1.5'],
  [9_007_199_254_740_993_000_000_000_001n, '9007199254740993.000000000001'],
])('formats %s pico-dollars as %s', (pico, expected) => {
  expect(formatUsd(pico)).toBe(expected);
});
