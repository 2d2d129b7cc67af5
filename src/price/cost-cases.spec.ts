import { describe, expect, it } from 'vitest';
import type { EndpointScope, Cloud } from '../usage/cloud.js';
import type { TokenClass } from '../usage/tokens.js';
import { printPrice } from './print-price.js';

const LITELLM = 'https://github.com/BerriAI/litellm';
const PRICING = 'https://platform.claude.com/docs/en/about-claude/pricing';

interface Case {
  readonly id: string;
  readonly cloud: Cloud;
  readonly model?: string;
  readonly modelId?: string;
  readonly region?: string;
  readonly endpointScope?: EndpointScope;
  readonly occurredAt: string;
  readonly tokens: Partial<Record<TokenClass, number>>;
  readonly batch?: boolean;
  readonly speed?: 'fast';
  readonly webSearchRequests?: number;
  readonly inferenceGeo?: string;
  readonly costUsd: string;
  /** Where the figures, or the bug that gets them wrong, were published. */
  readonly source: string;
}

/** Calls whose cost is public, most of them from reports about a tool that got it wrong. */
const CASES: readonly Case[] = [
  // Cache writes were billed again as input: 0.091311.
  {
    id: 'litellm-9812',
    cloud: 'anthropic',
    model: 'claude-3-7-sonnet',
    occurredAt: '2025-04-07',
    tokens: { input: 3, cacheWrite5m: 12_304, cacheRead: 0, output: 550 },
    costUsd: '0.054399',
    source: `${LITELLM}/issues/9812`,
  },
  // All writes live an hour; the client itself prints 0.19302149999999998.
  {
    id: 'langwatch-6433',
    cloud: 'anthropic',
    model: 'claude-opus-5',
    occurredAt: '2026-09-15',
    tokens: { input: 2, output: 210, cacheRead: 18_443, cacheWrite1h: 17_854 },
    costUsd: '0.1930215',
    source: 'https://github.com/langwatch/langwatch/pull/6433',
  },
  // The threshold counts cache reads.
  {
    id: 'helicone-5730',
    cloud: 'anthropic',
    model: 'claude-sonnet-4',
    occurredAt: '2025-12-01',
    tokens: { input: 10_000, cacheRead: 240_000 },
    costUsd: '0.204',
    source: 'https://github.com/Helicone/helicone/pull/5730',
  },
  // Fast mode scales cache writes too.
  {
    id: 'bifrost-5063-fast',
    cloud: 'anthropic',
    model: 'claude-opus-4-8',
    occurredAt: '2026-07-01',
    tokens: { cacheWrite5m: 44_667 },
    speed: 'fast',
    costUsd: '0.5583375',
    source: 'https://github.com/maximhq/bifrost/pull/5063',
  },
  {
    id: 'haiku-5-5-at-threshold',
    cloud: 'anthropic',
    model: 'claude-haiku-5-5',
    occurredAt: '2026-10-20',
    tokens: { input: 100_000, output: 1000 },
    costUsd: '0.0105',
    source: PRICING,
  },
  {
    id: 'sonnet-4-5-at-200k',
    cloud: 'anthropic',
    model: 'claude-sonnet-4-5',
    occurredAt: '2025-12-10',
    tokens: { input: 200_000, output: 1000 },
    costUsd: '0.615',
    source: PRICING,
  },
  // (200,001 x 6 + 1,000 x 22.5) x 1.1
  {
    id: 'sonnet-4-5-us-200k+1',
    cloud: 'bedrock',
    model: 'claude-sonnet-4-5',
    endpointScope: 'geo',
    occurredAt: '2025-12-10',
    tokens: { input: 200_001, output: 1000 },
    costUsd: '1.3447566',
    source: `${LITELLM}/blob/main/model_prices_and_context_window.json`,
  },
  {
    id: 'opus-4-1-regional',
    cloud: 'vertex',
    model: 'claude-opus-4-1',
    endpointScope: 'region',
    region: 'us-east5',
    occurredAt: '2025-12-10',
    tokens: { input: 100_000, output: 10_000 },
    costUsd: '2.25',
    source: PRICING,
  },
  {
    id: 'opus-4-7-multiregion',
    cloud: 'vertex',
    model: 'claude-opus-4-7',
    endpointScope: 'multi-region',
    region: 'us',
    occurredAt: '2026-05-01',
    tokens: { input: 100_000, output: 10_000, cacheRead: 50_000, cacheWrite5m: 20_000 },
    costUsd: '0.99',
    source: 'https://platform.claude.com/docs/en/build-with-claude/claude-on-vertex-ai',
  },
  {
    id: 'opus-4-6-long-before',
    cloud: 'anthropic',
    model: 'claude-opus-4-6',
    occurredAt: '2026-03-01',
    tokens: { input: 300_000, output: 1000 },
    costUsd: '3.0375',
    source: PRICING,
  },
  // 18 is the price that was announced and cancelled.
  {
    id: 'sonnet-5-no-rise',
    cloud: 'anthropic',
    model: 'claude-sonnet-5',
    occurredAt: '2026-09-02',
    tokens: { input: 1_000_000, output: 1_000_000 },
    costUsd: '12',
    source: PRICING,
  },
  {
    id: 'sonnet-5-5-read-before',
    cloud: 'anthropic',
    model: 'claude-sonnet-5-5',
    occurredAt: '2026-10-06',
    tokens: { cacheRead: 1_000_000 },
    costUsd: '0.2',
    source: 'https://platform.claude.com/docs/zh-CN/models/sonnet-5-5/overview',
  },
  {
    id: 'sonnet-5-5-read-after',
    cloud: 'anthropic',
    model: 'claude-sonnet-5-5',
    occurredAt: '2026-10-07',
    tokens: { cacheRead: 1_000_000 },
    costUsd: '0.1',
    source: 'https://platform.claude.com/docs/zh-CN/models/sonnet-5-5/overview',
  },
  // The id begins with that of Opus 5, whose reads cost 0.5.
  {
    id: 'opus-5-5-read',
    cloud: 'anthropic',
    model: 'claude-opus-5-5',
    occurredAt: '2026-09-23',
    tokens: { cacheRead: 1_000_000 },
    costUsd: '0.2',
    source: 'https://github.com/inbrace-tech/tokenline/issues/102',
  },
  // (0.005 + 0.025) x 1.1 + 3 x 0.01
  {
    id: 'geo-us-websearch',
    cloud: 'anthropic',
    model: 'claude-opus-4-8',
    occurredAt: '2026-06-01',
    tokens: { input: 1000, output: 1000 },
    inferenceGeo: 'us',
    webSearchRequests: 3,
    costUsd: '0.063',
    source: 'https://platform.claude.com/docs/en/build-with-claude/data-residency',
  },
  {
    id: 'litellm-37543-vertex-global',
    cloud: 'vertex',
    model: 'claude-haiku-4-5',
    endpointScope: 'global',
    occurredAt: '2026-08-19',
    tokens: { input: 12, output: 5 },
    costUsd: '0.000037',
    source: `${LITELLM}/pull/37543`,
  },
  {
    id: 'litellm-37543-vertex-regional',
    cloud: 'vertex',
    modelId: 'claude-haiku-4-5@20251001',
    region: 'us-east5',
    occurredAt: '2026-08-19',
    tokens: { input: 12, output: 5 },
    costUsd: '0.0000407',
    source: `${LITELLM}/pull/37543`,
  },
  {
    id: 'litellm-6575',
    cloud: 'anthropic',
    model: 'claude-3-5-sonnet',
    occurredAt: '2024-11-04',
    tokens: { cacheWrite5m: 1000 },
    costUsd: '0.00375',
    source: `${LITELLM}/issues/6575`,
  },
  {
    id: 'oh-my-pi-6876',
    cloud: 'anthropic',
    model: 'claude-opus-5',
    occurredAt: '2026-07-28',
    tokens: { cacheWrite1h: 344_139 },
    costUsd: '3.44139',
    source: 'https://github.com/can1357/oh-my-pi/issues/6876',
  },
  {
    id: 'litellm-18988-1h-long',
    cloud: 'anthropic',
    model: 'claude-sonnet-4-5',
    occurredAt: '2026-01-12',
    tokens: { input: 150_000, cacheWrite1h: 100_000 },
    costUsd: '2.1',
    source: `${LITELLM}/issues/18988`,
  },
  {
    id: 'stakgraph-1688',
    cloud: 'anthropic',
    model: 'claude-sonnet-5',
    occurredAt: '2026-09-14',
    tokens: { input: 2000, cacheRead: 80_000, cacheWrite5m: 5000, output: 1000 },
    costUsd: '0.0425',
    source: 'https://github.com/stakwork/stakgraph/pull/1688',
  },
  {
    id: 'bedrock-govcloud-unsure',
    cloud: 'bedrock',
    model: 'claude-sonnet-4-5',
    endpointScope: 'region',
    region: 'us-gov-west-1',
    occurredAt: '2026-08-01',
    tokens: { input: 1_000_000, output: 1_000_000 },
    costUsd: '21.6',
    source: `${LITELLM}/blob/main/model_prices_and_context_window.json`,
  },
  {
    id: 'bedrock-govcloud-by-prefix',
    cloud: 'bedrock',
    modelId: 'us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0',
    occurredAt: '2026-08-01',
    tokens: { input: 1_000_000, output: 1_000_000 },
    costUsd: '21.6',
    source: `${LITELLM}/blob/main/model_prices_and_context_window.json`,
  },
  {
    id: 'bedrock-eu-opus-4-5-cached',
    cloud: 'bedrock',
    modelId: 'eu.anthropic.claude-opus-4-5-20251101-v1:0',
    region: 'eu-west-1',
    occurredAt: '2026-01-15',
    tokens: { input: 10, cacheRead: 66_360, cacheWrite5m: 32_435, output: 5120 },
    costUsd: '0.400343625',
    source: `${LITELLM}/issues/15270`,
  },
  {
    id: 'haiku-3-5-cached',
    cloud: 'anthropic',
    model: 'claude-3-5-haiku',
    occurredAt: '2025-06-01',
    tokens: { input: 4, cacheRead: 2455, output: 23 },
    costUsd: '0.0002916',
    source: `${LITELLM}/issues/11364`,
  },
  {
    id: 'fable-5-one-hour',
    cloud: 'anthropic',
    model: 'claude-fable-5',
    occurredAt: '2026-07-01',
    tokens: { cacheWrite1h: 37_175 },
    costUsd: '0.7435',
    source: 'https://github.com/langfuse/claude-observability-plugin/issues/34',
  },
  {
    id: 'bedrock-us-opus-5-5',
    cloud: 'bedrock',
    modelId: 'us.anthropic.claude-opus-5-5',
    region: 'us-east-1',
    occurredAt: '2026-10-01',
    tokens: { input: 14, output: 4 },
    costUsd: '0.0001496',
    source: `${LITELLM}/pull/42514`,
  },
  {
    id: 'bedrock-us-sonnet-4-no-premium',
    cloud: 'bedrock',
    modelId: 'us.anthropic.claude-sonnet-4-20250514-v1:0',
    region: 'us-east-1',
    occurredAt: '2026-01-15',
    tokens: { input: 1000, output: 1000 },
    costUsd: '0.018',
    source: PRICING,
  },
  {
    id: 'litellm-38369-inference-geo',
    cloud: 'anthropic',
    model: 'claude-sonnet-4-6',
    occurredAt: '2026-08-20',
    tokens: { input: 28, output: 9 },
    inferenceGeo: 'us',
    costUsd: '0.0002409',
    source: `${LITELLM}/pull/38369`,
  },
  // 2.75 and 13.75 for a million
  {
    id: 'truefoundry-2850-batch',
    cloud: 'bedrock',
    modelId: 'us.anthropic.claude-opus-5',
    region: 'us-east-1',
    occurredAt: '2026-08-20',
    tokens: { input: 1_000_000, output: 1_000_000 },
    batch: true,
    costUsd: '16.5',
    source: 'https://github.com/truefoundry/models/pull/2850',
  },
];

describe('a published call', () => {
  it.each(CASES)('$id costs $costUsd', ({ costUsd, ...usage }) => {
    expect(printPrice(usage)).toMatchObject({ costUsd, unpriced: null });
  });
});
