import { Random } from '../../random.js';
import { answer, question, systemPrompt } from '../../records/texts.js';
import { callerName } from '../world/caller.js';
import type { GoogleCall } from '../world/google-call.js';
import { userIdOf } from '../world/session.js';

const BODY_STREAM = 34;

/** What a row holds of a call's bodies: request and answer, each a list of texts. */
export interface Bodies {
  readonly request: readonly string[];
  readonly response: readonly string[];
}

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz123456789';

function requestBody(call: GoogleCall, random: Random): object {
  return {
    anthropic_version: random.chance(0.6) ? 'vertex-2023-10-16' : '2026-10-21',
    max_tokens: 16_000,
    ...(call.method === 'streamRawPredict' ? { stream: true } : {}),
    system: [{ type: 'text', text: systemPrompt(call.topic) }],
    ...(call.session === null ? {} : { metadata: { user_id: userIdOf(callerName(call.caller), call.session) } }),
    messages: [{ role: 'user', content: question(call.topic, random) }],
  };
}

/** Usage as the Messages API tells it: input without what the cache served or took in, and cache writes by lifetime. */
function usageOf({ tokens, modelId }: GoogleCall, output: number): object {
  const { input, cacheRead, cacheWrite5m, cacheWrite1h } = tokens;
  // Models of before the one-hour cache do not tell writes by lifetime, and have one lifetime.
  const tellsLifetimes = !modelId.startsWith('claude-3');
  return {
    input_tokens: input,
    cache_creation_input_tokens: cacheWrite5m + cacheWrite1h,
    cache_read_input_tokens: cacheRead,
    ...(tellsLifetimes
      ? { cache_creation: { ephemeral_5m_input_tokens: cacheWrite5m, ephemeral_1h_input_tokens: cacheWrite1h } }
      : {}),
    output_tokens: output,
    service_tier: 'standard',
    inference_geo: '',
  };
}

function contentOf(call: GoogleCall, id: string, random: Random): readonly object[] {
  const text = { type: 'text', text: answer(call.topic, random, call.padBytes) };
  if (call.tool === null) return [text];
  return [text, { type: 'tool_use', id: `toolu_vrtx_${id}`, name: call.tool, input: { path: 'report.txt' } }];
}

function messageOf(call: GoogleCall, id: string, random: Random): object {
  return {
    id: `msg_vrtx_${id}`,
    type: 'message',
    role: 'assistant',
    model: call.claude.bodyName,
    content: contentOf(call, id, random),
    stop_reason: call.stopReason,
    stop_sequence: call.stopReason === 'stop_sequence' ? '###' : null,
    usage: usageOf(call, call.tokens.output),
  };
}

interface StreamEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Some streams begin with counts of zero and tell input and cache at the end only. */
function startUsage(call: GoogleCall, tellsLate: boolean): object {
  if (!tellsLate) return usageOf(call, 1);
  return { input_tokens: 0, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 0 };
}

function eventsOf(call: GoogleCall, id: string, random: Random): readonly StreamEvent[] {
  const tellsLate = random.chance(0.3);
  const [text = {}, tool] = contentOf(call, id, random);
  const written = new Map<string, unknown>(Object.entries(text)).get('text');
  const events: StreamEvent[] = [
    {
      type: 'message_start',
      message: {
        id: `msg_vrtx_${id}`,
        type: 'message',
        role: 'assistant',
        model: call.claude.bodyName,
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: startUsage(call, tellsLate),
      },
    },
    { type: 'ping' },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: written } },
    { type: 'content_block_stop', index: 0 },
  ];
  if (tool !== undefined) {
    events.push(
      { type: 'content_block_start', index: 1, content_block: { ...tool, input: {} } },
      {
        type: 'content_block_delta',
        index: 1,
        delta: { type: 'input_json_delta', partial_json: '{"path":"report.txt"}' },
      },
      { type: 'content_block_stop', index: 1 },
    );
  }
  return [
    ...events,
    {
      type: 'message_delta',
      delta: { stop_reason: call.stopReason, stop_sequence: call.stopReason === 'stop_sequence' ? '###' : null },
      usage: tellsLate ? usageOf(call, call.tokens.output) : { output_tokens: call.tokens.output },
    },
    { type: 'message_stop' },
  ];
}

/**
 * The bodies of an answered call. Nothing public shows what a row of Claude holds, so an answer that was streamed comes in
 * each form that a reader may meet: an array of events, an element for each event, or the text as it was sent.
 */
export function bodiesOf(call: GoogleCall): Bodies {
  const random = new Random(call.words, BODY_STREAM, call.index);
  const request = [JSON.stringify(requestBody(call, random))];
  const id = `01${random.alphanumeric(22, LETTERS)}`;
  if (call.method === 'rawPredict') return { request, response: [JSON.stringify(messageOf(call, id, random))] };
  const form = random.weighted([
    ['message', 3],
    ['array', 3],
    ['elements', 2],
    ['text', 2],
  ] as const);
  if (form === 'message') return { request, response: [JSON.stringify(messageOf(call, id, random))] };
  const events = eventsOf(call, id, random);
  if (form === 'array') return { request, response: [JSON.stringify(events)] };
  if (form === 'elements') return { request, response: events.map((event) => JSON.stringify(event)) };
  return {
    request,
    response: [events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('')],
  };
}
