import { z } from 'zod';
import { costLineSchema } from './explain.js';
import { instant, usd } from './measures.js';
import { scope } from './scope.js';

const text = z.string();
const textOrNull = z.string().nullable();
const countOrNull = z.int().min(0).nullable();
const facts = {
  eventId: z.guid(),
  occurredAt: instant,
  cloud: text,
  accountId: text,
  region: text,
  model: textOrNull.describe('Canonical model id without date; null when the catalogue does not know it.'),
  modelId: text.describe('What the caller passed.'),
  vendor: text,
  endpointScope: text,
  operation: text,
  streamed: z.boolean(),
  outcome: text,
  errorCode: textOrNull,
  stopReason: textOrNull,
  principal: textOrNull.describe('The caller as logged.'),
  person: textOrNull,
  team: textOrNull,
};

export const requestRowSchema = z
  .object({
    ...facts,
    tokensTotal: countOrNull.describe('Null when one of its counts is not known.'),
    costUsd: usd.nullable(),
    unpricedReason: textOrNull,
    latencyMs: countOrNull.describe('Milliseconds.'),
    flags: z.array(z.string()),
  })
  .meta({ id: 'RequestRow', description: 'One call, in short.' });
export type RequestRow = z.infer<typeof requestRowSchema>;

export const requestsAnswerSchema = z
  .object({
    ...scope,
    rows: z.array(requestRowSchema),
    nextCursor: textOrNull.describe('Give it back as cursor for the next page; null on the last one.'),
  })
  .meta({ id: 'RequestsAnswer', description: 'Calls of a range, a page at a time.' });
export type RequestsAnswer = z.infer<typeof requestsAnswerSchema>;

export const requestEventSchema = z
  .object({
    ...facts,
    inferenceRegion: textOrNull,
    requestId: text,
    messageId: textOrNull,
    serviceTier: textOrNull,
    speed: text,
    batch: z.boolean(),
    inferenceGeo: textOrNull,
    tokens: z
      .object({
        input: countOrNull,
        cacheRead: countOrNull,
        cacheWrite5m: countOrNull,
        cacheWrite1h: countOrNull,
        output: countOrNull,
      })
      .meta({ id: 'TokenCounts', description: 'Null means that the log does not tell; 0 means that it says none.' }),
    webSearchRequests: z.int().min(0),
    identity: z
      .object({ kind: text, name: text, session: textOrNull, accountId: textOrNull })
      .nullable()
      .describe('The caller, taken apart.'),
    requestMetadata: z.record(z.string(), z.string()),
    tools: z.array(z.string()),
    latencyMs: countOrNull.describe('Milliseconds.'),
    firstByteMs: countOrNull.describe('Milliseconds.'),
    flags: z.array(z.string()),
    sourceId: text.describe('The source that gave the figures.'),
    sources: z.array(text).describe('Every source that brought the call, the one that gave the figures first.'),
    collectedAt: instant,
  })
  .meta({ id: 'RequestEvent', description: 'Everything that is known about one call.' });

export const requestCostSchema = z
  .object({
    costUsd: usd,
    premiumUsd: usd,
    listBeforePremiumUsd: usd,
    effectiveCostUsd: usd.describe("By the customer's own terms; equal to costUsd where none applies."),
    terms: z.array(z.string()).describe('Names of the terms that applied.'),
    withoutCachingUsd: usd,
    book: text,
    entry: text,
    tier: text,
    rules: z.array(z.object({ rule: text, words: text, source: textOrNull })),
    lines: z.array(costLineSchema),
  })
  .meta({ id: 'RequestCost' });

export const requestDetailSchema = z
  .object({
    event: requestEventSchema,
    cost: requestCostSchema.nullable(),
    unpriced: z.object({ reason: text, words: text }).nullable(),
    flags: z.array(z.object({ flag: text, words: text })),
    provenance: z.array(z.object({ fact: text, from: text, words: text })),
  })
  .meta({ id: 'RequestDetail', description: 'One call with its cost lines, and where its facts came from.' });
export type RequestDetail = z.infer<typeof requestDetailSchema>;
