import { z } from 'zod';
import { CLOUDS } from '../usage/cloud.js';

// Four decimals keep every amount a whole number of pico-dollars after the batch discount and the premium of a tenth.
const usdPerMillion = z
  .string()
  .regex(
    /^(?:0|[1-9]\d{0,3})(?:\.\d{1,4})?$/,
    'a rate is a decimal text of US dollars per million tokens, at most four decimals: "6.25"',
  )
  .describe('US dollars per million tokens, a decimal in quotes');
const multiplier = z.string().regex(/^\d{1,2}(?:\.\d{1,4})?$/, 'a multiplier is a decimal text: "1.25"');
const day = z.iso.date().describe('A UTC day; the entry is in force from 00:00:00Z of it, or until just before');
const clouds = z.array(z.enum(CLOUDS)).min(1);

const rates = z.strictObject({
  input: usdPerMillion.describe('Uncached input'),
  cacheRead: usdPerMillion,
  cacheWrite5m: usdPerMillion.describe('Cache writes that live five minutes'),
  cacheWrite1h: usdPerMillion.describe('Cache writes that live an hour'),
  output: usdPerMillion.describe('Output, thinking included'),
});

const grid = z
  .strictObject({ cacheRead: multiplier, cacheWrite5m: multiplier, cacheWrite1h: multiplier, output: multiplier })
  .describe('What each rate is, as a multiple of the input rate: a check digit against typing errors, never a price');

const period = {
  from: day
    .nullable()
    .describe('First day, inclusive; null where the price has applied since before the records begin'),
  until: day.nullable().describe('First day on which it no longer applies; null while it does'),
};

const evidence = {
  source: z.string().describe('Key of the source in "sources"'),
  checkedOn: day.describe('Day on which somebody compared the entry with its source'),
  unconfirmed: z.literal(true).optional().describe('No official source says so'),
  note: z.string().optional(),
};

const ratesOnGrid = {
  usdPerMillion: rates,
  grid: grid.partial().optional().describe('Multiples that differ from those of the book'),
  offGrid: z.literal(true).optional().describe('The rates really are off the grid; not checked against it'),
};

const entry = z.strictObject({
  ...period,
  ...ratesOnGrid,
  newLevel: z
    .literal(true)
    .optional()
    .describe('The price level really is more than four times off that of the model before it in its family'),
  ...evidence,
});

const tier = entry.extend({
  overTokens: z
    .int()
    .positive()
    .describe('Prompts of more tokens than this (input, cache reads and cache writes of one request) pay these rates'),
});

const fast = entry.extend({
  clouds: clouds.describe('Clouds that offer fast mode of this model'),
  afterwards: z.enum(['standard', 'refused']).describe('What becomes of a fast request after the last day'),
});

const extendedAccess = z
  .strictObject({ clouds, ...ratesOnGrid, ...evidence })
  .describe('Rates of a retired model that is kept running; charged only from the day that the configuration gives');

const batch = z.strictObject({
  ...period,
  // Stored amounts are printed again with this factor: another one needs another rule.
  multiplier: z.literal('0.5'),
  clouds: clouds.describe('Clouds that offer batches'),
  ...evidence,
});

const webSearch = z.strictObject({
  ...period,
  usdPerRequest: usdPerMillion.describe('US dollars per search'),
  ...evidence,
});

/** The price book as written: see price-book.json. A new price is a new entry; an old entry is ended, never changed. */
export const priceBookSchema = z.strictObject({
  $schema: z.string().optional(),
  checkedOn: day.describe('Day of the last check of the whole book'),
  sources: z.record(z.string(), z.strictObject({ title: z.string(), url: z.url() })),
  grid,
  batch: z.array(batch).min(1).describe('In order of time, without gap or overlap; the last has no end'),
  webSearch: z.array(webSearch).min(1).describe('In order of time, without gap or overlap; the last has no end'),
  govCloud: z
    .strictObject({
      // Whole tenths keep every amount a whole number of pico-dollars.
      multiplier: z.string().regex(/^1(?:\.\d)?$/, 'the GovCloud factor is 1 to 1.9 in tenths: "1.2"'),
      ...evidence,
    })
    .describe('What AWS GovCloud costs against the global endpoint, in place of the regional premium'),
  consumptionUnit: z
    .strictObject({ usdPerUnit: z.string().regex(/^0\.\d{1,4}$/, 'US dollars per unit: "0.01"'), ...evidence })
    .describe('The unit in which marketplaces bill Claude'),
  models: z.array(
    z.strictObject({
      model: z.string().describe('Canonical id without date'),
      rates: z.array(entry).min(1).describe('In order of time, without gap or overlap; the last has no end'),
      longContext: z.array(tier).optional(),
      fast: z.array(fast).optional(),
      fastLongContext: z.array(tier).optional(),
      extendedAccess: extendedAccess.optional(),
    }),
  ),
});

export type WrittenPriceBook = z.output<typeof priceBookSchema>;
export type WrittenModel = WrittenPriceBook['models'][number];
export type WrittenEntry = z.output<typeof entry>;
export type WrittenExtendedAccess = z.output<typeof extendedAccess>;
