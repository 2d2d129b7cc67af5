import { z } from 'zod';
import { measuresSchema, usd } from './measures.js';
import { scope } from './scope.js';

const line = {
  class: z.string().describe('Token class, or webSearch.'),
  quantity: z.string().describe('Tokens (or searches), whole number.'),
  usdPerMillion: z.string().describe('List rate, US dollars for one million.'),
  multiplier: z
    .string()
    .describe('What quantity times rate is multiplied by: 1, the batch factor, or the share of the premium.'),
  amountUsd: usd,
  rule: z.string().describe('Rule that made the line: list price, or the name of the premium or discount.'),
};

export const paidLineSchema = z
  .object({
    ...line,
    effectiveUsd: usd.nullable().describe('What was paid for it; null when the terms have changed since.'),
    term: z.string().nullable().describe('Name of your own term that made effectiveUsd; null for the list price.'),
    source: z.string().nullable().describe('Where the rate or the rule is published.'),
  })
  .meta({
    id: 'CostLine',
    description: 'One line of a cost: quantity x rate x multiplier. The premium is a line of its own.',
  });

export const explainedLineSchema = z
  .object({
    model: z.string().nullable(),
    entry: z.string().describe('Entry of the price book: model and the day it came into force.'),
    book: z.string().describe('Version of the price book.'),
    tier: z.string(),
    ...line,
    source: z.string().nullable().describe('Where the rate or the rule is published.'),
    requests: z.int().min(0),
  })
  .meta({ id: 'ExplainedLine', description: 'One line of a sum of costs, over all requests priced in the same way.' });

const effectiveRowSchema = z
  .object({
    model: z.string().nullable(),
    entry: z.string().nullable().describe('Entry of the price book; null where only rates of your own give a price.'),
    book: z.string().nullable(),
    tier: z.string().nullable(),
    rules: z.array(z.string()).describe('Rules of the list price that fired.'),
    terms: z.array(z.string()).describe('Names of your own terms that fired; empty where the list price is paid.'),
    requests: z.int().min(0),
    listUsd: usd.nullable(),
    effectiveUsd: usd,
  })
  .meta({
    id: 'EffectiveRow',
    description: 'What was paid for all requests priced in the same way by the same terms.',
  });

export const unpricedUsageSchema = z
  .object({
    modelId: z.string(),
    reason: z.string(),
    requests: z.int().min(0),
    tokens: z.int().min(0).describe('Known tokens of these requests.'),
  })
  .meta({ id: 'UnpricedUsage' });

export const costsExplainedSchema = z
  .object({
    ...scope,
    totals: measuresSchema,
    lines: z.array(explainedLineSchema).describe('Their amounts add up to totals.costUsd exactly.'),
    effective: z
      .array(effectiveRowSchema)
      .describe('Their effectiveUsd add up to totals.effectiveCostUsd exactly, their listUsd to totals.costUsd.'),
    unpriced: z.array(unpricedUsageSchema),
  })
  .meta({ id: 'CostsExplained', description: 'How a cost came about: every line with its rate, rule and source.' });
export type CostsExplained = z.infer<typeof costsExplainedSchema>;
export type EffectiveRow = z.infer<typeof effectiveRowSchema>;
export type ExplainedLine = z.infer<typeof explainedLineSchema>;
