import type { Drift, DriftKind } from '../../usage/drift.js';
import { isObject, objectIn, storable, type JsonObject } from '../json-value.js';
import type { ModelReference } from '../model-id.js';
import { ANTHROPIC_USAGE_FIELDS } from '../usage/anthropic.js';

// prettier-ignore
const RECORD = new Set([
  'schemaType', 'schemaVersion', 'timestamp', 'accountId', 'region', 'requestId', 'operation', 'modelId', 'identity',
  'requestMetadata', 'inferenceRegion', 'input', 'output', 'errorCode', 'performanceConfig', 'status',
]);
const IDENTITY = new Set(['arn']);
// prettier-ignore
const INPUT = new Set([
  'inputContentType', 'inputBodyJson', 'inputBodyS3Path', 'inputTokenCount', 'cacheReadInputTokenCount',
  'cacheWriteInputTokenCount',
]);
const OUTPUT = new Set(['outputContentType', 'outputBodyJson', 'outputBodyS3Path', 'outputTokenCount']);
const OPERATIONS = new Set(['InvokeModel', 'InvokeModelWithResponseStream', 'Converse', 'ConverseStream']);
/** Fields of `usage` in the Messages API and in Converse, in one list: no name of one means something else in the other. */
// prettier-ignore
const USAGE = new Set<string>([
  ...ANTHROPIC_USAGE_FIELDS, 'inputTokens', 'outputTokens', 'totalTokens', 'cacheReadInputTokens', 'cacheWriteInputTokens', 'cacheDetails',
  'cacheReadInputTokenCount', 'cacheWriteInputTokenCount', 'serverToolUsage',
]);
const CACHE_CREATION = new Set(['ephemeral_5m_input_tokens', 'ephemeral_1h_input_tokens']);

const NOTHING: readonly Drift[] = [];
/** Names come from the cloud, not from callers, and become a key of the database. */
const NAME_LENGTH = 200;

/**
 * What of an invocation record this version was not written for. Only of Claude's and of opaque models: the bodies of other
 * makers are not ours to know. Free text is never looked at, so no name here is part of a prompt.
 */
export function driftOf(record: JsonObject, model: ModelReference, operation: string): readonly Drift[] {
  if (model.vendor !== 'anthropic' && model.vendor !== 'unknown') return NOTHING;
  let found: Drift[] | null = null;
  const note = (kind: DriftKind, name: string) => {
    found ??= [];
    found.push({ kind, name: storable(name.slice(0, NAME_LENGTH)) });
  };
  const compare = (kind: DriftKind, part: JsonObject | null, known: ReadonlySet<string>, path: string) => {
    if (part === null) return;
    for (const key in part) if (!known.has(key)) note(kind, `${path}${key}`);
  };
  const output = objectIn(record, 'output');
  compare('field', record, RECORD, '');
  compare('field', objectIn(record, 'identity'), IDENTITY, 'identity.');
  compare('field', objectIn(record, 'input'), INPUT, 'input.');
  compare('field', output, OUTPUT, 'output.');
  for (const usage of usagesOf(output?.['outputBodyJson'])) {
    compare('usageField', usage, USAGE, 'usage.');
    compare('usageField', objectIn(usage, 'cache_creation'), CACHE_CREATION, 'usage.cache_creation.');
  }
  if (!OPERATIONS.has(operation)) note('operation', operation);
  if (model.vendor === 'anthropic' && model.model === null) note('model', String(record['modelId']));
  const version = record['schemaVersion'];
  if (version !== undefined && version !== '1.0') note('schemaVersion', JSON.stringify(version));
  return found ?? NOTHING;
}

/** The usage objects of a response body: its own, or those of a stream's first and last messages. */
function usagesOf(body: unknown): JsonObject[] {
  if (isObject(body)) return [objectIn(body, 'usage')].filter((usage) => usage !== null);
  if (!Array.isArray(body)) return [];
  const [first] = body;
  const last: unknown = body.findLast((event) => isObject(event) && event['type'] === 'message_delta');
  return [
    isObject(first) ? objectIn(objectIn(first, 'message'), 'usage') : null,
    isObject(last) ? objectIn(last, 'usage') : null,
  ].filter((usage) => usage !== null);
}
