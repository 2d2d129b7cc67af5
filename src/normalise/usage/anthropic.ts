import { countIn, isObject, listIn, objectIn, plausible, textIn, type JsonObject } from '../json-value.js';
import type { UsageExtras, UsageReading } from './usage-reading.js';

/** Every field of the object that is known, read or not. */
// prettier-ignore
export const ANTHROPIC_USAGE_FIELDS = [
  'input_tokens', 'output_tokens', 'cache_read_input_tokens', 'cache_creation_input_tokens', 'cache_creation',
  'server_tool_use', 'service_tier', 'speed', 'inference_geo', 'iterations', 'output_tokens_details',
] as const;

/**
 * The `usage` of Anthropic's Messages API, the same on every cloud. `input_tokens` excludes cached tokens;
 * `cache_creation_input_tokens` is the sum of its split `cache_creation.ephemeral_*`; `output_tokens` includes thinking.
 * https://platform.claude.com/docs/en/build-with-claude/prompt-caching
 */
export function readAnthropicUsage(usage: JsonObject): UsageReading {
  return listIn(usage, 'iterations').filter(isCompaction).map(readCounts).reduce(add, readCounts(usage));
}

function readCounts(usage: JsonObject): UsageReading {
  const split = objectIn(usage, 'cache_creation');
  return {
    input: countIn(usage, 'input_tokens'),
    cacheRead: countIn(usage, 'cache_read_input_tokens'),
    cacheWrite: countIn(usage, 'cache_creation_input_tokens'),
    cacheWrite5m: countIn(split, 'ephemeral_5m_input_tokens'),
    cacheWrite1h: countIn(split, 'ephemeral_1h_input_tokens'),
    output: countIn(usage, 'output_tokens'),
    inputIncludedCache: false,
  };
}

/** The same object's facts beside the tokens. */
export function readAnthropicExtras(usage: JsonObject): UsageExtras {
  return {
    webSearchRequests: countIn(objectIn(usage, 'server_tool_use'), 'web_search_requests') ?? 0,
    serviceTier: textIn(usage, 'service_tier', 64),
    speed: usage['speed'] === 'fast' ? 'fast' : 'standard',
    inferenceGeo: textIn(usage, 'inference_geo', 64),
  };
}

/**
 * The usage of a stream as one usage object. `message_delta` repeats running totals, so the last value of a field wins, an
 * explicit 0 too, and nothing is added. `output_tokens` of `message_start` is only a beginning (1, as a rule) and counts
 * for nothing unless a later event confirms the field.
 */
export function mergeAnthropicStream(events: readonly unknown[]): JsonObject | null {
  return mergeUsage(events, (_, later) => later);
}

/**
 * The same of Vertex AI, some of whose streams repeat counts of the beginning as 0 at the end: a count yields to a larger
 * one only. https://github.com/anthropics/claude-code/issues/1017
 */
export function mergeVertexStream(events: readonly unknown[]): JsonObject | null {
  return mergeUsage(events, larger);
}

function larger(earlier: unknown, later: unknown): unknown {
  if (typeof earlier === 'number' && typeof later === 'number') return Math.max(earlier, later);
  if (!isObject(earlier) || !isObject(later)) return later;
  return Object.fromEntries(
    [...Object.entries(earlier), ...Object.entries(later)].map(([field]) => [
      field,
      later[field] === undefined || later[field] === null ? earlier[field] : larger(earlier[field], later[field]),
    ]),
  );
}

function mergeUsage(
  events: readonly unknown[],
  together: (earlier: unknown, later: unknown) => unknown,
): JsonObject | null {
  const merged = new Map<string, unknown>();
  for (const event of events) {
    if (!isObject(event)) continue;
    const isStart = event['type'] === 'message_start';
    if (!isStart && event['type'] !== 'message_delta') continue;
    const usage = objectIn(event, 'usage') ?? (isStart ? objectIn(objectIn(event, 'message'), 'usage') : null);
    if (usage === null) continue;
    for (const [field, value] of Object.entries(usage)) {
      if (value === null || value === undefined || (isStart && field === 'output_tokens')) continue;
      merged.set(field, merged.has(field) ? together(merged.get(field), value) : value);
    }
  }
  return merged.size === 0 ? null : Object.fromEntries(merged);
}

/** A compaction that the server made on the way is billed but is not in the totals; other iterations are in them. */
function isCompaction(iteration: unknown): iteration is JsonObject {
  return isObject(iteration) && iteration['type'] === 'compaction';
}

function add(a: UsageReading, b: UsageReading): UsageReading {
  return {
    input: sum(a.input, b.input),
    cacheRead: sum(a.cacheRead, b.cacheRead),
    cacheWrite: sum(a.cacheWrite, b.cacheWrite),
    cacheWrite5m: sum(a.cacheWrite5m, b.cacheWrite5m),
    cacheWrite1h: sum(a.cacheWrite1h, b.cacheWrite1h),
    output: sum(a.output, b.output),
    inputIncludedCache: false,
  };
}

function sum(a: number | null, b: number | null): number | null {
  return a === null ? b : plausible(a + (b ?? 0));
}
