import { z } from 'zod';
import { TROUBLES } from '../../usage/error-advice/advice.js';
import { instant, usd } from './measures.js';
import { scope } from './scope.js';

const count = z.int().min(0);
const share = z
  .number()
  .nullable()
  .describe('Part of all calls to the same model and place, 0 to 1; null when there are none.');

const placeSchema = z
  .object({
    model: z.string().nullable(),
    modelId: z.string(),
    accountId: z.string(),
    region: z.string(),
    endpointScope: z.string(),
    requests: count,
    share,
    callers: count.describe('Different callers, sessions told apart.'),
    lastAt: instant,
  })
  .meta({ id: 'FailedPlace', description: 'Calls to one model in one place that failed with one code.' });

export const errorsAnswerSchema = z
  .object({
    ...scope,
    calls: count.describe('All calls of the range that match the filters.'),
    failed: count,
    blocked: count,
    codes: z.array(
      z
        .object({
          cloud: z.string(),
          outcome: z.enum(['failed', 'blocked']),
          errorCode: z.string().nullable().describe('As logged; null for calls that a guardrail blocked.'),
          requests: count,
          share: z.number().nullable().describe('Part of all calls, 0 to 1.'),
          costUsd: usd.describe('List cost of tokens that these calls had used, as far as it is known.'),
          firstAt: instant,
          lastAt: instant,
          trouble: z.enum(TROUBLES),
          status: z.int().nullable().describe('HTTP status that the documentation gives for the code.'),
          advice: z.string().describe('What it means, and what the documentation advises.'),
          source: z.string().nullable(),
          places: z.array(placeSchema),
        })
        .meta({ id: 'FailedCode' }),
    ),
  })
  .meta({ id: 'ErrorsAnswer', description: 'Calls that failed or were blocked, by code, with what is advised.' });
export type ErrorsAnswer = z.infer<typeof errorsAnswerSchema>;
