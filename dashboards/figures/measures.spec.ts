import { describe, expect, it } from 'vitest';
import { formatFemtoUsd } from '../format/number.js';
import { parseFemtoUsd, parseUsd } from '../format/money.js';
import { addFigures, isDiscounted, NO_FIGURES } from './measures.js';

function figures(cost: string | null, effective: string | null) {
  return {
    ...NO_FIGURES,
    costUsd: cost === null ? null : parseUsd(cost),
    effectiveUsd: effective === null ? null : parseFemtoUsd(effective),
  };
}

describe('what is paid by terms of one’s own', () => {
  it.each([
    ['7.5', '7.5', false],
    ['7.5', '7.000000000000001', true],
    ['0.000000000001', '0.000000000000999', true],
    ['7.5', '8', true],
    ['0', '0', false],
    ['7.5', null, false],
    [null, null, false],
  ])('beside a list price of %s, %s is another amount: %s', (cost, effective, expected) => {
    expect(isDiscounted(figures(cost, effective))).toBe(expected);
  });

  it('adds up to the last place', () => {
    const sum = addFigures(figures('1', '0.900000000000001'), figures('2', '1.800000000000002'));
    expect(sum.effectiveUsd).toBe(parseFemtoUsd('2.700000000000003'));
    expect(addFigures(sum, figures(null, null)).effectiveUsd).toBe(sum.effectiveUsd);
  });

  it.each([
    ['1234.564999999999999', '$1,234.56'],
    ['1234.565', '$1,234.57'],
    ['0.004999999999999', '< $0.01'],
    ['0.000000000000001', '< $0.01'],
    ['0', '$0.00'],
  ])('%s is shown as %s', (text, shown) => {
    expect(formatFemtoUsd(parseFemtoUsd(text))).toBe(shown);
  });
});
