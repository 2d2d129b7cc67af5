import { z } from 'zod';
import { residencyPoliciesSchema } from './availability.js';
import { commitmentsSchema } from './commitments.js';
import { currencyTablesSchema } from './currency.js';
import { modelMappingsSchema } from './model-mapping.js';
import { mistakesInSettings } from './price-book.js';
import { priceBookSettingsSchema } from './price-book-settings.js';
import { priceTermsSchema } from './terms-schema.js';

/** The section `prices` of the configuration: everything that a customer knows about prices and public pages do not. */
export const pricesSchema = z.strictObject({
  mappings: modelMappingsSchema.optional().describe('What stands behind ids that do not tell their model'),
  terms: priceTermsSchema.optional().describe('What is really paid, beside the list price'),
  commitments: commitmentsSchema.optional().describe('Provisioned throughput that is paid for by the hour or month'),
  currency: currencyTablesSchema.optional().describe('Exchange rates by which costs are shown in other currencies'),
  residency: residencyPoliciesSchema.optional().describe('Calls that must not leave their region or geography'),
  book: priceBookSettingsSchema
    .superRefine((settings, context) => {
      for (const { path, message } of mistakesInSettings(settings)) {
        context.addIssue({ code: 'custom', path: [...path], message });
      }
    })
    .optional()
    .describe('What corrects unconfirmed entries of the price book'),
});

export type Prices = z.output<typeof pricesSchema>;
