import { describe, expect, it } from 'vitest';
import { consumptionUnits } from './consumption-units.js';
import { convertedSum, currencyTableSchema, currencyTablesSchema, rateDays, rateOn } from './currency.js';
import { priceBook } from './price-book.js';

const EUR = currencyTableSchema.parse({
  currency: 'EUR',
  rates: [
    { from: '2026-10-01', perUsd: '0.85' },
    { from: '2026-11-01', perUsd: '0.8612' },
  ],
});

const PICO = 12;
const at = (amount: bigint, day: string) => {
  const rate = rateOn(EUR, day);
  return rate === null ? null : convertedSum([{ amount, rate }], PICO);
};

describe('an amount in another currency', () => {
  it.each([
    ['2026-09-30', null],
    ['2026-10-01', '1.0625'],
    ['2026-10-31', '1.0625'],
    ['2026-11-01', '1.0765'],
    ['2027-11-01', '1.0765'],
  ])('is converted at the rate of its day: %s', (day, amount) => {
    expect(at(1_250_000_000_000n, day)).toBe(amount);
  });

  it('is exact', () => {
    expect(at(1n, '2026-11-20')).toBe('0.0000000000008612');
    expect(at(-2_000_000_000_000n, '2026-11-20')).toBe('-1.7224');
  });

  it('of several days is the sum of the days, each at its own rate', () => {
    // 1 x 0.85 + 1 x 0.8612
    const days = ['2026-10-31', '2026-11-01'].flatMap((day) => rateOn(EUR, day) ?? []);
    expect(
      convertedSum(
        days.map((rate) => ({ amount: 10n ** 15n, rate })),
        15,
      ),
    ).toBe('1.7112');
  });

  it('changes its rate where another begins', () => {
    expect(rateDays(EUR).map((day) => new Date(day).toISOString())).toEqual([
      '2026-10-01T00:00:00.000Z',
      '2026-11-01T00:00:00.000Z',
    ]);
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

describe('several currencies', () => {
  const CHF = { ...EUR, currency: 'CHF' };
  it('are a list of tables, or one table', () => {
    expect(currencyTablesSchema.parse([EUR, CHF]).map(({ currency }) => currency)).toEqual(['EUR', 'CHF']);
    expect(currencyTablesSchema.parse(EUR)).toEqual([EUR]);
  });
  it.each([[[EUR, EUR]], [[{ ...EUR, currency: 'USD' }]], ['EUR']])('are not %j', (tables) => {
    expect(currencyTablesSchema.safeParse(tables).success).toBe(false);
  });
});

describe('consumption units', () => {
  it.each([
    [1_000_000_000_000_000n, '100'],
    [15_760_145_250_000_000n, '1576.014525'],
    [1n, '0.0000000000001'],
  ])('%s femto-dollars are %s', (femto, units) => {
    expect(consumptionUnits(femto, priceBook)).toBe(units);
  });
});
