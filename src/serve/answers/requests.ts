import { z } from 'zod';
import { paidLineSchema } from './explain.js';
import { instant, usd } from './measures.js';
import { scope, visibleSchema } from './scope.js';

const text = z.string();
const textOrNull = z.string().nullable();
const countOrNull = z.int().min(0).nullable();
const calls = z.int().min(1).describe('How many calls it stands for: more than one where a log counts them together.');
const joinDueAt = instant
  .nullable()
  .describe(
    'Logs tell more than the call has been joined with, and are joined from this time on: what is missing of it, such as its caller, may come then. Null where all they tell is joined.',
  );
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
  principal: textOrNull.describe('The caller as logged; null also where it is masked.'),
  person: textOrNull,
  team: textOrNull,
};

/** What the cost of a call is. */
export const COST_STATES = ['known', 'lowerBound', 'notBilled', 'inRemainder', 'notKnown'] as const;
const costState = z
  .enum(COST_STATES)
  .describe(
    'lowerBound: what costUsd leaves out is not told of the call, and is in the metered remainder or nowhere. notBilled: it failed before a model answered; costUsd is 0. inRemainder: what it used is charged in a metered remainder; costUsd is 0. notKnown: unpricedReason says why.',
  );
export type CostState = (typeof COST_STATES)[number];

export const requestRowSchema = z
  .object({
    ...facts,
    tokensTotal: countOrNull.describe('Null when one of its counts is not known.'),
    tokensKnown: countOrNull.describe('The counts that are known, added up; null when none is.'),
    costState,
    costUsd: usd.nullable(),
    effectiveCostUsd: usd
      .nullable()
      .describe('By your own terms; known without costUsd where only rates of your own give a price.'),
    unpricedReason: textOrNull,
    latencyMs: countOrNull.describe('Milliseconds.'),
    requests: calls,
    flags: z.array(z.string()),
    joinDueAt,
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
    callerAddress: textOrNull.describe(
      'The network address that called, where a log tells; null where the caller is masked.',
    ),
    userAgent: textOrNull.describe('What the calling program calls itself; null where the caller is masked.'),
    correlationIds: z
      .record(z.string(), z.string())
      .describe('Further ids under which others may know the call, by their name: `request-id`, `apim-request-id`.'),
    requestMetadata: z.record(z.string(), z.string()).nullable().describe('Null where it is masked.'),
    tools: z.array(z.string()),
    latencyMs: countOrNull.describe('Milliseconds.'),
    firstByteMs: countOrNull.describe('Milliseconds.'),
    requestBytes: countOrNull.describe(
      'Bytes of the request body as logged; null when it is not in the log or was not read.',
    ),
    responseBytes: countOrNull.describe(
      'Bytes of the response body as logged; null when it is not in the log or was not read.',
    ),
    requests: calls,
    flags: z.array(z.string()),
    sourceId: text.describe('The source that gave the figures.'),
    sources: z.array(text).describe('Every source that brought the call, the one that gave the figures first.'),
    collectedAt: instant,
    joinDueAt,
  })
  .meta({ id: 'RequestEvent', description: 'Everything that is known about one call.' });

const termsHaveChanged = z
  .boolean()
  .describe(
    'The terms of the configuration are no longer those that were applied, so that lines do not say what was paid; pricing the past again (rerate) mends it.',
  );

/** What was paid where there is no list price. */
export const ownRatesSchema = z
  .object({
    effectiveCostUsd: usd,
    terms: z.array(z.string()).describe('Names of the terms whose rates applied.'),
    termsHaveChanged,
    lines: z
      .array(
        z
          .object({
            class: text,
            quantity: text.describe('Tokens (or searches), whole number.'),
            premium: z.boolean().describe('True for the premium of the class, a line of its own.'),
            effectiveUsd: usd,
            term: textOrNull,
          })
          .meta({ id: 'OwnRatesLine' }),
      )
      .describe('Their effectiveUsd add up to effectiveCostUsd; empty when termsHaveChanged.'),
  })
  .meta({ id: 'OwnRatesCost', description: 'A cost by rates of your own, for a model that has no public rate.' });

export const requestCostSchema = z
  .object({
    costUsd: usd,
    premiumUsd: usd,
    listBeforePremiumUsd: usd,
    effectiveCostUsd: usd.describe("By the customer's own terms; equal to costUsd where none applies."),
    terms: z.array(z.string()).describe('Names of the terms that applied.'),
    termsHaveChanged,
    consumptionUnits: textOrNull.describe(
      'The effective cost in Claude Consumption Units (100 are 1 US dollar), in which marketplaces bill Foundry and Claude Platform on AWS; null on other clouds.',
    ),
    withoutCachingUsd: usd,
    book: text,
    entry: text,
    tier: text,
    rules: z.array(z.object({ rule: text, words: text, source: textOrNull })),
    lines: z
      .array(paidLineSchema)
      .describe('Their amountUsd add up to costUsd, their effectiveUsd to effectiveCostUsd.'),
  })
  .meta({ id: 'RequestCost' });

export const requestDetailSchema = z
  .object({
    visible: visibleSchema,
    event: requestEventSchema,
    costState,
    cost: requestCostSchema.nullable(),
    ownRates: ownRatesSchema.nullable().describe('Set where cost is null and rates of your own give a price.'),
    unpriced: z.object({ reason: text, words: text }).nullable(),
    flags: z.array(z.object({ flag: text, words: text })),
    provenance: z.array(z.object({ fact: text, from: text, words: text })),
  })
  .meta({ id: 'RequestDetail', description: 'One call with its cost lines, and where its facts came from.' });
export type RequestDetail = z.infer<typeof requestDetailSchema>;
