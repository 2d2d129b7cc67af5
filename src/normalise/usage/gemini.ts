import { countIn, plausible, type JsonObject } from '../json-value.js';
import type { UsageReading } from './usage-reading.js';

/**
 * `usageMetadata` of Gemini, in the spelling of the API or of the log. Its prompt counts cached tokens in; thoughts come
 * beside the candidates. https://ai.google.dev/api/generate-content#UsageMetadata
 */
export function readGeminiUsage(usage: JsonObject): UsageReading {
  const prompt = countIn(usage, 'promptTokenCount') ?? countIn(usage, 'prompt_token_count');
  const cached = countIn(usage, 'cachedContentTokenCount') ?? countIn(usage, 'cached_content_token_count') ?? 0;
  const candidates = countIn(usage, 'candidatesTokenCount') ?? countIn(usage, 'candidates_token_count');
  const thoughts = countIn(usage, 'thoughtsTokenCount') ?? countIn(usage, 'thoughts_token_count');
  return {
    input: prompt === null ? null : Math.max(0, prompt - cached),
    cacheRead: cached,
    cacheWrite: 0,
    cacheWrite5m: null,
    cacheWrite1h: null,
    output: candidates === null && thoughts === null ? null : plausible((candidates ?? 0) + (thoughts ?? 0)),
    inputIncludedCache: cached > 0,
  };
}
