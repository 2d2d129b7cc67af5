import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recorded } from '../../test/support/recorded.js';
import type { KeptMode } from '../usage/content.js';
import type { RawRecord } from '../usage/raw-record.js';
import { contentOf } from './contents.js';
import { normalise } from './normalise.js';
import { redactedBody } from './redacted-body.js';

const fingerprint = (text: string) => createHmac('sha256', 'test key').update(text).digest('hex').slice(0, 16);

const parsed = (text: string | null): unknown => (text === null ? null : JSON.parse(text));

/** What is kept of a record, its texts parsed. */
function kept(record: object, mode: KeptMode = 'full', bodies?: RawRecord['bodies'], keepFrom = '2020-01-01') {
  const raw: RawRecord = { text: JSON.stringify(record), envelope: {}, ...(bodies === undefined ? {} : { bodies }) };
  const normalised = normalise('bedrock', raw);
  if (!('event' in normalised)) throw new Error(JSON.stringify(normalised));
  const content = contentOf(raw, normalised.event, { mode, keepFrom, fingerprint });
  if (content === null) return null;
  return { ...content, request: parsed(content.request), response: parsed(content.response) };
}

const fixture = (name: string): object => JSON.parse(recorded('bedrock', name));

function call(operation: string, request: unknown, response: unknown) {
  return {
    schemaType: 'ModelInvocationLog',
    timestamp: '2026-11-18T10:15:00Z',
    accountId: '111122223333',
    region: 'us-east-1',
    requestId: 'request-1',
    operation,
    modelId: 'us.anthropic.claude-sonnet-5',
    input: { inputBodyJson: request },
    output: { outputBodyJson: response },
  };
}

describe('the bodies of a call', () => {
  it('are the request and the answer as logged, with their dialect', () => {
    const request = { anthropic_version: 'bedrock-2023-05-31', messages: [{ role: 'user', content: 'Hello.' }] };
    const response = { type: 'message', role: 'assistant', content: [{ type: 'text', text: 'Good day.' }] };
    expect(kept(call('InvokeModel', request, response))).toMatchObject({
      mode: 'full',
      dialect: 'anthropic-messages',
      request,
      response,
    });
    expect(kept(fixture('converse-stream-cache-details'))).toMatchObject({
      dialect: 'converse',
      request: { messages: [{ role: 'user', content: [{ text: 'Next page.' }] }] },
      response: { stopReason: 'tool_use' },
    });
    expect(kept(fixture('meta-llama-own-body'))).toMatchObject({ dialect: 'other' });
  });

  it('are kept letter by letter: numbers, order and blanks as the log writes them', () => {
    const text = '{"messages": [{"role":"user","content":"1.0"}], "temperature": 1.0, "seed": 12345678901234567890}';
    const record = JSON.stringify(call('InvokeModel', 'REQUEST', null)).replace('"REQUEST"', text);
    const raw = { text: record, envelope: {} };
    const normalised = normalise('bedrock', raw);
    if (!('event' in normalised)) throw new Error(JSON.stringify(normalised));
    expect(contentOf(raw, normalised.event, { mode: 'full', keepFrom: '2020-01-01', fingerprint })?.request).toBe(text);
  });

  it('are named by the request where there is no answer', () => {
    const messages = [{ role: 'user', content: 'Hello.' }];
    expect(kept(call('InvokeModel', { messages }, null))).toMatchObject({
      dialect: 'anthropic-messages',
      response: null,
    });
    expect(kept(call('ConverseStream', { messages }, undefined))).toMatchObject({ dialect: 'converse' });
    expect(kept(call('InvokeModel', { inputText: 'Hello.' }, undefined))).toMatchObject({ dialect: 'other' });
  });

  it('are absent where the log holds none', () => {
    expect(kept(fixture('metadata-only'))).toBeNull();
    expect(kept(fixture('failed-without-body'))).toBeNull();
  });

  it('are what was fetched from S3 where the record has them not, and the record’s own where it has', () => {
    const request = '{"messages": [{"role": "user", "content": "Large."}]}';
    const response = JSON.stringify({ type: 'message', role: 'assistant', content: [] });
    const fetched = kept(fixture('bodies-in-s3'), 'full', { input: request, output: response });
    expect(fetched).toMatchObject({ dialect: 'anthropic-messages', request: JSON.parse(request) });
    expect(fetched?.response).toEqual(JSON.parse(response));
    const inline = call('InvokeModel', { messages: [] }, { type: 'message' });
    expect(kept(inline, 'full', { input: '{"other": 1}' })).toMatchObject({ request: { messages: [] } });
    expect(kept(fixture('bodies-in-s3'), 'full', { output: 'cut {' })).toMatchObject({ response: 'cut {' });
  });

  it('are not kept once their day lies before what retention covers', () => {
    const record = call('InvokeModel', { messages: [] }, null);
    expect(kept(record, 'full', undefined, '2026-11-18')).not.toBeNull();
    expect(kept(record, 'full', undefined, '2026-11-19')).toBeNull();
  });
});

const delta = (index: number, rest: object) => ({ type: 'content_block_delta', index, delta: rest });

describe('a streamed answer', () => {
  it('is one message: text, thinking and tool input joined by their index', () => {
    const events = [
      {
        type: 'message_start',
        message: {
          id: 'msg_1',
          type: 'message',
          role: 'assistant',
          content: [],
          usage: { input_tokens: 9, output_tokens: 1 },
        },
      },
      { type: 'ping' },
      { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '' } },
      delta(0, { type: 'thinking_delta', thinking: 'Let me ' }),
      { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } },
      delta(1, { type: 'text_delta', text: 'Good ' }),
      delta(0, { type: 'thinking_delta', thinking: 'see.' }),
      delta(0, { type: 'signature_delta', signature: 'c2ln' }),
      delta(1, { type: 'text_delta', text: 'day.' }),
      delta(1, { type: 'citations_delta', citation: { cited_text: 'day' } }),
      {
        type: 'content_block_start',
        index: 2,
        content_block: { type: 'tool_use', id: 'toolu_1', name: 'find', input: {} },
      },
      delta(2, { type: 'input_json_delta', partial_json: '{"q": "cl' }),
      delta(2, { type: 'input_json_delta', partial_json: 'aim"}' }),
      delta(2, { type: 'later_delta', later: 1 }),
      { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 20 } },
      { type: 'message_stop', 'amazon-bedrock-invocationMetrics': { inputTokenCount: 9 } },
      '[DONE]',
    ];
    expect(kept(call('InvokeModelWithResponseStream', {}, events))?.response).toEqual({
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'Let me see.', signature: 'c2ln' },
        { type: 'text', text: 'Good day.', citations: [{ cited_text: 'day' }] },
        {
          type: 'tool_use',
          id: 'toolu_1',
          name: 'find',
          input: { q: 'claim' },
          deltas: [{ type: 'later_delta', later: 1 }],
        },
      ],
      stop_reason: 'tool_use',
      usage: { input_tokens: 9, output_tokens: 20 },
      'amazon-bedrock-invocationMetrics': { inputTokenCount: 9 },
    });
  });

  it('is put together as far as it goes: a guardrail’s text without a start, cut-off tool input, Claude 2', () => {
    expect(kept(fixture('invoke-stream-guardrail-blocked'))?.response).toMatchObject({
      content: [{ type: 'text', text: 'I cannot help.' }],
      'amazon-bedrock-guardrailAction': 'INTERVENED',
    });
    expect(kept(fixture('invoke-stream-with-metrics'))?.response).toMatchObject({
      content: [
        { type: 'text', text: 'Dear customer,' },
        { type: 'tool_use', name: 'send_letter', input: {} },
      ],
    });
    expect(kept(fixture('legacy-completion-stream'))?.response).toMatchObject({
      completion: ' Good day.',
      stop_reason: 'stop_sequence',
    });
    const cut = [
      { type: 'content_block_start', index: 0, content_block: { type: 'tool_use', name: 'find', input: {} } },
      { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '{"q": "cl' } },
    ];
    expect(kept(call('InvokeModelWithResponseStream', {}, cut))?.response).toEqual({
      content: [{ type: 'tool_use', name: 'find', input: '{"q": "cl' }],
    });
  });

  it('stays the list it is when its events are not known', () => {
    const events = [{ messageStart: { role: 'assistant' } }, { contentBlockDelta: { delta: { text: 'Hi.' } } }];
    expect(kept(call('InvokeModelWithResponseStream', {}, events))?.response).toEqual(events);
  });
});

const hide = (redacted: string, text: string) => ({
  redacted,
  length: text.length,
  fingerprint: fingerprint(text),
});

describe('a redacted content', () => {
  it('keeps roles, tools, parameters, stop reasons and counts, and hides what people and models wrote', () => {
    const request = {
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 100,
      temperature: 0.5,
      system: 'You know the claims of Ana Example.',
      thinking: { type: 'enabled', budget_tokens: 50 },
      metadata: { user_id: 'ana@example.com' },
      tools: [{ name: 'find_claim', description: 'Finds Ana', input_schema: { properties: { ana: {} } } }],
      tool_choice: { type: 'tool', name: 'find_claim' },
      messages: [
        { role: 'user', content: 'Hello.' },
        {
          role: 'assistant',
          content: [{ type: 'tool_use', id: 'toolu_1', name: 'find_claim', input: { 'Ana Example': 1985 } }],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'toolu_1', content: [{ type: 'text', text: 'paid' }], is_error: false },
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'aGVsbG8=' } },
            { type: 'text', text: 'Hello.', cache_control: { type: 'ephemeral', ttl: '1h' } },
          ],
        },
      ],
      'a field of tomorrow': 'Ana',
    };
    const response = {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      content: [{ type: 'text', text: 'Hello.' }],
      stop_reason: 'end_turn',
      usage: { input_tokens: 9, cache_creation: { ephemeral_1h_input_tokens: 3 }, service_tier: 'standard' },
    };
    const hello = hide('text', 'Hello.');
    expect(kept(call('InvokeModel', request, response), 'redacted')).toMatchObject({
      mode: 'redacted',
      request: {
        anthropic_version: 'bedrock-2023-05-31',
        max_tokens: 100,
        temperature: 0.5,
        system: hide('text', request.system),
        thinking: { type: 'enabled', budget_tokens: 50 },
        metadata: { user_id: hide('id', 'ana@example.com') },
        tools: [
          {
            name: 'find_claim',
            description: hide('text', 'Finds Ana'),
            input_schema: { redacted: 'schema', length: 25 },
          },
        ],
        tool_choice: { type: 'tool', name: 'find_claim' },
        messages: [
          { role: 'user', content: hello },
          {
            role: 'assistant',
            content: [
              { type: 'tool_use', id: hide('id', 'toolu_1'), name: 'find_claim', input: { redacted: 'tool input' } },
            ],
          },
          {
            role: 'user',
            content: [
              { tool_use_id: hide('id', 'toolu_1'), content: { redacted: 'tool result' }, is_error: false },
              { type: 'image', source: { redacted: 'image' } },
              { type: 'text', text: hello, cache_control: { type: 'ephemeral', ttl: '1h' } },
            ],
          },
        ],
        unrecognised: { redacted: 'fields' },
      },
      response: { role: 'assistant', content: [{ text: hello }], stop_reason: 'end_turn', usage: response.usage },
    });
  });

  it('hides the whole body of a dialect that is not known', () => {
    expect(kept(fixture('meta-llama-own-body'), 'redacted')).toMatchObject({
      dialect: 'other',
      request: { redacted: 'body' },
      response: { redacted: 'body' },
    });
  });

  it('holds no six characters in a row of any text that it hides', () => {
    fc.assert(
      fc.property(conversation, ({ texts, body }) => {
        for (const part of ['request', 'response'] as const) {
          const redacted = (given: readonly string[]) =>
            JSON.stringify(redactedBody(part, 'anthropic-messages', body(given), fingerprint)) +
            JSON.stringify(redactedBody(part, 'converse', body(given), fingerprint));
          // What the structure itself says, and digests, are no texts that survived.
          const structure = redacted(texts.map(() => ''));
          const answer = redacted(texts).replaceAll(/"fingerprint":"[0-9a-f]{16}"/g, '');
          for (const text of texts) {
            for (let start = 0; start + 6 <= text.length; start += 1) {
              const piece = text.slice(start, start + 6);
              for (const form of [piece, JSON.stringify(piece).slice(1, -1)]) {
                expect(answer.includes(form) && !structure.includes(form), `${form} of ${text}`).toBe(false);
              }
            }
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});

/** Bodies with arbitrary texts in every place that holds text, in both dialects' forms at once. */
const conversation = fc
  .array(fc.oneof(fc.string({ minLength: 6, maxLength: 60, unit: 'grapheme' }), fc.lorem({ maxCount: 6 })), {
    minLength: 30,
    maxLength: 30,
  })
  .map((texts) => ({
    texts,
    body: (given: readonly string[]): unknown => {
      let next = 0;
      const t = () => given[next++ % given.length] ?? '';
      const blocks = () => [
        { type: 'text', text: t(), citations: [{ cited_text: t() }] },
        { type: 'thinking', thinking: t(), signature: t() },
        { type: 'image', source: { type: 'base64', data: t() } },
        { type: 'document', source: { type: 'text', data: t() }, title: t(), context: t() },
        { type: 'tool_use', id: t(), name: 'find', input: { [t()]: t(), deep: [{ [t()]: t() }] } },
        { type: 'tool_result', tool_use_id: t(), content: [{ type: 'text', text: t() }] },
        { text: t() },
        { toolUse: { toolUseId: t(), name: 'find', input: t() } },
        { toolResult: { toolUseId: t(), content: [{ json: { [t()]: t() } }], status: 'success' } },
        { reasoningContent: { reasoningText: { text: t(), signature: t() } } },
        { document: { format: 'pdf', name: t(), source: { bytes: t() } } },
        { [t()]: t() },
        t(),
      ];
      return {
        system: blocks(),
        prompt: t(),
        completion: t(),
        stop_sequences: [t()],
        inferenceConfig: { maxTokens: 5, stopSequences: [t()] },
        metadata: { user_id: t(), [t()]: t() },
        tools: [{ name: 'find', description: t(), input_schema: { [t()]: t() } }],
        toolConfig: {
          tools: [{ toolSpec: { name: 'find', description: t(), inputSchema: { json: { [t()]: t() } } } }],
        },
        messages: [{ role: 'user', content: t() }, { role: 'assistant', content: blocks() }, t()],
        additionalModelRequestFields: { [t()]: t() },
        promptVariables: { name: { text: t() } },
        output: { message: { role: 'assistant', content: blocks() } },
        content: blocks(),
        id: t(),
        stop_sequence: t(),
        trace: { guardrail: { outputs: [t()] } },
        [t()]: t(),
      };
    },
  }));
