import { z } from 'zod';
import { usd } from './measures.js';

const alternativeSchema = z
  .object({
    change: z.enum(['scope', 'model', 'withoutCaching', 'oneHourCaching']).describe('What is imagined otherwise.'),
    to: z.string().nullable().describe('The other endpoint scope or model.'),
    costUsd: usd.nullable().describe('List cost then, in US dollars; null when it is not known.'),
    differenceUsd: usd.nullable().describe('That cost less the real one; negative is a saving.'),
    possible: z
      .enum(['possible', 'blockedByPolicy', 'notOffered', 'provisioned'])
      .nullable()
      .describe('For the global endpoint: whether the call could have gone there.'),
    policy: z.string().nullable().describe('Name of the residency policy that forbids it.'),
    caveats: z.array(z.object({ caveat: z.string(), words: z.string() })).describe('Why this is no promise.'),
  })
  .meta({ id: 'Alternative', description: 'One call, made otherwise.' });

export const whatIfAnswerSchema = z
  .object({
    eventId: z.string(),
    costUsd: usd.nullable().describe('List cost as it was.'),
    alternatives: z.array(alternativeSchema),
  })
  .meta({ id: 'WhatIfAnswer', description: 'What one call would have cost otherwise, at list price.' });
export type WhatIfAnswer = z.infer<typeof whatIfAnswerSchema>;
