import { z } from 'zod';
import { CLOUDS, ENDPOINT_SCOPES, OUTCOMES } from '../usage/cloud.js';
import { type Flag, isFlag } from '../usage/flags.js';
import type { Identity, Provenance, UsageEvent } from '../usage/usage-event.js';

const text = z.string();
const textOrNull = z.string().nullable();
const count = z.number().nullable();

/** Kinds and places are this service's own words, and may be those of a newer version of it. */
const isText = (value: unknown) => typeof value === 'string';

/** An event as a sight keeps it, which this service wrote. */
export const sightEventSchema = z.object({
  cloud: z.enum(CLOUDS),
  eventId: text,
  occurredAt: text,
  accountId: text,
  region: text,
  inferenceRegion: textOrNull,
  requestId: text,
  /** Sights of earlier versions have none. */
  correlationIds: z.record(z.string(), z.string()).default({}),
  messageId: textOrNull,
  modelId: text,
  model: textOrNull,
  vendor: text,
  endpointScope: z.enum(ENDPOINT_SCOPES),
  operation: text,
  streamed: z.boolean(),
  outcome: z.enum(OUTCOMES),
  errorCode: textOrNull,
  stopReason: textOrNull,
  serviceTier: textOrNull,
  speed: z.enum(['standard', 'fast']),
  batch: z.boolean(),
  inferenceGeo: textOrNull,
  tokens: z.object({ input: count, cacheRead: count, cacheWrite5m: count, cacheWrite1h: count, output: count }),
  webSearchRequests: z.number(),
  principal: textOrNull,
  identity: z
    .object({ kind: z.custom<Identity['kind']>(isText), name: text, session: textOrNull, accountId: textOrNull })
    .nullable(),
  callerAddress: textOrNull,
  userAgent: textOrNull,
  requestMetadata: z.record(z.string(), z.string()),
  tools: z.array(z.string()),
  latencyMs: count,
  firstByteMs: count,
  requestBytes: count,
  responseBytes: count,
  endedBefore: text.exactOptional(),
  requests: z.number().exactOptional(),
  flags: z.array(z.custom<Flag>(isFlag)),
  provenance: z.object({
    tokens: z.custom<Provenance['tokens']>(isText),
    cacheTtl: z.custom<Provenance['cacheTtl']>(isText),
    model: z.custom<Provenance['model']>(isText),
    time: z.custom<Provenance['time']>(isText),
  }),
}) satisfies z.ZodType<UsageEvent>;

/** How much a sight tells, to choose between two readings of one entry: the number of facts that are known. */
export function factsTold(event: UsageEvent): number {
  return (
    known(Object.values(event)) +
    known(Object.values(event.tokens)) +
    Object.keys(event.requestMetadata).length +
    event.tools.length
  );
}

const known = (values: readonly unknown[]) => values.filter((value) => value !== null).length;
