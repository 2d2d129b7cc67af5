import { z } from 'zod';
import { UNLOGGED_CAUSES } from '../../price/unlogged-cause.js';
import { CLOUDS } from '../../usage/cloud.js';
import { bucketValue, tokenTotalsSchema, usd } from './measures.js';
import { rangeSchema } from './scope.js';

const count = z.int().min(0);

const figures = {
  requests: count.describe('Answered calls.'),
  tokens: tokenTotalsSchema,
  costUsd: usd.describe(
    'At list price, where a price is known, and at the rates of short prompts: not less than this.',
  ),
  unpricedTokens: count.describe('Tokens of models whose price is not known; nothing of them is in costUsd.'),
};

export const unloggedRowSchema = z
  .object({
    bucket: bucketValue,
    cloud: z.enum(CLOUDS),
    accountId: z.string(),
    region: z.string(),
    model: z.string(),
    cause: z.enum(UNLOGGED_CAUSES),
    words: z.string().describe('What the cause means, and what to do.'),
    evidence: z
      .array(z.string())
      .describe('What the cause was concluded from: settings as they were seen, with when, and what has been read.'),
    hours: count.describe('Hours in which something was not logged.'),
    configuredRate: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .describe('The share of the calls that the settings of that time say is logged; null where nothing tells it.'),
    observedRate: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .describe(
        'The share of the metered calls of those days of which a log tells the tokens; null where none was metered.',
      ),
    ...figures,
  })
  .meta({ id: 'UnloggedRow' });
export type UnloggedRow = z.infer<typeof unloggedRowSchema>;

export const unloggedAnswerSchema = z
  .object({
    range: rangeSchema,
    totals: z.object(figures).meta({ id: 'UnloggedFigures' }),
    rows: z.array(unloggedRowSchema).describe('The most expensive first.'),
  })
  .meta({
    id: 'UnloggedAnswer',
    description:
      'Usage that a cloud metered and no log tells of: metered less logged by model, place and hour, balanced within each UTC day, never below zero. It stands beside the figures of every other answer and is in none of them.',
  });
export type UnloggedAnswer = z.infer<typeof unloggedAnswerSchema>;
