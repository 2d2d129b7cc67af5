import type { Random } from '../random.js';
import { answer, BLOCKED_TEXT, question, systemPrompt } from './texts.js';
import type { SimulatedCall } from '../world/call.js';

const quote = JSON.stringify;
const EPHEMERAL = '"cache_control":{"type":"ephemeral"}';
const EPHEMERAL_1H = '"cache_control":{"type":"ephemeral","ttl":"1h"}';

/**
 * Cache points of a request. They are written only where the answer tells the lifetimes too, or where all writes are
 * 5-minute ones, so that nothing can be learnt from a request that the ledger does not count.
 */
export function cachePoints(call: SimulatedCall, fiveMinutes: string, oneHour: string): [string, string] {
  const { cacheRead, cacheWrite5m, cacheWrite1h } = call.tokens;
  if (cacheRead + cacheWrite5m + cacheWrite1h === 0) return ['', ''];
  if (cacheWrite1h === 0) return [fiveMinutes, ''];
  if (!call.split) return ['', ''];
  return cacheWrite5m > 0 ? [oneHour, fiveMinutes] : [oneHour, ''];
}

/** The request body of InvokeModel and InvokeModelWithResponseStream: Anthropic's own Messages form. */
export function invokeRequest(call: SimulatedCall, random: Random): string {
  const text = quote(question(call.topic, random));
  if (call.other?.vendor === 'meta') return `{"prompt":${text},"max_gen_len":1024}`;
  if (call.other?.vendor === 'mistral') return `{"prompt":${text},"max_tokens":1024}`;
  if (call.other !== null)
    return `{"messages":[{"role":"user","content":[{"text":${text}}]}],"inferenceConfig":{"maxTokens":1024}}`;
  const [system, turn] = cachePoints(call, `,${EPHEMERAL}`, `,${EPHEMERAL_1H}`);
  const systemPart =
    system === '' ? '' : `"system":[{"type":"text","text":${quote(systemPrompt(call.topic))}${system}}],`;
  const tools =
    call.tool === null ? '' : `,"tools":[{"name":"${call.tool}","input_schema":{"type":"object","properties":{}}}]`;
  return `{"anthropic_version":"bedrock-2023-05-31",${systemPart}"messages":[{"role":"user","content":[{"type":"text","text":${text}${turn}}]}],"max_tokens":${random.chance(0.5) ? 4096 : 16000}${tools}}`;
}

/** Usage as Anthropic's API writes it. */
function anthropicUsage(call: SimulatedCall, outputTokens: number, random: Random): string {
  const { input, cacheRead, cacheWrite5m, cacheWrite1h } = call.tokens;
  const written = cacheWrite5m + cacheWrite1h;
  const split = call.split
    ? `"cache_creation":{"ephemeral_5m_input_tokens":${cacheWrite5m},"ephemeral_1h_input_tokens":${cacheWrite1h}},`
    : '';
  const tier = random.chance(0.4) ? ',"service_tier":"standard"' : '';
  return `{"input_tokens":${input},"cache_creation_input_tokens":${written},"cache_read_input_tokens":${cacheRead},${split}"output_tokens":${outputTokens}${tier}}`;
}

function otherAnswer(call: SimulatedCall, text: string): string {
  const { input, output } = call.tokens;
  if (call.other?.vendor === 'meta') {
    return `{"generation":${text},"prompt_token_count":${input},"generation_token_count":${output},"stop_reason":"stop"}`;
  }
  if (call.other?.vendor === 'mistral') return `{"outputs":[{"text":${text},"stop_reason":"stop"}]}`;
  return `{"output":{"message":{"content":[{"text":${text}}],"role":"assistant"}},"stopReason":"end_turn","usage":{"inputTokens":${input},"outputTokens":${output},"totalTokens":${input + output}}}`;
}

/** A blocked InvokeModel answers without id, model and usage. */
const BLOCKED_BODY = `{"type":"message","role":"assistant","content":[{"type":"text","text":${quote(BLOCKED_TEXT)}}],"amazon-bedrock-trace":{"guardrail":{"input":{"m4kq2v7d1xzp":{"contentPolicy":{"filters":[{"type":"MISCONDUCT","confidence":"HIGH","filterStrength":"LOW","action":"BLOCKED","detected":true}]},"invocationMetrics":{"guardrailProcessingLatency":281,"usage":{"topicPolicyUnits":1,"contentPolicyUnits":1,"wordPolicyUnits":1}}}},"actionReason":"Guardrail blocked."}},"amazon-bedrock-guardrailAction":"INTERVENED"}`;

/** The answer of InvokeModel: one object. */
export function invokeAnswer(call: SimulatedCall, random: Random): string {
  if (call.outcome === 'guardrailBlocked') return BLOCKED_BODY;
  const text = quote(answer(call.topic, random, call.padBytes));
  if (call.claude === null) return otherAnswer(call, text);
  const toolUse =
    call.tool === null
      ? ''
      : `,{"type":"tool_use","id":"toolu_bdrk_01${random.alphanumeric(22)}","name":"${call.tool}","input":{"id":"${random.whole(1000, 9999)}"}}`;
  const sequence = call.stopReason === 'stop_sequence' ? '"\\n\\nHuman:"' : 'null';
  const guardrail = random.chance(0.02) ? ',"amazon-bedrock-guardrailAction":"NONE"' : '';
  return `{"id":"msg_bdrk_01${random.alphanumeric(22)}","type":"message","role":"assistant","model":"${call.claude.bodyName}","content":[{"type":"text","text":${text}}${toolUse}],"stop_reason":"${call.stopReason}","stop_sequence":${sequence},"usage":${anthropicUsage(call, call.tokens.output, random)}${guardrail}}`;
}

const BLOCKED_STREAM_END = `{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}},{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":${quote(BLOCKED_TEXT)}},"amazon-bedrock-guardrailAction":"INTERVENED"},{"type":"content_block_stop","index":0},{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":0}},{"type":"message_stop","amazon-bedrock-guardrailAction":"INTERVENED","amazon-bedrock-trace":{"guardrail":{"input":{"m4kq2v7d1xzp":{"topicPolicy":{"topics":[{"name":"Legal advice","type":"DENY","action":"BLOCKED"}]}}}}}}]`;

function metricsOf(call: SimulatedCall, random: Random): string {
  const { input, cacheRead, cacheWrite5m, cacheWrite1h, output } = call.tokens;
  const caches =
    call.claude === null || cacheRead + cacheWrite5m + cacheWrite1h === 0
      ? ''
      : `,"cacheReadInputTokenCount":${cacheRead},"cacheWriteInputTokenCount":${cacheWrite5m + cacheWrite1h}`;
  const first = random.whole(250, 1400);
  return `{"inputTokenCount":${input},"outputTokenCount":${output},"invocationLatency":${first + output * 14},"firstByteLatency":${first}${caches}}`;
}

/**
 * The answer of InvokeModelWithResponseStream: the events of the stream as an array. `message_start` counts one output
 * token; the last `message_delta` and the metrics of `message_stop` have the final count.
 */
export function invokeStreamAnswer(call: SimulatedCall, random: Random): string {
  const id = random.alphanumeric(22);
  if (call.outcome === 'guardrailBlocked') {
    return `[{"type":"message_start","message":{"id":"msg_bdrk_01${id}","type":"message","role":"assistant","content":[],"model":"${call.modelId}","usage":{"input_tokens":0,"output_tokens":0}}},${BLOCKED_STREAM_END}`;
  }
  const text = answer(call.topic, random, call.padBytes);
  if (call.claude === null) {
    return `[${otherAnswer(call, quote(text))},{"amazon-bedrock-invocationMetrics":${metricsOf(call, random)}}]`;
  }
  const cut = Math.ceil(text.length / 2);
  const toolUse =
    call.tool === null
      ? ''
      : `{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_bdrk_01${random.alphanumeric(22)}","name":"${call.tool}","input":{}}},{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\\"id\\":\\"${random.whole(1000, 9999)}\\"}"}},{"type":"content_block_stop","index":1},`;
  const earlier =
    random.chance(0.05) && call.tokens.output > 4
      ? `{"type":"message_delta","delta":{},"usage":{"output_tokens":${Math.ceil(call.tokens.output / 3)}}},`
      : '';
  const done = random.chance(0.1) ? ',"[DONE]"' : '';
  return (
    `[{"type":"message_start","message":{"id":"msg_bdrk_01${id}","type":"message","role":"assistant","content":[],"model":"${call.claude.bodyName}","stop_reason":null,"stop_sequence":null,"usage":${anthropicUsage(call, 1, random)}}},` +
    `{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}},` +
    `{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":${quote(text.slice(0, cut))}}},` +
    `{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":${quote(text.slice(cut))}}},` +
    `{"type":"content_block_stop","index":0},${toolUse}${earlier}` +
    `{"type":"message_delta","delta":{"stop_reason":"${call.stopReason}","stop_sequence":null},"usage":{"output_tokens":${call.tokens.output}}},` +
    `{"type":"message_stop","amazon-bedrock-invocationMetrics":${metricsOf(call, random)}}${done}]`
  );
}
