import { countIn, isObject, listIn, objectIn, plausible, textIn, type JsonObject } from '../json-value.js';
import type { UsageExtras, UsageReading } from './usage-reading.js';

/**
 * The `usage` of Bedrock's Converse API. For Claude `inputTokens` excludes cached tokens:
 * total = inputTokens + cacheReadInputTokens + cacheWriteInputTokens + outputTokens. Some other makers' models count them
 * in, which `totalTokens` gives away (https://github.com/maximhq/bifrost/pull/6942); `claude` says that it is not one of them.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html
 */
export function readConverseUsage(usage: JsonObject, claude = true): UsageReading {
  const input = countIn(usage, 'inputTokens');
  const output = countIn(usage, 'outputTokens');
  // The wire carries both spellings.
  const cacheRead = countIn(usage, 'cacheReadInputTokens') ?? countIn(usage, 'cacheReadInputTokenCount');
  const cacheWrite = countIn(usage, 'cacheWriteInputTokens') ?? countIn(usage, 'cacheWriteInputTokenCount');
  const cached = (cacheRead ?? 0) + (cacheWrite ?? 0);
  const inclusive =
    !claude &&
    input !== null &&
    output !== null &&
    cached > 0 &&
    cached <= input &&
    countIn(usage, 'totalTokens') === input + output;
  const details = listIn(usage, 'cacheDetails').filter(isObject);
  return {
    input: inclusive ? input - cached : input,
    cacheRead,
    cacheWrite,
    cacheWrite5m: writesOfLifetime(details, '5m'),
    cacheWrite1h: writesOfLifetime(details, '1h'),
    output,
    inputIncludedCache: inclusive,
  };
}

/** Facts beside the tokens; `serviceTier` stands beside `usage` in the answer. */
export function readConverseExtras(usage: JsonObject | null, serviceTier: JsonObject | null): UsageExtras {
  return {
    webSearchRequests: countIn(objectIn(usage, 'serverToolUsage'), 'webSearchRequests') ?? 0,
    serviceTier: textIn(serviceTier, 'type', 64),
    speed: 'standard',
    inferenceGeo: null,
  };
}

/** Tokens written with one lifetime; `null` when there are no details at all, so that nothing is known about lifetimes. */
function writesOfLifetime(details: readonly JsonObject[], ttl: string): number | null {
  if (details.length === 0) return null;
  const ofLifetime = details.filter((detail) => detail['ttl'] === ttl);
  return plausible(ofLifetime.reduce((sum, detail) => sum + (countIn(detail, 'inputTokens') ?? 0), 0));
}
