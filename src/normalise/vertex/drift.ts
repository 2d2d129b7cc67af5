import type { Drift } from '../../usage/drift.js';
import type { UsageEvent } from '../../usage/usage-event.js';
import { DriftNotes } from '../drift-notes.js';
import { isObject, objectIn, type JsonObject } from '../json-value.js';
import { ANTHROPIC_USAGE_FIELDS } from '../usage/anthropic.js';
import { payloadIn } from './payload.js';

// prettier-ignore
const COLUMNS = new Set([
  'endpoint', 'deployed_model_id', 'logging_time', 'request_id', 'request_payload', 'response_payload', 'model',
  'model_version', 'api_method', 'full_request', 'full_response', 'metadata', 'otel_log',
]);
const USAGE = new Set<string>(ANTHROPIC_USAGE_FIELDS);

/** What of a row this version was not written for, of Claude's calls only. No name here is part of a prompt. */
export function driftOfRow(row: JsonObject, event: UsageEvent): readonly Drift[] {
  if (!isClaudes(event)) return [];
  const notes = new DriftNotes();
  notes.unknownKeys(row, COLUMNS, '');
  const fields = usagesOf(payloadIn(row, 'response')?.json).flatMap((usage) => Object.keys(usage));
  for (const field of new Set(fields)) if (!USAGE.has(field)) notes.note('usageField', `usage.${field}`);
  noteModel(notes, event);
  return notes.all();
}

/** Bodies and fields of other makers are not ours to know. */
export function isClaudes({ vendor }: UsageEvent): boolean {
  return vendor === 'anthropic' || vendor === 'unknown';
}

export function noteModel(notes: DriftNotes, { vendor, model, modelId }: UsageEvent): void {
  if (vendor === 'anthropic' && model === null) notes.note('model', modelId);
}

/** The usage object of a message, or those of the events of a stream that have one. */
function usagesOf(json: unknown): JsonObject[] {
  return (Array.isArray(json) ? json : [json]).filter(isObject).flatMap((event) => {
    const usage = objectIn(event, 'usage') ?? objectIn(objectIn(event, 'message'), 'usage');
    return usage === null ? [] : [usage];
  });
}
