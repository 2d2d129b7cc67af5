import { describe, expect, it } from 'vitest';
import { recorded } from '../../../test/support/recorded.js';
import { tokens } from '../../../test/support/token-counts.js';
import type { UsageEvent } from '../../usage/usage-event.js';
import { normaliseBedrock } from './invocation-log.js';

describe('bodies that Bedrock moved to S3 for their size', () => {
  const text = recorded('bedrock', 'bodies-in-s3');
  const eventOf = (bodies: { input?: string; output?: string }): UsageEvent => {
    const normalised = normaliseBedrock({ text, envelope: {}, bodies });
    if (!('event' in normalised)) throw new Error('no event');
    return normalised.event;
  };
  // 4,000 tokens were written to the cache, by the record's counter.
  const output = JSON.stringify({
    id: 'msg_bdrk_01ExampleZ',
    model: 'claude-opus-5',
    stop_reason: 'tool_use',
    content: [{ type: 'tool_use', name: 'find_policy', input: {} }],
    usage: {
      input_tokens: 7,
      cache_read_input_tokens: 0,
      cache_creation_input_tokens: 4000,
      cache_creation: { ephemeral_5m_input_tokens: 1000, ephemeral_1h_input_tokens: 3000 },
      output_tokens: 900,
    },
  });
  const point = { type: 'ephemeral', ttl: '1h' };
  const input = JSON.stringify({ system: [{ type: 'text', text: 'Prämien', cache_control: point }] });

  it('tell what an inline body would, and that they were fetched', () => {
    expect(eventOf({ output })).toMatchObject({
      tokens: tokens(7, 0, 1000, 3000, 900),
      messageId: 'msg_bdrk_01ExampleZ',
      stopReason: 'tool_use',
      tools: ['find_policy'],
      responseBytes: output.length,
      requestBytes: null,
      flags: [],
      provenance: { tokens: 'counters', cacheTtl: 'bodyInS3' },
    });
  });

  it('tell the lifetime by the request where the response does not', () => {
    expect(eventOf({ input, output: '{"type":"message","usage":{"output_tokens":900}}' })).toMatchObject({
      tokens: tokens(7, 0, 0, 4000, 900),
      requestBytes: input.length + 1,
      flags: ['cacheTtlFromRequest'],
      provenance: { cacheTtl: 'requestInS3' },
    });
  });

  it('are checked against the counters like inline ones', () => {
    const other = output.replace('"output_tokens":900', '"output_tokens":901');
    expect(eventOf({ output: other }).flags).toEqual(['tokensDisagree']);
  });

  it('leave a flag where they were not read and something stays unknown', () => {
    expect(eventOf({}).flags).toEqual(['bodyInS3', 'cacheTtlAssumed']);
    expect(eventOf({ input }).flags).toEqual(['bodyInS3', 'cacheTtlFromRequest']);
    expect(eventOf({ output: '{"type":"message","usage":{}}' }).flags).toEqual(['bodyInS3', 'cacheTtlAssumed']);
  });

  it('that are not JSON say that they cannot be recognised', () => {
    expect(eventOf({ output: 'cut off' }).flags).toEqual(['bodyTruncated', 'bodyInS3', 'cacheTtlAssumed']);
  });
});
