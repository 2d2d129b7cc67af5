import { z } from 'zod';
import type { MetadataField } from '../../usage/metadata-fields.js';

/** A place in an entry, such as `jsonPayload.usage.inputTokens`, or several that are tried in their order. */
const places = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)], {
    error: 'give a place in the entry such as jsonPayload.usage.inputTokens, or a list of such places',
  })
  .optional();

/** Where an entry of the inference request metadata log tells what: see src/usage/metadata-fields.ts. */
export const vertexFieldsSchema = z.strictObject({
  model: places,
  modelVersion: places,
  publisher: places,
  location: places,
  operation: places,
  trafficType: places,
  startedAt: places,
  latencyMs: places,
  errorCode: places,
  requestId: places,
  messageId: places,
  inputTokens: places,
  outputTokens: places,
  cacheReadTokens: places,
  cacheWriteTokens: places,
  cacheWrite5mTokens: places,
  cacheWrite1hTokens: places,
  thoughtTokens: places,
  labels: places,
  headerLabels: places,
} satisfies Record<MetadataField, unknown>);
