import { z } from 'zod';
import { scope } from './scope.js';

const count = z.int().min(0);
const perMinute = z.number().min(0);
const millis = z.int().min(0).nullable();

const limitSchema = z
  .object({
    key: z.string().describe('As the cloud names it.'),
    limit: z.number().describe('What is let through in a period.'),
    periodSeconds: z.number(),
    counts: z.enum(['requests', 'input', 'output']).describe('What is compared with it.'),
    used: z.number().describe('As much in a period of the busiest hour, on average.'),
    share: z.number().nullable().describe('Part of the limit, 1 is all of it.'),
  })
  .meta({ id: 'RateLimitUse' });

export const throughputAnswerSchema = z
  .object({
    ...scope,
    rows: z.array(
      z
        .object({
          cloud: z.string(),
          accountId: z.string(),
          region: z.string(),
          modelId: z.string().describe('Id or name of the deployment that was called.'),
          model: z.string().nullable(),
          requests: count.describe('Answered calls.'),
          latency: z
            .object({ calls: count, p50Ms: millis, p95Ms: millis })
            .describe('Of the calls whose log tells how long they took.'),
          busiest: z
            .object({ requestsPerMinute: perMinute, inputTokensPerMinute: perMinute, outputTokensPerMinute: perMinute })
            .describe(
              'Averages of the busiest hour of each; single minutes may have been higher. Input as limits count it: uncached, and written to the cache.',
            ),
          limits: z.array(limitSchema).describe('Of the deployment, where the cloud tells them.'),
        })
        .meta({ id: 'ThroughputRow' }),
    ),
  })
  .meta({
    id: 'ThroughputAnswer',
    description: 'How long answers took, and how much went through beside the limits.',
  });
export type ThroughputAnswer = z.infer<typeof throughputAnswerSchema>;
