import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Drift } from '../../usage/drift.js';
import { normaliseBedrock } from './invocation-log.js';

const folder = new URL('../../../test/fixtures/bedrock/', import.meta.url);
const driftOfText = (text: string): readonly Drift[] => {
  const answer = normaliseBedrock({ text, envelope: { accountId: '111122223333', region: 'us-east-1' } });
  return 'event' in answer ? (answer.drift ?? []) : [];
};
const RECORD = {
  schemaType: 'ModelInvocationLog',
  schemaVersion: '1.0',
  timestamp: '2026-11-20T10:00:00Z',
  accountId: '111122223333',
  region: 'us-east-1',
  requestId: '0a1b2c3d-0000-4000-8000-000000000001',
  operation: 'InvokeModel',
  modelId: 'anthropic.claude-opus-5',
  identity: { arn: 'arn:aws:iam::111122223333:user/ana' },
  input: { inputContentType: 'application/json', inputTokenCount: 3 },
  output: { outputContentType: 'application/json', outputTokenCount: 5 },
};
const drift = (change: Record<string, unknown>) => driftOfText(JSON.stringify({ ...RECORD, ...change }));

describe('what is new in a record', () => {
  it('is nothing in the records that this version was written for, but for the model that nobody knows', () => {
    const found = readdirSync(folder).flatMap((name) =>
      driftOfText(readFileSync(new URL(name, folder), 'utf8')).map((seen) => [name, seen.kind]),
    );
    expect(found).toEqual([['unknown-claude-model.json', 'model']]);
  });

  it.each<[string, Record<string, unknown>, Drift]>([
    ['a field of the record', { cacheTier: 'x' }, { kind: 'field', name: 'cacheTier' }],
    ['a field of the caller', { identity: { arn: 'a', mfa: true } }, { kind: 'field', name: 'identity.mfa' }],
    [
      'a counter beside the request',
      { input: { imageTokenCount: 1 } },
      { kind: 'field', name: 'input.imageTokenCount' },
    ],
    [
      'a counter beside the answer',
      { output: { thinkingTokenCount: 1 } },
      { kind: 'field', name: 'output.thinkingTokenCount' },
    ],
    ['an operation', { operation: 'Messages' }, { kind: 'operation', name: 'Messages' }],
    ['a model', { modelId: 'us.anthropic.claude-epic-9' }, { kind: 'model', name: 'us.anthropic.claude-epic-9' }],
    ['a version of the format', { schemaVersion: '2.0' }, { kind: 'schemaVersion', name: '"2.0"' }],
    [
      'a count in the usage of an answer',
      { output: { outputBodyJson: { type: 'message', usage: { input_tokens: 1, audio_tokens: 2 } } } },
      { kind: 'usageField', name: 'usage.audio_tokens' },
    ],
    [
      'a lifetime of the cache',
      { output: { outputBodyJson: { usage: { cache_creation: { ephemeral_24h_input_tokens: 2 } } } } },
      { kind: 'usageField', name: 'usage.cache_creation.ephemeral_24h_input_tokens' },
    ],
    [
      'a count in a stream',
      {
        output: {
          outputBodyJson: [
            { type: 'message_start', message: { usage: { input_tokens: 1 } } },
            { type: 'message_delta', usage: { output_tokens: 1, speculative_tokens: 4 } },
          ],
        },
      },
      { kind: 'usageField', name: 'usage.speculative_tokens' },
    ],
    [
      'a count of Converse',
      { output: { outputBodyJson: { stopReason: 'end_turn', usage: { inputTokens: 1, reasoningTokens: 9 } } } },
      { kind: 'usageField', name: 'usage.reasoningTokens' },
    ],
  ])('is told by its name: %s', (_, change, expected) => {
    expect(drift(change)).toEqual([expected]);
  });

  it('is not looked for in the models of other makers', () => {
    expect(drift({ modelId: 'amazon.nova-pro-v1:0', novaField: 1, operation: 'InvokeNova' })).toEqual([]);
  });

  it('never looks into prompts, answers or metadata', () => {
    const secret = { 'tell nobody': 1 };
    const found = drift({
      requestMetadata: secret,
      input: { inputBodyJson: { messages: [], ...secret } },
      output: { outputBodyJson: { content: [secret], usage: { input_tokens: 1, output_tokens: 1 }, ...secret } },
    });
    expect(found).toEqual([]);
  });
});
