import type { Drift, DriftKind } from '../../usage/drift.js';
import type { UsageEvent } from '../../usage/usage-event.js';
import { isObject, objectIn, storable, type JsonObject } from '../json-value.js';
import { ANTHROPIC_USAGE_FIELDS } from '../usage/anthropic.js';
import { payloadIn } from './payload.js';

// prettier-ignore
const COLUMNS = new Set([
  'endpoint', 'deployed_model_id', 'logging_time', 'request_id', 'request_payload', 'response_payload', 'model',
  'model_version', 'api_method', 'full_request', 'full_response', 'metadata', 'otel_log',
]);
const USAGE = new Set<string>(ANTHROPIC_USAGE_FIELDS);

const NAME_LENGTH = 200;

/** What of a row this version was not written for, of Claude's calls only. No name here is part of a prompt. */
export function driftOfRow(row: JsonObject, { vendor, model, modelId }: UsageEvent): Drift[] {
  if (vendor !== 'anthropic' && vendor !== 'unknown') return [];
  const found: Drift[] = [];
  const note = (kind: DriftKind, name: string) => found.push({ kind, name: storable(name.slice(0, NAME_LENGTH)) });
  for (const column of Object.keys(row)) if (!COLUMNS.has(column)) note('field', column);
  const fields = usagesOf(payloadIn(row, 'response')?.json).flatMap((usage) => Object.keys(usage));
  for (const field of new Set(fields)) if (!USAGE.has(field)) note('usageField', `usage.${field}`);
  if (vendor === 'anthropic' && model === null) note('model', modelId);
  return found;
}

/** The usage object of a message, or those of the events of a stream that have one. */
function usagesOf(json: unknown): JsonObject[] {
  return (Array.isArray(json) ? json : [json]).filter(isObject).flatMap((event) => {
    const usage = objectIn(event, 'usage') ?? objectIn(objectIn(event, 'message'), 'usage');
    return usage === null ? [] : [usage];
  });
}
