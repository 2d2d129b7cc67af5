import { z } from 'zod';

const amount = z.string().describe('Exact: a plain decimal of the currency, not rounded.').nullable();

/** Amounts in the currency that was asked for. */
export const convertedSchema = z
  .object({
    currency: z.string().describe('ISO 4217 code.'),
    cost: amount,
    effectiveCost: amount,
    premium: amount,
    withoutCaching: amount,
    cacheSaving: amount,
  })
  .meta({
    id: 'Converted',
    description: 'The amounts of a row in another currency: each UTC day at its own rate. Null where the amount is.',
  })
  .nullable()
  .optional()
  .describe('With currency only. Null where a day with a cost has no rate yet, or no cost is known.');
export type Converted = NonNullable<z.output<typeof convertedSchema>>;

export const convertedClassSchema = z
  .object({ currency: z.string(), cost: amount })
  .meta({ id: 'ConvertedClass' })
  .nullable()
  .optional()
  .describe('With currency only. Null where a day with a cost has no rate yet, or no cost is known.');
