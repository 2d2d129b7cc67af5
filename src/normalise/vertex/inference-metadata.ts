import type { Flag } from '../../usage/flags.js';
import { findField, type MetadataField, type MetadataPaths } from '../../usage/metadata-fields.js';
import type { Normalised } from '../../usage/normalised.js';
import type { Envelope } from '../../usage/raw-record.js';
import type { TokenCounts } from '../../usage/tokens.js';
import type { Provenance, UsageEvent } from '../../usage/usage-event.js';
import { isCount, isObject, plausible, storable, textIn, type JsonObject } from '../json-value.js';
import { occurredAt } from '../occurred-at.js';
import { readRequestMetadata } from '../request-metadata.js';
import { tokensOfReading } from '../usage/usage-reading.js';
import { emptyEvent, operationName } from './empty-event.js';
import { driftOfMetadata } from './entry-drift.js';
import { countsTokens, readModelPath, withVersion } from './model-path.js';
import { errorCodeOf } from './rpc-codes.js';

/**
 * An entry of the inference request metadata log: tokens, latency, outcome and labels of a call, neither bodies nor caller.
 * Where an entry tells what: src/usage/metadata-fields.ts.
 */
export function normaliseInferenceMetadata(entry: JsonObject, fields: MetadataPaths, envelope: Envelope): Normalised {
  const find = (field: MetadataField) => findField(entry, field, fields)?.value ?? null;
  const text = (field: MetadataField) => textOf(find(field));

  const recordId = textIn(entry, 'insertId', 512);
  if (recordId === null) return rejected('noRequestId', 'The entry has no `insertId`.');
  if (envelope.accountId === undefined) return rejected('noAccount', 'The entry names no project.');
  const path = readModelPath(text('model') ?? '');
  if (path === null) {
    return rejected(
      'noModelId',
      'No model was found in the entry: `ledgerline doctor` shows its fields, `fields` names them.',
    );
  }
  if (countsTokens(path.modelId)) return { ignored: { reason: 'countTokens' } };
  const location = path.location ?? text('location') ?? envelope.region;
  if (location === undefined) return rejected('noRegion', 'The entry names no location.');
  const time = occurredAt(text('startedAt') ?? entry['timestamp'], envelope);
  if (time === null) return rejected('noUsableTime', "The entry's `timestamp` is missing or impossible.");
  const damaged = damagedCount(find);
  if (damaged !== null) return rejected('badCounter', damaged);

  const event = emptyEvent({
    log: 'inferenceMetadata',
    recordId,
    at: time.at,
    projectId: envelope.accountId,
    location,
    publisher: path.publisher ?? text('publisher'),
    modelId: withVersion(path.modelId, text('modelVersion')),
    operation: operationName(text('operation') ?? 'unknown'),
  });
  const flags = new Set<Flag>(event.flags);
  if (time.from === 'envelope') flags.add('timeFromEnvelope');
  const isProvisioned = /provisioned|dedicated/i.test(text('trafficType') ?? '');
  if (isProvisioned && event.endpointScope !== 'region') flags.add('provisionedNotRegional');
  const errorCode = errorCodeOf(find('errorCode'));
  const counted = tokensIn(find, event.vendor, errorCode !== null);
  for (const flag of counted.flags) flags.add(flag);
  const labels = { ...labelsOf(find('headerLabels')), ...labelsOf(find('labels')) };
  const metadata = readRequestMetadata(labels);
  if (!metadata.allText) flags.add('metadataNotText');
  const told: UsageEvent = {
    ...event,
    requestId: text('requestId') ?? recordId,
    messageId: text('messageId'),
    endpointScope: isProvisioned ? 'provisioned' : event.endpointScope,
    outcome: errorCode === null ? 'ok' : 'failed',
    errorCode,
    tokens: counted.tokens,
    requestMetadata: metadata.metadata,
    latencyMs: milliseconds(find('latencyMs')),
    flags: [...flags],
    provenance: { ...event.provenance, ...counted.provenance, time: time.from },
  };
  const drift = driftOfMetadata(entry, fields, told);
  const sight = { log: 'inferenceMetadata', recordId, event: told } as const;
  return drift.length === 0 ? { sight } : { sight, drift };
}

type Find = (field: MetadataField) => unknown;

const COUNTS = [
  'inputTokens',
  'outputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'cacheWrite5mTokens',
  'cacheWrite1hTokens',
] as const;

function tokensIn(
  find: Find,
  vendor: string,
  failed: boolean,
): { tokens: TokenCounts; flags: readonly Flag[]; provenance: Pick<Provenance, 'tokens' | 'cacheTtl'> } {
  const count = (field: (typeof COUNTS)[number]) => countOf(find(field));
  const cacheWrite5m = count('cacheWrite5mTokens');
  const cacheWrite1h = count('cacheWrite1hTokens');
  const split = cacheWrite5m === null && cacheWrite1h === null ? null : (cacheWrite5m ?? 0) + (cacheWrite1h ?? 0);
  const { tokens, flags } = tokensOfReading({
    input: count('inputTokens'),
    cacheRead: count('cacheReadTokens'),
    cacheWrite: count('cacheWriteTokens') ?? (split === null ? null : plausible(split)),
    cacheWrite5m,
    cacheWrite1h,
    output:
      vendor === 'google' ? withThoughts(count('outputTokens'), countOf(find('thoughtTokens'))) : count('outputTokens'),
    inputIncludedCache: false,
  });
  const isTold = tokens.input !== null || tokens.output !== null;
  const writes = (tokens.cacheWrite5m ?? 0) + (tokens.cacheWrite1h ?? 0);
  const used = writes + (tokens.input ?? 0) + (tokens.output ?? 0) + (tokens.cacheRead ?? 0);
  return {
    tokens,
    flags: failed && used > 0 ? [...flags, 'failedWithTokens'] : flags,
    provenance: {
      tokens: isTold ? 'counters' : 'absent',
      cacheTtl: writes === 0 ? 'none' : flags.includes('cacheTtlAssumed') ? 'assumed' : 'counters',
    },
  };
}

/** Claude's output includes thinking; thoughts of Gemini come beside its output. */
function withThoughts(output: number | null, thoughts: number | null): number | null {
  return output === null ? thoughts : plausible(output + (thoughts ?? 0));
}

/** A counter that is there but is no count, in words; `null` when all are sound or absent. */
function damagedCount(find: Find): string | null {
  for (const field of COUNTS) {
    const value = find(field);
    if (value === null || countOf(value) !== null) continue;
    const seen = typeof value === 'number' ? `the number ${value}` : `of type ${typeof value}`;
    return `The place of ${field} holds something ${seen}, not a whole number of tokens from 0 to 1,000,000,000.`;
  }
  return null;
}

/** Whole numbers of 64 bits are texts in JSON: https://protobuf.dev/programming-guides/json/ */
function countOf(value: unknown): number | null {
  const count = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : value;
  return isCount(count) ? count : null;
}

/** A number of milliseconds, or a duration in seconds: `1.25s`. */
function milliseconds(value: unknown): number | null {
  const text = typeof value === 'string' ? /^(\d+(?:\.\d+)?)(s|ms)?$/.exec(value) : null;
  const ms = text === null ? value : Number(text[1]) * (text[2] === 's' ? 1_000 : 1);
  return typeof ms === 'number' && ms >= 0 && ms < 2 ** 31 - 1 ? Math.round(ms) : null;
}

function labelsOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' && value.length <= 1024 ? storable(value) : null;
}

function rejected(reason: string, detail: string): Normalised {
  return { rejected: { reason, detail } };
}
