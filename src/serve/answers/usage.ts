import { z } from 'zod';
import { convertedClassSchema } from './converted.js';
import { bucketValue, groupSchema, measuresSchema, usageRowSchema, usd } from './measures.js';
import { scope, visibleSchema } from './scope.js';

export const usageAnswerSchema = z
  .object({ ...scope, totals: measuresSchema, rows: z.array(usageRowSchema) })
  .meta({ id: 'UsageAnswer', description: 'Usage of a range. totals is the exact sum of rows.' });
export type UsageAnswer = z.infer<typeof usageAnswerSchema>;

/** `premium` is a class here, so that the rows add up to the total. */
export const COST_ROW_CLASSES = [
  'input',
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite1h',
  'output',
  'webSearch',
  'premium',
] as const;

export const tokenClassRowSchema = z
  .object({
    bucket: bucketValue,
    group: groupSchema,
    requests: z.null().describe('A call has several classes, so a class has no requests of its own.'),
    tokens: z.int().min(0).describe('Tokens of the class; 0 for webSearch and premium, which are not tokens.'),
    costUsd: usd
      .nullable()
      .describe('List cost of the class before the premium, in US dollars; the premium is a row of its own.'),
    converted: convertedClassSchema,
  })
  .meta({
    id: 'TokenClassRow',
    description: 'Tokens and cost of one class (group.tokenClass) in one bucket and group.',
  });
export type TokenClassRow = z.infer<typeof tokenClassRowSchema>;

export const costsAnswerSchema = z
  .object({
    ...scope,
    totals: measuresSchema,
    rows: z
      .array(z.union([usageRowSchema, tokenClassRowSchema]))
      .describe('Rows of measures, or of token classes when groupBy names tokenClass (then requests is null).'),
  })
  .meta({ id: 'CostsAnswer', description: 'Costs of a range. The rows add up to totals.costUsd exactly.' });
export type CostsAnswer = z.infer<typeof costsAnswerSchema>;

export const dimensionValuesAnswerSchema = z
  .object({
    visible: visibleSchema,
    values: z.array(
      z
        .object({
          value: z.string().nullable().describe('Null is unknown or unattributed.'),
          requests: z.int().min(0),
          costUsd: usd.nullable(),
        })
        .meta({ id: 'DimensionValue' }),
    ),
  })
  .meta({ id: 'DimensionValuesAnswer', description: 'Values of a dimension in the range, the most requested first.' });
export type DimensionValuesAnswer = z.infer<typeof dimensionValuesAnswerSchema>;
