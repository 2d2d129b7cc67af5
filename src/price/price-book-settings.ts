import { z } from 'zod';
import type { WrittenPriceBook } from './price-book-schema.js';

const day = z.iso.date();

/**
 * What a customer knows better than public pages about the unconfirmed entries of the price book, for the configuration.
 * A change makes another book, with another version, and re-rates like one.
 */
export const priceBookSettingsSchema = z.strictObject({
  govCloudMultiplier: z
    .string()
    .regex(/^1(?:\.\d)?$/, 'a factor of 1 to 1.9 in tenths, in quotes: "1.2"')
    .optional()
    .describe('What AWS GovCloud costs against the global endpoint, from a bill'),
  extendedAccess: z
    .array(
      z
        .strictObject({
          model: z.string().min(1),
          from: day.describe('First UTC day that AWS bills at the rates of extended access'),
          to: day.optional().describe('First UTC day that it no longer does'),
        })
        .refine(({ from, to }) => to === undefined || from < to, { path: ['to'], message: 'must be after "from"' }),
    )
    .optional(),
});

export type PriceBookSettings = z.output<typeof priceBookSettingsSchema>;

/** A setting that the book cannot follow. */
export interface SettingMistake {
  /** Where in the settings. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Settings that the book cannot follow. */
export function settingMistakes(
  { models }: WrittenPriceBook,
  { extendedAccess = [] }: PriceBookSettings,
): SettingMistake[] {
  const named = extendedAccess.map(({ model }) => model);
  return named.flatMap((model, index) => {
    const path = ['extendedAccess', index, 'model'];
    if (named.indexOf(model) !== index) return [{ path, message: `"${model}" is given twice` }];
    if (models.find((entry) => entry.model === model)?.extendedAccess !== undefined) return [];
    return [{ path, message: `the book has no rates of extended access for "${model}"` }];
  });
}
