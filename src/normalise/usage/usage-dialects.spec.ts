import { describe, expect, it } from 'vitest';
import { promptTokens } from '../../usage/tokens.js';
import type { JsonObject } from '../json-value.js';
import { mergeAnthropicStream, readAnthropicUsage } from './anthropic.js';
import { readConverseUsage } from './converse.js';
import { readOpenAiUsage } from './openai.js';
import { tokensOfReading, type UsageReading } from './usage-reading.js';

interface Case {
  readonly id: string;
  readonly read: (usage: JsonObject) => UsageReading;
  readonly usage: JsonObject;
  readonly tokens: readonly [
    input: number,
    cacheRead: number,
    cacheWrite5m: number,
    cacheWrite1h: number,
    output: number | null,
  ];
  readonly flags?: readonly string[];
  readonly source: string;
}

const stream = (events: readonly JsonObject[]): JsonObject => mergeAnthropicStream(events) ?? {};
const PROMPT_CACHING = 'https://platform.claude.com/docs/en/build-with-claude/prompt-caching';

/** Usage objects from public reports and documentation, and the counts that they mean. */
const CASES: readonly Case[] = [
  {
    id: 'n1: input excludes the cache, the total of writes is not added to its parts',
    read: readAnthropicUsage,
    usage: {
      input_tokens: 50,
      cache_read_input_tokens: 100_000,
      cache_creation_input_tokens: 248,
      cache_creation: { ephemeral_5m_input_tokens: 148, ephemeral_1h_input_tokens: 100 },
      output_tokens: 503,
    },
    tokens: [50, 100_000, 148, 100, 503],
    source: PROMPT_CACHING,
  },
  {
    id: 'n2: what the split leaves over is 5-minute',
    read: readAnthropicUsage,
    usage: {
      input_tokens: 1,
      cache_read_input_tokens: 0,
      cache_creation_input_tokens: 300,
      cache_creation: { ephemeral_5m_input_tokens: 100, ephemeral_1h_input_tokens: 150 },
      output_tokens: 1,
    },
    tokens: [1, 0, 150, 150, 1],
    source: 'https://github.com/langchain-ai/langsmith-sdk/pull/2519',
  },
  {
    id: 'n3: a 1-hour part larger than the total is cut to it',
    read: readAnthropicUsage,
    usage: {
      input_tokens: 1,
      cache_read_input_tokens: 0,
      cache_creation_input_tokens: 100,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 200 },
      output_tokens: 1,
    },
    tokens: [1, 0, 0, 100, 1],
    flags: ['cacheSplitClamped'],
    source: 'https://github.com/langchain-ai/langsmith-sdk/pull/2519',
  },
  {
    id: 'n4: without a split all writes are taken as 5-minute, and that is said',
    read: readAnthropicUsage,
    usage: { input_tokens: 1, cache_read_input_tokens: 0, cache_creation_input_tokens: 100, output_tokens: 1 },
    tokens: [1, 0, 100, 0, 1],
    flags: ['cacheTtlAssumed'],
    source: 'https://github.com/getagentseal/codeburn/pull/317',
  },
  {
    id: 'n5: a split of 0 and 0 under a positive total is no split',
    read: readAnthropicUsage,
    usage: {
      input_tokens: 1,
      cache_read_input_tokens: 0,
      cache_creation_input_tokens: 100,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
      output_tokens: 1,
    },
    tokens: [1, 0, 100, 0, 1],
    flags: ['cacheTtlAssumed'],
    source: 'https://github.com/anthropics/anthropic-sdk-java/issues/353',
  },
  {
    id: 'n6: Converse excludes the cache too and splits by cacheDetails',
    read: (usage) => readConverseUsage(usage),
    usage: {
      inputTokens: 9,
      outputTokens: 5,
      cacheReadInputTokens: 17_102,
      cacheWriteInputTokens: 300,
      cacheDetails: [
        { ttl: '1h', inputTokens: 200 },
        { ttl: '5m', inputTokens: 100 },
      ],
      totalTokens: 17_416,
    },
    tokens: [9, 17_102, 100, 200, 5],
    source: 'https://github.com/anomalyco/opencode/issues/47296',
  },
  {
    id: 'n6b: the other spelling of the cache counts means the same',
    read: (usage) => readConverseUsage(usage),
    usage: { inputTokens: 9, outputTokens: 5, cacheReadInputTokenCount: 7, cacheWriteInputTokenCount: 0 },
    tokens: [9, 7, 0, 0, 5],
    source: 'https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html',
  },
  {
    id: 'n7: prompt_tokens include what was read and written',
    read: readOpenAiUsage,
    usage: { prompt_tokens: 2000, prompt_cached_tokens: 500, prompt_cache_creation_tokens: 300, completion_tokens: 0 },
    tokens: [1200, 500, 300, 0, 0],
    flags: ['cacheTtlAssumed', 'inputIncludedCache'],
    source: 'https://github.com/browser-use/browser-use/issues/5305',
  },
  {
    id: 'n7b: a larger cache than prompt leaves 0, never less',
    read: readOpenAiUsage,
    usage: {
      prompt_tokens: 100,
      prompt_tokens_details: { cached_tokens: 150, cache_creation_tokens: 0 },
      completion_tokens: 1,
    },
    tokens: [0, 150, 0, 0, 1],
    flags: ['inputIncludedCache'],
    source: 'https://github.com/langfuse/langfuse/issues/12306',
  },
  {
    id: 'n7c: a total of 0 yields to a split that is not',
    read: readAnthropicUsage,
    usage: {
      input_tokens: 10,
      cache_read_input_tokens: 0,
      cache_creation_input_tokens: 0,
      cache_creation: { ephemeral_5m_input_tokens: 100, ephemeral_1h_input_tokens: 200 },
      output_tokens: 1,
    },
    tokens: [10, 0, 100, 200, 1],
    source: 'https://github.com/dust-tt/dust/pull/28388',
  },
  {
    id: 'n8: in a stream an explicit 0 wins and a missing field keeps',
    read: readAnthropicUsage,
    usage: stream([
      { type: 'message_start', message: { usage: { input_tokens: 25, cache_read_input_tokens: 9, output_tokens: 1 } } },
      {
        type: 'message_delta',
        usage: {
          input_tokens: 10_682,
          cache_read_input_tokens: 0,
          cache_creation_input_tokens: null,
          output_tokens: 15,
        },
      },
      { type: 'message_delta', usage: { cache_creation_input_tokens: 0 } },
    ]),
    tokens: [10_682, 0, 0, 0, 15],
    source: 'https://github.com/stripe/ai/pull/519',
  },
  {
    id: 'n9: the last of several deltas wins',
    read: readAnthropicUsage,
    usage: stream([
      { type: 'message_start', usage: { input_tokens: 9, output_tokens: 1 } },
      { type: 'message_delta', usage: { output_tokens: 9 } },
      { type: 'message_delta', usage: { output_tokens: 159 } },
    ]),
    tokens: [9, 0, 0, 0, 159],
    flags: ['cachePairAbsent'],
    source: 'https://github.com/LibreChat-AI/agents/pull/150',
  },
  {
    id: 'n10: the output of message_start is a beginning, not a count',
    read: readAnthropicUsage,
    usage: stream([
      {
        type: 'message_start',
        message: {
          usage: { input_tokens: 9, cache_read_input_tokens: 0, cache_creation_input_tokens: 0, output_tokens: 1 },
        },
      },
    ]),
    tokens: [9, 0, 0, 0, null],
    flags: ['tokensMissing'],
    source: 'https://github.com/microsoft/agent-framework/issues/7143',
  },
  {
    id: 'n11: totals that a delta repeats are not added',
    read: readAnthropicUsage,
    usage: stream([
      { type: 'message_start', usage: { input_tokens: 27, cache_read_input_tokens: 1000, output_tokens: 1 } },
      { type: 'message_delta', usage: { input_tokens: 27, cache_read_input_tokens: 1000, output_tokens: 47 } },
    ]),
    tokens: [27, 1000, 0, 0, 47],
    flags: ['cachePairAbsent'],
    source: 'https://github.com/modelbus/one-api-pro/issues/13',
  },
  {
    id: 'compactions on the way are billed but not in the totals, other iterations are in them',
    read: readAnthropicUsage,
    usage: {
      input_tokens: 10,
      cache_read_input_tokens: 0,
      cache_creation_input_tokens: 0,
      output_tokens: 5,
      iterations: [
        { type: 'compaction', input_tokens: 1000, output_tokens: 70 },
        { type: 'message', input_tokens: 10, output_tokens: 5 },
      ],
    },
    tokens: [1010, 0, 0, 0, 75],
    source: 'https://platform.claude.com/docs/en/build-with-claude/compaction',
  },
];

describe('a usage object', () => {
  it.each(CASES)('$id', ({ read, usage, tokens, flags = [] }) => {
    const [input, cacheRead, cacheWrite5m, cacheWrite1h, output] = tokens;
    expect(tokensOfReading(read(usage))).toEqual({
      tokens: { input, cacheRead, cacheWrite5m, cacheWrite1h, output },
      flags,
    });
  });

  it('adds up to the whole prompt', () => {
    const [first] = CASES;
    // 50 + 100,000 + 148 + 100 = 100,298
    expect(first && promptTokens(tokensOfReading(first.read(first.usage)).tokens)).toBe(100_298);
  });

  it('of another maker on Converse is taken for inclusive when its total says so; of Claude never', () => {
    const usage = { inputTokens: 2000, outputTokens: 40, cacheReadInputTokens: 500, totalTokens: 2040 };
    expect(readConverseUsage(usage, false)).toMatchObject({ input: 1500, cacheRead: 500, inputIncludedCache: true });
    expect(readConverseUsage(usage, true)).toMatchObject({ input: 2000, cacheRead: 500, inputIncludedCache: false });
  });

  it('that says nothing leaves every count unknown', () => {
    const { tokens, flags } = tokensOfReading(readAnthropicUsage({}));
    expect(Object.values(tokens)).toEqual([null, null, null, null, null]);
    expect(flags).toEqual(['tokensMissing']);
  });
});
