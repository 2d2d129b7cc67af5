import { describe, expect, it } from 'vitest';
import { parseFemtoUsd, parseUsd, plainFemtoUsd, plainUsd, shareOf } from './money.js';

describe('money', () => {
  it.each([
    ['0', 0n],
    ['0.0407', 40_700_000_000n],
    ['12345.000000000001', 12_345_000_000_000_001n],
    ['-3.5', -3_500_000_000_000n],
  ])('reads %s exactly and writes it back', (text, pico) => {
    expect(parseUsd(text)).toBe(pico);
    expect(plainUsd(pico)).toBe(text);
  });

  it('adds what a double cannot', () => {
    // 0.1 + 0.2 is 0.30000000000000004 in doubles.
    expect(plainUsd(parseUsd('0.1') + parseUsd('0.2'))).toBe('0.3');
  });

  it.each(['1e-7', '', '1.2.3', '$4', '0.0000000000001'])('refuses %j rather than guess', (text) => {
    expect(() => parseUsd(text)).toThrow('not a decimal amount');
  });

  it('reads three places more after the customer’s own terms, and no further', () => {
    expect(parseFemtoUsd('12.300000000000007')).toBe(12_300_000_000_000_007n);
    expect(plainFemtoUsd(parseFemtoUsd('12.300000000000007'))).toBe('12.300000000000007');
    expect(() => parseFemtoUsd('0.0000000000000001')).toThrow('at most 15 places');
  });

  it('knows no share of nothing', () => {
    expect(shareOf(5n, 0n)).toBeNull();
    expect(shareOf(1n, 4n)).toBe(0.25);
  });
});
