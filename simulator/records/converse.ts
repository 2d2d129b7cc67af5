import type { Random } from '../random.js';
import { cachePoints } from './invoke.js';
import { answer, BLOCKED_TEXT, question, systemPrompt } from './texts.js';
import type { SimulatedCall } from '../world/call.js';

const quote = JSON.stringify;

/** The request body of Converse and ConverseStream. */
export function converseRequest(call: SimulatedCall, random: Random): string {
  const text = quote(question(call.topic, random));
  const [system, turn] = cachePoints(
    call,
    ',{"cachePoint":{"type":"default"}}',
    ',{"cachePoint":{"type":"default","ttl":"1h"}}',
  );
  const systemPart =
    random.chance(0.4) || system !== '' ? `,"system":[{"text":${quote(systemPrompt(call.topic))}}${system}]` : '';
  const tools =
    call.tool === null
      ? ''
      : `,"toolConfig":{"tools":[{"toolSpec":{"name":"${call.tool}","inputSchema":{"json":{"type":"object"}}}}]}`;
  return `{"messages":[{"role":"user","content":[{"text":${text}}${turn}]}]${systemPart},"inferenceConfig":{"maxTokens":4096,"temperature":0.3}${tools}}`;
}

const BLOCKED_TRACE =
  '"trace":{"guardrail":{"inputAssessment":{"m4kq2v7d1xzp":{"contentPolicy":{"filters":[{"type":"INSULTS","confidence":"HIGH","filterStrength":"HIGH","action":"BLOCKED"}]},"invocationMetrics":{"guardrailProcessingLatency":395,"usage":{"topicPolicyUnits":1,"contentPolicyUnits":1}}}}}}';

/** The answer of Converse, and of ConverseStream, which is logged as one object too. */
export function converseAnswer(call: SimulatedCall, random: Random): string {
  if (call.outcome === 'guardrailBlocked') {
    return `{"output":{"message":{"role":"assistant","content":[{"text":${quote(BLOCKED_TEXT)}}]}},"stopReason":"guardrail_intervened","metrics":{"latencyMs":${random.whole(280, 600)}},"usage":{"inputTokens":0,"outputTokens":0,"totalTokens":0},${BLOCKED_TRACE}}`;
  }
  const { input, cacheRead, cacheWrite5m, cacheWrite1h, output } = call.tokens;
  const written = cacheWrite5m + cacheWrite1h;
  const total = input + cacheRead + written + output;
  const toolUse =
    call.tool === null
      ? ''
      : `,{"toolUse":{"toolUseId":"tooluse_${random.alphanumeric(22)}","name":"${call.tool}","input":{"id":"${random.whole(1000, 9999)}"}}}`;
  const details = [
    ...(cacheWrite1h > 0 ? [`{"ttl":"1h","inputTokens":${cacheWrite1h}}`] : []),
    ...(cacheWrite5m > 0 ? [`{"ttl":"5m","inputTokens":${cacheWrite5m}}`] : []),
  ];
  const split = call.split ? `,"cacheDetails":[${details.join(',')}]` : '';
  // Bodies of calls without caching often lack the pair; a record without counters needs it to be complete.
  const caches =
    call.claude !== null && (cacheRead + written > 0 || call.counters === 'none' || random.chance(0.3))
      ? `,"cacheReadInputTokens":${cacheRead},"cacheWriteInputTokens":${written}`
      : '';
  const tier = random.chance(0.1) ? ',"serviceTier":{"type":"default"}' : '';
  return `{"output":{"message":{"role":"assistant","content":[{"text":${quote(answer(call.topic, random, call.padBytes))}}${toolUse}]}},"stopReason":"${call.stopReason}","metrics":{"latencyMs":${random.whole(300, 1200) + output * 13}},"usage":{"inputTokens":${input}${caches},"outputTokens":${output},"totalTokens":${total}${split}}${tier}}`;
}
