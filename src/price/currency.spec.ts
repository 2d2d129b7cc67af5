import { describe, expect, it } from 'vitest';
import { consumptionUnits } from './consumption-units.js';
import { convert, currencyTableSchema } from './currency.js';
import { priceBook } from './price-book.js';

const EUR = currencyTableSchema.parse({
  currency: 'EUR',
  rates: [
    { from: '2026-10-01', perUsd: '0.85' },
    { from: '2026-11-01', perUsd: '0.8612' },
  ],
});

describe('an amount in another currency', () => {
  it.each([
    ['2026-09-30', null],
    ['2026-10-01', '1.0625'],
    ['2026-10-31', '1.0625'],
    ['2026-11-01', '1.0765'],
    ['2027-11-01', '1.0765'],
  ])('is converted at the rate of its day: %s', (day, amount) => {
    expect(convert(1_250_000_000_000n, EUR, day)?.amount ?? null).toBe(amount);
  });

  it('is exact, and says by which rate', () => {
    expect(convert(1n, EUR, '2026-11-20')).toEqual({
      currency: 'EUR',
      amount: '0.0000000000008612',
      perUsd: '0.8612',
      since: '2026-11-01',
    });
    expect(convert(-2_000_000_000_000n, EUR, '2026-11-20')?.amount).toBe('-1.7224');
  });

  it.each([
    ['a currency by its name', { currency: 'euro', rates: [{ from: '2026-10-01', perUsd: '1' }] }],
    ['rates out of order', { ...EUR, rates: EUR.rates.toReversed() }],
    ['two rates of one day', { ...EUR, rates: [...EUR.rates, ...EUR.rates.slice(-1)] }],
    ['a rate of 0', { ...EUR, rates: [{ from: '2026-10-01', perUsd: '0.00' }] }],
    ['no rate', { ...EUR, rates: [] }],
    ['a rate that is a number', { ...EUR, rates: [{ from: '2026-10-01', perUsd: 0.85 }] }],
  ])('is not converted by %s', (_, table) => {
    expect(currencyTableSchema.safeParse(table).success).toBe(false);
  });
});

describe('consumption units', () => {
  it.each([
    [1_000_000_000_000n, '100'],
    [15_760_145_250_000n, '1576.014525'],
    [1n, '0.0000000001'],
  ])('%s pico-dollars are %s', (pico, units) => {
    expect(consumptionUnits(pico, priceBook)).toBe(units);
  });
});
