import { describe, expect, it } from 'vitest';
import { isReserved, readAwsUsageType } from './aws-usage-type.js';

const TYPES = [
  // Its own service: thousands of tokens, the model in the usage type.
  ['USE1-Claude4.6Opus-input-tokens', 'us-east-1', 'claude-opus-4-6', 'regional', 'input', 'standard', 1_000n],
  ['USE1-Claude4.6Opus-output-tokens', 'us-east-1', 'claude-opus-4-6', 'regional', 'output', 'standard', 1_000n],
  [
    'USW2-Claude4.6Opus-cache-read-input-token-count-cross-region-global',
    'us-west-2',
    'claude-opus-4-6',
    'global',
    'cacheRead',
    'standard',
    1_000n,
  ],
  [
    'EUC1-Claude4.5Haiku-cache-write-input-token-count',
    'eu-central-1',
    'claude-haiku-4-5',
    'regional',
    'cacheWrite5m',
    'standard',
    1_000n,
  ],
  [
    'EU-Claude4.5Sonnet-cache-write-1h-input-token-count-cross-region-global',
    'eu-west-1',
    'claude-sonnet-4-5',
    'global',
    'cacheWrite1h',
    'standard',
    1_000n,
  ],
  ['APS3-Claude3Haiku-input-tokens', 'ap-south-1', 'claude-3-haiku', 'regional', 'input', 'standard', 1_000n],
  [
    'USE1-Claude4.6Opus-output-tokens-priority',
    'us-east-1',
    'claude-opus-4-6',
    'regional',
    'output',
    'priority',
    1_000n,
  ],
  ['USE1-Claude4.6Opus-output-tokens-flex', 'us-east-1', 'claude-opus-4-6', 'regional', 'output', 'flex', 1_000n],
  [
    'USW2-anthropic.claude-opus-4-8-mantle-input-tokens-global-standard',
    'us-west-2',
    'claude-opus-4-8',
    'global',
    'input',
    'standard',
    1_000n,
  ],
  [
    'USW2-anthropic.claude-opus-4-8-mantle-cache-write-tokens-global-standard',
    'us-west-2',
    'claude-opus-4-8',
    'global',
    'cacheWrite5m',
    'standard',
    1_000n,
  ],
  // Products of AWS Marketplace: millions, the model in the name of the product.
  ['USE1-MP:USE1_InputTokenCount-Units', 'us-east-1', null, 'regional', 'input', 'standard', 1_000_000n],
  ['USE2-MP:USE2_InputTokenCount_Global-Units', 'us-east-2', null, 'global', 'input', 'standard', 1_000_000n],
  ['USE1-MP:USE1_OutputTokenCount-Units', 'us-east-1', null, 'regional', 'output', 'standard', 1_000_000n],
  ['USE1-MP:USE1_OutputTokenCount_Batch-Units', 'us-east-1', null, 'regional', 'output', 'batch', 1_000_000n],
  ['USE1-MP:USE1_CacheReadInputTokenCount-Units', 'us-east-1', null, 'regional', 'cacheRead', 'standard', 1_000_000n],
  [
    'USE1-MP:USE1_CacheWriteInputTokenCount-Units',
    'us-east-1',
    null,
    'regional',
    'cacheWrite5m',
    'standard',
    1_000_000n,
  ],
  [
    'USE1-MP:USE1_CacheWrite1hInputTokenCount_Global-Units',
    'us-east-1',
    null,
    'global',
    'cacheWrite1h',
    'standard',
    1_000_000n,
  ],
  ['USE1-MP:USE1_input_tokens_standard-Units', 'us-east-1', null, 'regional', 'input', 'standard', 1_000_000n],
  ['USE1-MP:USE1_input_tokens_global_standard-Units', 'us-east-1', null, 'global', 'input', 'standard', 1_000_000n],
  [
    'USE1-MP:USE1_cache_write_tokens_1h_global_standard-Units',
    'us-east-1',
    null,
    'global',
    'cacheWrite1h',
    'standard',
    1_000_000n,
  ],
] as const;

describe('usage types of AWS', () => {
  it.each(TYPES)('%s', (usageType, region, model, scope, tokenClass, variant, tokensPerUnit) => {
    expect(readAwsUsageType(usageType)).toEqual({
      regime: usageType.includes('MP:') ? 'marketplace' : 'native',
      region,
      model,
      scope,
      tokenClass,
      variant,
      tokensPerUnit,
    });
  });

  it.each(['USE1-MP:USE1_Reserved_InputTPM-Units', 'USE1-Claude4.6Opus-ProvisionedThroughput-1month'])(
    '%s is capacity, not tokens',
    (usageType) => {
      expect(readAwsUsageType(usageType)).toBeNull();
      expect(isReserved(usageType)).toBe(true);
    },
  );

  it.each(['USE1-DataTransfer-Out-Bytes', 'USE1-Guardrail-ContentPolicyUnitsConsumed', 'BoxUsage:m5.large'])(
    '%s counts no tokens',
    (usageType) => expect(readAwsUsageType(usageType)).toBeNull(),
  );
});
