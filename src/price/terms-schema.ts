import { z } from 'zod';
import { TOKEN_CLASSES } from '../usage/tokens.js';
import {
  conditionFields,
  endsAfterItBegins,
  haveOwnNames,
  MUST_END_AFTER,
  ruleFields,
  TWO_OF_ONE_NAME,
} from './dated-rules.js';

// Nine decimals of dollars per million tokens are a whole number of femto-dollars per token.
const usd = z
  .string()
  .regex(/^(?:0|[1-9]\d{0,5})(?:\.\d{1,9})?$/, 'an amount is a decimal text of US dollars in quotes: "2.75"');

const percent = z
  .string()
  .regex(
    /^(?:100(?:\.0{1,6})?|\d{1,2}(?:\.\d{1,6})?)$/,
    'a discount is a decimal text from 0 to 100 in quotes: "12.5"',
  );

const rates = z.strictObject({
  input: usd.optional(),
  cacheRead: usd.optional(),
  cacheWrite5m: usd.optional(),
  cacheWrite1h: usd.optional(),
  output: usd.optional(),
});

const term = z
  .strictObject({
    ...ruleFields,
    when: z.strictObject({
      ...conditionFields,
      tier: z
        .enum(['standard', 'long-context', 'fast', 'fast-long-context'])
        .optional()
        .describe(
          'Only calls priced in this tier. A discount is on all of them, rates are for "standard" unless this says otherwise',
        ),
    }),
    discountPercent: percent.optional().describe('Off the list price, the premium included'),
    classes: z
      .array(z.enum([...TOKEN_CLASSES, 'webSearch']))
      .min(1)
      .optional()
      .describe('Classes that the discount is on; all of them when left out'),
    usdPerMillion: rates.optional().describe('Rates in place of the list rates: all five token classes'),
    usdPerWebSearch: usd.optional().describe('Beside usdPerMillion; searches stay at list price when left out'),
    multipliers: z
      .enum(['onTop', 'included'])
      .optional()
      .describe('Whether the premium and the batch discount still multiply these rates (onTop, unless said otherwise)'),
  })
  .superRefine(({ discountPercent, classes, usdPerMillion, usdPerWebSearch, multipliers }, context) => {
    const complain = (path: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [path], message });
    if ((discountPercent === undefined) === (usdPerMillion === undefined)) {
      complain('discountPercent', 'a term has either "discountPercent" or "usdPerMillion"');
    }
    if (usdPerMillion !== undefined) {
      const missing = TOKEN_CLASSES.filter((tokenClass) => usdPerMillion[tokenClass] === undefined);
      if (missing.length > 0) {
        complain(
          'usdPerMillion',
          `rates replace all token classes or none, or caches would be charged twice: ${missing.join(', ')} missing; ` +
            'to change one class only, use "discountPercent" with "classes"',
        );
      }
      if (classes !== undefined) complain('classes', '"classes" belongs to a discount; rates are for all classes');
    } else {
      if (multipliers !== undefined) complain('multipliers', '"multipliers" belongs to "usdPerMillion"');
      if (usdPerWebSearch !== undefined) complain('usdPerWebSearch', '"usdPerWebSearch" belongs to "usdPerMillion"');
    }
  })
  .refine(endsAfterItBegins, MUST_END_AFTER);

/**
 * What a customer has negotiated, for the configuration. In order: of the terms that fit a call, the first that covers a
 * class is the only one for that class, so that every effective amount names one term.
 */
export const priceTermsSchema = z.array(term).refine(haveOwnNames, TWO_OF_ONE_NAME);

export type PriceTerm = z.output<typeof term>;
export type PriceTerms = z.output<typeof priceTermsSchema>;
