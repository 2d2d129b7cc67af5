import { z } from 'zod';
import { groupSchema, usd } from './measures.js';
import { scope } from './scope.js';

const count = z.int().min(0);

const figures = {
  requests: count,
  costUsd: usd.nullable().describe('List cost as it was, of all calls; null when none has a price.'),
  imaginedRequests: count.describe(
    'Calls that were imagined otherwise; comparedCostUsd and imaginedCostUsd are theirs.',
  ),
  comparedCostUsd: usd.nullable().describe('List cost as it was, of the calls that were imagined.'),
  imaginedCostUsd: usd.nullable().describe('List cost as it would have been. Null when nothing could be imagined.'),
  differenceUsd: usd.nullable().describe('imaginedCostUsd less comparedCostUsd; negative is a saving.'),
  notImaginedRequests: count.describe(
    "Calls to Claude that could not be imagined: they have no price, or would have none. Other makers' calls are in neither count.",
  ),
  notImagined: z
    .array(z.object({ reason: z.string(), words: z.string(), requests: count }).meta({ id: 'NotImagined' }))
    .describe('Why, the most first; outsideClaude is what was called of other makers.'),
  caveats: z
    .array(
      z
        .object({ caveat: z.string(), words: z.string(), requests: count.describe('Calls that it concerns.') })
        .meta({ id: 'PeriodCaveat' }),
    )
    .describe('Why this is no promise.'),
};

export const periodWhatIfAnswerSchema = z
  .object({
    ...scope,
    change: z.enum(['scope', 'model', 'withoutCaching', 'oneHourCaching']),
    target: z.string().nullable().describe('The other endpoint scope or model.'),
    totals: z.object(figures).meta({ id: 'PeriodWhatIf' }),
    rows: z.array(z.object({ group: groupSchema, ...figures }).meta({ id: 'PeriodWhatIfRow' })),
  })
  .meta({
    id: 'PeriodWhatIfAnswer',
    description:
      'What the calls of a range would have cost otherwise, at list price. totals is the exact sum of rows; a change to what is so already costs what it did.',
  });
export type PeriodWhatIfAnswer = z.infer<typeof periodWhatIfAnswerSchema>;
