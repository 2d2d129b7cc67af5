import { countIn, objectIn, type JsonObject } from '../json-value.js';
import type { UsageReading } from './usage-reading.js';

/**
 * The usage of OpenAI's APIs and of the many that copy them (gateways, other makers' models on Bedrock). Its input count
 * **includes** cached tokens, read and written: they are taken out here, once, and nowhere else.
 * Names differ by layer, see https://github.com/browser-use/browser-use/issues/5305.
 */
export function readOpenAiUsage(usage: JsonObject): UsageReading {
  const details = objectIn(usage, 'prompt_tokens_details') ?? objectIn(usage, 'input_tokens_details');
  const prompt = countIn(usage, 'prompt_tokens') ?? countIn(usage, 'input_tokens');
  const cacheRead = countIn(usage, 'prompt_cached_tokens') ?? countIn(details, 'cached_tokens');
  const cacheWrite =
    countIn(usage, 'prompt_cache_creation_tokens') ??
    countIn(details, 'cache_creation_tokens') ??
    countIn(details, 'cache_write_tokens');
  const cached = (cacheRead ?? 0) + (cacheWrite ?? 0);
  return {
    input: prompt === null ? null : Math.max(0, prompt - cached),
    cacheRead,
    cacheWrite,
    cacheWrite5m: null,
    cacheWrite1h: null,
    output: countIn(usage, 'completion_tokens') ?? countIn(usage, 'output_tokens'),
    inputIncludedCache: prompt !== null && cached > 0,
  };
}

/** True for a usage object of this dialect: its own names, or Anthropic's names with OpenAI's details. */
export function isOpenAiUsage(usage: JsonObject): boolean {
  return 'prompt_tokens' in usage || 'input_tokens_details' in usage;
}
