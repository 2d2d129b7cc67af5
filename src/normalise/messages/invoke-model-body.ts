import { textIn, type JsonObject } from '../json-value.js';
import { readAnthropicExtras, readAnthropicUsage } from '../usage/anthropic.js';
import { isOpenAiUsage, readOpenAiUsage } from '../usage/openai.js';
import { NO_EXTRAS } from '../usage/usage-reading.js';
import { guardrailIntervenedIn, toolsOfContent, type BodyFacts } from './body-facts.js';

/**
 * The answer of InvokeModel: the maker's native message, logged whole. A message that a guardrail blocked has neither id
 * nor model nor usage. Models of other makers answer in their own dialects, of which OpenAI's is read.
 */
export function readInvokeModelBody(body: JsonObject, usage: JsonObject | null): BodyFacts {
  const openAi = usage !== null && isOpenAiUsage(usage);
  return {
    usage: usage === null ? null : openAi ? readOpenAiUsage(usage) : readAnthropicUsage(usage),
    extras: usage === null || openAi ? NO_EXTRAS : readAnthropicExtras(usage),
    messageId: textIn(body, 'id'),
    model: textIn(body, 'model'),
    stopReason: textIn(body, 'stop_reason', 64),
    tools: toolsOfContent(body),
    latencyMs: null,
    firstByteMs: null,
    guardrailIntervened: guardrailIntervenedIn(body),
    truncated: false,
  };
}
