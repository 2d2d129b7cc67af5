import { z } from 'zod';
import { convertedSchema } from './converted.js';

/** Money of an answer: an exact plain decimal of US dollars. */
export const usd = z.string().describe('US dollars, exact: a plain decimal without exponent or trailing zeros.');

const count = z.int().min(0);
export const instant = z.iso.datetime().describe('Instant, ISO 8601, UTC.');

export const tokenTotalsSchema = z
  .object({
    input: count.describe('Uncached input tokens.'),
    cacheRead: count.describe('Input tokens read from the prompt cache.'),
    cacheWrite5m: count.describe('Input tokens written to the prompt cache for 5 minutes.'),
    cacheWrite1h: count.describe('Input tokens written to the prompt cache for 1 hour.'),
    output: count.describe('Output tokens, thinking included.'),
    total: count.describe('All five classes together; they are disjoint.'),
  })
  .meta({ id: 'TokenTotals', description: 'Tokens by class. Calls whose tokens are not known add nothing here.' });

export const costByClassSchema = z
  .object({
    input: usd.nullable(),
    cacheRead: usd.nullable(),
    cacheWrite5m: usd.nullable(),
    cacheWrite1h: usd.nullable(),
    output: usd.nullable(),
    webSearch: usd.nullable(),
  })
  .meta({
    id: 'CostByClass',
    description: 'List cost by class in US dollars, before the premium. Null where costUsd is.',
  });

const measures = {
  requests: count.describe('Calls, failed ones and those of other vendors included.'),
  unknownTokenRequests: count.describe(
    'Calls whose log tells not all of their token counts. Not those that are not billed: they used none.',
  ),
  notBilledRequests: count.describe(
    'Calls that failed before a model answered: known to be not billed, and in no other figure but requests.',
  ),
  unpricedRequests: count.describe("Calls to Anthropic's models whose cost is not known."),
  unpricedTokens: count.describe('Known tokens of those calls.'),
  tokens: tokenTotalsSchema,
  webSearchRequests: count.describe('Web searches that the model made.'),
  costUsd: usd
    .nullable()
    .describe('Cost at list price, premium included, in US dollars. Null when no call has a price; 0 when none is billed.'),
  effectiveCostUsd: usd
    .nullable()
    .describe(
      "Cost by the customer's own terms (discounts, rates of their own) in US dollars; equal to costUsd where none applies. Known without costUsd where only rates of their own give a price.",
    ),
  consumptionUnits: z
    .string()
    .nullable()
    .describe(
      'Effective cost in Claude Consumption Units (100 are 1 US dollar; exact), of the calls of clouds whose marketplaces bill in them: Foundry and Claude Platform on AWS. Null where none of these has a cost. Deployments of Foundry from before June 2026 are billed by meters of their own.',
    ),
  premiumUsd: usd
    .nullable()
    .describe('Part of the cost that is the premium of endpoints that are not global, in US dollars.'),
  withoutCachingUsd: usd.nullable().describe('Cost if every input token had been uncached, in US dollars.'),
  cacheSavingUsd: usd
    .nullable()
    .describe('withoutCachingUsd less the cost, in US dollars; negative when caching cost more than it saved.'),
  costByClass: costByClassSchema,
  converted: convertedSchema,
};

export const measuresSchema = z.object(measures).meta({
  id: 'Measures',
  description: 'What a set of calls adds up to. Sums are exact; what is not known is counted, never taken as zero.',
});
export type Measures = z.infer<typeof measuresSchema>;

export const groupSchema = z
  .record(z.string(), z.string().nullable())
  .describe('Value of each dimension of groupBy; null is unknown or unattributed.');

export const bucketValue = z
  .string()
  .nullable()
  .describe(
    'Start of the bucket: local date of a day, week (Monday) or month, instant of an hour; null without buckets.',
  );

export const usageRowSchema = z
  .object({ bucket: bucketValue, group: groupSchema, ...measures })
  .meta({ id: 'UsageRow', description: 'Measures of one bucket and group.' });
