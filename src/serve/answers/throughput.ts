import { z } from 'zod';
import { LATENCY_METRICS } from '../../usage/performance.js';
import { instant } from './measures.js';
import { scope } from './scope.js';

const count = z.int().min(0);
const perMinute = z.number().min(0);
const millis = z.int().min(0).nullable();
const milliseconds = z.number().min(0);

const limitSchema = z
  .object({
    key: z.string().describe('As the cloud names it.'),
    limit: z.number().describe('What is let through in a period.'),
    periodSeconds: z.number(),
    counts: z.enum(['requests', 'input', 'output']).describe('What is compared with it.'),
    from: instant.describe('The first hour that it was in force, as far as it has been looked at.'),
    to: instant.nullable().describe('The hour from which it was not any more; null while it is.'),
    used: z.number().describe('As much in a period of the busiest hour of that time, on average.'),
    share: z.number().nullable().describe('Part of the limit, 1 is all of it.'),
    usedInMinute: z
      .number()
      .nullable()
      .describe('As much in a period of the busiest minute of that time. Null where minutes are not known.'),
    minuteAt: instant.nullable().describe('When that minute began.'),
    minuteShare: z.number().nullable().describe('Part of the limit in the busiest minute, 1 is all of it.'),
  })
  .meta({ id: 'RateLimitUse' });

const rates = { requestsPerMinute: perMinute, inputTokensPerMinute: perMinute, outputTokensPerMinute: perMinute };

const peak = (what: string) =>
  z
    .object({ value: count, at: instant })
    .nullable()
    .describe(`The most ${what} of a minute, and the minute in which it began. Null where not known.`);

const busiestMinuteSchema = z
  .object({
    basis: z
      .enum(['logged', 'metered'])
      .describe("From the times of logged calls, or from the cloud's own metrics of a minute."),
    requests: peak('requests'),
    input: peak('tokens of input, as limits count it,'),
    output: peak('tokens of output'),
  })
  .meta({ id: 'BusiestMinute' });

const throttledSchema = z
  .object({
    byCloud: count.describe('Logged calls that the cloud turned away at a limit.'),
    byGateway: count.describe('Logged calls that a gateway turned away by its own policy; the cloud was not asked.'),
    metered: count
      .nullable()
      .describe(
        "What the cloud's own meter counted as turned away. Null where it has not been read, or callers are left out.",
      ),
  })
  .meta({ id: 'Throttled', description: 'Calls answered with 429 or its like.' });

const latencyMetric = z
  .enum(LATENCY_METRICS)
  .describe(
    'timeToLastByte: until the answer was complete. timeToResponse: until it began, as the gateway of Azure measures it. normalizedTimeToFirstToken: until the first token, divided by the tokens of the prompt.',
  );

const meteredLatencySchema = z
  .object({
    metric: latencyMetric,
    hours: count.describe('Hours with an average.'),
    lowestAverageMs: milliseconds.describe('Of the hour with the lowest average.'),
    highestAverageMs: milliseconds.describe('Of the hour with the highest average.'),
    leastMs: milliseconds.nullable().describe('Of the quickest call; null where the cloud gave zero.'),
    mostMs: milliseconds.describe('Of the slowest call.'),
  })
  .meta({
    id: 'MeteredLatency',
    description: "The cloud's own averages of an hour: no percentile, and none can be made of them.",
  });

const quota = {
  cloud: z.string(),
  accountId: z.string(),
  region: z.string(),
  model: z.string().nullable(),
  endpointScope: z.string().nullable().describe('Kind of endpoint; null of Foundry, where a quota is of a deployment.'),
  modelId: z
    .string()
    .nullable()
    .describe(
      'The deployment of Foundry, the throughput that was bought, or an id whose model is not known; null where a quota is of the model under all its ids.',
    ),
};

export const throughputAnswerSchema = z
  .object({
    ...scope,
    rows: z.array(
      z
        .object({
          ...quota,
          modelIds: count.describe('By how many ids it was called: of models, inference profiles, deployments.'),
          requests: count.describe('Answered calls.'),
          latency: z
            .object({ calls: count, p50Ms: millis, p95Ms: millis })
            .describe('Of the calls whose log tells how long they took.'),
          average: z
            .object(rates)
            .describe('Averages of the hours in which calls were answered. Input as limits count it.'),
          busiest: z
            .object(rates)
            .describe(
              'Averages of the busiest hour of each; single minutes may have been higher. Input as limits count it: uncached, and written to the cache.',
            ),
          busiestMinute: busiestMinuteSchema
            .nullable()
            .describe(
              'Null where minutes are not known: of Foundry without its metrics, or where callers are left out.',
            ),
          limits: z
            .array(limitSchema)
            .describe(
              'Of the deployment, where the cloud tells them; each with the time in which it was in force, so that one that changed stands here once for each value.',
            ),
          hours: count.describe('Hours in which calls were answered.'),
          hoursWithoutLimit: count.describe('Those of them whose limits are not known.'),
          throttled: throttledSchema,
          meteredLatency: z.array(meteredLatencySchema).describe('What the cloud itself tells, where it was read.'),
        })
        .meta({
          id: 'ThroughputRow',
          description: 'One quota: what came closest to a limit first, then the most called.',
        }),
    ),
    minutesRead: z
      .array(
        z
          .object({
            accountId: z.string(),
            readFrom: instant.nullable(),
            readTo: instant.nullable(),
            words: z.string().nullable().describe('What is wrong and what to do; null when nothing is.'),
          })
          .meta({ id: 'MinutesRead' }),
      )
      .describe("For which time the cloud's own minutes and latency have been read; none where callers are left out."),
  })
  .meta({
    id: 'ThroughputAnswer',
    description: 'How long answers took, and how much went through beside the limits.',
  });
export type ThroughputAnswer = z.infer<typeof throughputAnswerSchema>;

const minuteSchema = z
  .object({ requests: count.nullable(), input: count.nullable(), output: count.nullable() })
  .nullable()
  .describe('The most of a minute in this hour, each of its own. Null where minutes are not known.');

export const throughputHoursAnswerSchema = z
  .object({
    ...scope,
    basis: z.enum(['logged', 'metered']).nullable().describe('What minutes are taken from; null where there are none.'),
    limits: z.array(
      limitSchema
        .pick({ key: true, limit: true, periodSeconds: true, counts: true, from: true, to: true })
        .meta({ id: 'RateLimitOfDeployment' }),
    ),
    calledAs: z
      .array(
        z
          .object({
            modelId: z.string().describe('Id, ARN or deployment as called.'),
            requests: count.describe('Answered calls.'),
            input: count.describe('Tokens as limits count them.'),
            output: count,
            throttled: count.describe('Logged calls that were turned away at a limit.'),
          })
          .meta({ id: 'CalledAs' }),
      )
      .describe('By which ids calls came to this quota, the most used first.'),
    hours: z.array(
      z
        .object({
          hour: instant,
          requests: count,
          input: count.describe('Tokens as limits count them: uncached, and written to the cache.'),
          output: count,
          busiestMinute: minuteSchema,
          latency: z.object({ calls: count, p50Ms: millis, p95Ms: millis }),
          throttled: z.object({ byCloud: count, byGateway: count }),
          meteredLatency: z.array(
            z
              .object({
                metric: latencyMetric,
                averageMs: milliseconds,
                leastMs: milliseconds.nullable(),
                mostMs: milliseconds,
              })
              .meta({ id: 'MeteredLatencyOfHour' }),
          ),
        })
        .meta({ id: 'ThroughputHour' }),
    ),
  })
  .meta({
    id: 'ThroughputHoursAnswer',
    description: 'The hours of one quota in which something happened, in order, and what was called.',
  });
export type ThroughputHoursAnswer = z.infer<typeof throughputHoursAnswerSchema>;
