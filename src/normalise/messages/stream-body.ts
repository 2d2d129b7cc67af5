import { countIn, isObject, objectIn, textIn, type JsonObject } from '../json-value.js';
import { mergeAnthropicStream, readAnthropicExtras, readAnthropicUsage } from '../usage/anthropic.js';
import { NO_EXTRAS, type UsageReading } from '../usage/usage-reading.js';
import {
  guardrailIntervenedIn,
  millisecondsIn,
  NO_BODY,
  toolNames,
  toolOfBlock,
  type BodyFacts,
} from './body-facts.js';

/**
 * A streamed answer: the stream's events as a list. On Bedrock an element may be the text `[DONE]`; Claude 2
 * and older stream `{completion, stop_reason}`. A stream that a guardrail blocked ends without invocation metrics.
 */
export function readStreamBody(body: readonly unknown[], mergeUsage = mergeAnthropicStream): BodyFacts {
  let message: JsonObject | null = null;
  let metrics: JsonObject | null = null;
  let stopReason: string | null = null;
  let ended = false;
  let guardrailIntervened = false;
  let foreign = false;
  const tools: (string | null)[] = [];
  const withUsage: JsonObject[] = [];

  for (const event of body) {
    if (!isObject(event)) {
      foreign ||= event !== '[DONE]';
      continue;
    }
    guardrailIntervened ||= guardrailIntervenedIn(event);
    metrics = objectIn(event, 'amazon-bedrock-invocationMetrics') ?? metrics;
    switch (event['type']) {
      case 'message_start':
        message ??= objectIn(event, 'message');
        withUsage.push(event);
        break;
      case 'content_block_start':
        tools.push(toolOfBlock(event['content_block']));
        break;
      case 'message_delta':
        stopReason = textIn(objectIn(event, 'delta'), 'stop_reason', 64) ?? stopReason;
        withUsage.push(event);
        break;
      case 'message_stop':
        ended = true;
        break;
      case undefined: {
        const reason = 'completion' in event ? textIn(event, 'stop_reason', 64) : null;
        stopReason = reason ?? stopReason;
        ended ||= reason !== null;
        break;
      }
    }
  }

  const usage = mergeUsage(withUsage);
  return {
    usage: withMetrics(usage === null ? null : readAnthropicUsage(usage), metrics),
    extras: usage === null ? NO_EXTRAS : readAnthropicExtras(usage),
    messageId: textIn(message, 'id'),
    model: textIn(message, 'model'),
    stopReason,
    tools: tools.length === 0 ? NO_BODY.tools : toolNames(tools),
    latencyMs: millisecondsIn(metrics, 'invocationLatency'),
    firstByteMs: millisecondsIn(metrics, 'firstByteLatency'),
    guardrailIntervened,
    truncated: foreign || !(ended || metrics !== null),
  };
}

/** Bedrock's own metrics at the end of a stream fill what the events' usage does not say. */
function withMetrics(usage: UsageReading | null, metrics: JsonObject | null): UsageReading | null {
  if (metrics === null) return usage;
  return {
    input: usage?.input ?? countIn(metrics, 'inputTokenCount'),
    cacheRead: usage?.cacheRead ?? countIn(metrics, 'cacheReadInputTokenCount'),
    cacheWrite: usage?.cacheWrite ?? countIn(metrics, 'cacheWriteInputTokenCount'),
    cacheWrite5m: usage?.cacheWrite5m ?? null,
    cacheWrite1h: usage?.cacheWrite1h ?? null,
    output: usage?.output ?? countIn(metrics, 'outputTokenCount'),
    inputIncludedCache: false,
  };
}
