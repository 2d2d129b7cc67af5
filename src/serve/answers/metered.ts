import { z } from 'zod';
import { METER_STATES } from '../../store/meters.store.js';
import { bucketValue, groupSchema, instant } from './measures.js';
import { rangeSchema } from './scope.js';

const count = z.int().min(0);

const counts = {
  requests: count,
  inputTokens: count,
  cacheReadTokens: count,
  cacheWriteTokens: count.describe('Of both lifetimes: meters do not tell them apart.'),
  outputTokens: count,
};

const countsSchema = z.object(counts).meta({ id: 'MeteredCounts' });
const loggedSchema = z
  .object({
    ...counts,
    requests: count.describe('Calls that were answered or blocked.'),
    failedRequests: count.describe(
      'Calls that failed. Whether a meter counts those that failed after they were accepted is documented in two ways, so up to so many requests of a difference may be these.',
    ),
  })
  .meta({ id: 'LoggedCounts' });
export type LoggedCounts = z.infer<typeof loggedSchema>;
export type MeteredCounts = z.infer<typeof countsSchema>;

const differenceSchema = z
  .object({
    requests: z.int(),
    inputTokens: z.int(),
    cacheReadTokens: z.int(),
    cacheWriteTokens: z.int(),
    outputTokens: z.int(),
  })
  .meta({ id: 'MeteredDifference', description: 'Metered less compared: more than zero was used and not logged.' });

const figures = {
  logged: loggedSchema.describe('Everything that was logged.'),
  metered: countsSchema.nullable().describe('What the cloud metered. Null where no meter has been read.'),
  compared: loggedSchema.nullable().describe('What was logged in the hours for which the meter has been read.'),
  difference: differenceSchema.nullable(),
  throttles: count.nullable(),
  clientErrors: count.nullable(),
  serverErrors: count.nullable(),
};

export const meteredRowSchema = z
  .object({ bucket: bucketValue, group: groupSchema, ...figures })
  .meta({ id: 'MeteredRow' });
export type MeteredAnswerRow = z.infer<typeof meteredRowSchema>;

const deliveredSchema = z
  .object({ delivered: count, failed: count })
  .meta({ id: 'Delivered', description: 'More than zero failures are records that are lost.' });

export const meteredAnswerSchema = z
  .object({
    range: rangeSchema,
    totals: z.object(figures).meta({ id: 'MeteredFigures' }),
    rows: z.array(meteredRowSchema),
    meters: z
      .array(
        z
          .object({
            accountId: z.string(),
            region: z.string(),
            state: z.enum(METER_STATES),
            words: z.string().nullable().describe('What is wrong and what to do; null when nothing is.'),
            meteredFrom: instant.nullable(),
            meteredTo: instant.nullable(),
            lastSuccessAt: instant.nullable(),
          })
          .meta({ id: 'Meter' }),
      )
      .describe('How each meter stands.'),
    logDelivery: z
      .array(
        z
          .object({
            accountId: z.string(),
            region: z.string(),
            cloudWatch: deliveredSchema,
            storage: deliveredSchema,
            largeBodies: deliveredSchema,
          })
          .meta({ id: 'LogDelivery' }),
      )
      .describe('How the delivery of invocation logs went, where the cloud counted any.'),
  })
  .meta({
    id: 'MeteredAnswer',
    description:
      "What the cloud's own meters counted beside what was logged. Meters count whole UTC hours; an hour belongs to the range and the bucket in which it begins, on both sides.",
  });
export type MeteredAnswer = z.infer<typeof meteredAnswerSchema>;
