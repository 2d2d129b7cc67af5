import { z } from 'zod';
import { decimalText, scaled } from './decimal.js';

const RATE_DECIMALS = 10;

const rate = z.strictObject({
  from: z.iso.date().describe('First UTC day of the rate; it holds until the next one'),
  perUsd: z
    .string()
    .regex(/^(?:0|[1-9]\d{0,7})(?:\.\d{1,10})?$/, 'a rate is a decimal text in quotes: "0.8612"')
    .refine((text) => /[1-9]/.test(text), 'a rate is greater than 0')
    .describe('How much of the currency one US dollar is'),
  source: z.string().optional(),
});

/** Exchange rates by which amounts are shown in another currency, for the configuration. Costs are kept in US dollars. */
export const currencyTableSchema = z.strictObject({
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'a currency is its ISO 4217 code: "EUR"')
    .refine((code) => code !== 'USD', 'costs are in US dollars already'),
  rates: z
    .array(rate)
    .min(1)
    .refine((rates) => rates.every(({ from }, index) => index === 0 || from > (rates[index - 1]?.from ?? '')), {
      message: 'rates stand in order of their days, each day once',
    }),
});

export type CurrencyTable = z.output<typeof currencyTableSchema>;

/** One table, or a list of them with each currency once. */
export const currencyTablesSchema = z
  .union([currencyTableSchema, z.array(currencyTableSchema)], { error: 'expected a table of rates, or a list of them' })
  .transform((tables) => (Array.isArray(tables) ? tables : [tables]))
  .refine((tables) => new Set(tables.map(({ currency }) => currency)).size === tables.length, {
    message: 'two tables are of the same currency',
  });

type Rate = CurrencyTable['rates'][number];

/** The rate of a UTC day (`YYYY-MM-DD`); `null` before the first one. */
export function rateOn({ rates }: CurrencyTable, day: string): Rate | null {
  return rates.findLast(({ from }) => day >= from) ?? null;
}

/** The instants at which another rate begins: milliseconds since 1970. */
export function rateDays({ rates }: CurrencyTable): number[] {
  return rates.map(({ from }) => Date.parse(from));
}

/** An amount of dollars, in whole units of its `decimals`-th decimal, and the rate of its day. */
export interface ConvertibleAmount {
  readonly amount: bigint;
  readonly rate: Rate;
}

/** The sum of amounts of several days, each at its own rate. Exact, a plain decimal: rounding is for whoever shows it. */
export function convertedSum(parts: readonly ConvertibleAmount[], decimals: number): string {
  const sum = parts.reduce((total, { amount, rate: { perUsd } }) => total + amount * scaled(perUsd, RATE_DECIMALS), 0n);
  return decimalText(sum, decimals + RATE_DECIMALS);
}
