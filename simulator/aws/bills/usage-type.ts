import type { SimulatedCall, TrueTokens } from '../../world/call.js';
import type { ClaudeModel } from '../../world/models.js';

/** How a class of tokens of a model is named on the bill: by the usage type, and in AWS Marketplace by the product too. */
export interface BilledUnder {
  readonly productCode: string;
  readonly product: string;
  readonly usageType: string;
  /** Tokens of a unit. */
  readonly unit: 1_000 | 1_000_000;
}

const CODES: Readonly<Record<string, string>> = {
  'us-east-1': 'USE1',
  'us-east-2': 'USE2',
  'us-west-2': 'USW2',
  'eu-central-1': 'EUC1',
  'eu-west-1': 'EU',
  'ap-northeast-1': 'APN1',
};

const NATIVE: Readonly<Record<keyof TrueTokens, string>> = {
  input: 'input-tokens',
  output: 'output-tokens',
  cacheRead: 'cache-read-input-token-count',
  cacheWrite5m: 'cache-write-input-token-count',
  cacheWrite1h: 'cache-write-1h-input-token-count',
};
const PASCAL: Readonly<Record<keyof TrueTokens, string>> = {
  input: 'InputTokenCount',
  output: 'OutputTokenCount',
  cacheRead: 'CacheReadInputTokenCount',
  cacheWrite5m: 'CacheWriteInputTokenCount',
  cacheWrite1h: 'CacheWrite1hInputTokenCount',
};
const SNAKE: Readonly<Record<keyof TrueTokens, string>> = {
  input: 'input_tokens',
  output: 'output_tokens',
  cacheRead: 'cache_read_tokens',
  cacheWrite5m: 'cache_write_tokens',
  cacheWrite1h: 'cache_write_tokens_1h',
};

/** Since Opus 4.7 the names of AWS Marketplace are in snake case. */
const OLDER = /-(?:3|3-5|3-7|4|4-1|4-5|4-6)$|^claude-3/;

/**
 * AWS bills Claude under two regimes of names, by account and over time. Here accounts with an even last digit have it as a
 * service of its own, as far as models before 4.7 go, and all others as products of AWS Marketplace.
 */
export function billedUnder(
  model: ClaudeModel,
  scope: SimulatedCall['scope'],
  { accountId, region }: { readonly accountId: string; readonly region: string },
  tokenClass: keyof TrueTokens,
): BilledUnder {
  const code = CODES[region] ?? region;
  const [, first = '', second = ''] = /^claude-([a-z]+|[\d-]+)-([a-z]+|[\d-]+)$/.exec(model.name) ?? [];
  const [family, version] = /^[a-z]/.test(first) ? [first, second] : [second, first];
  const title = family.charAt(0).toUpperCase() + family.slice(1);
  const dotted = version.replace('-', '.');
  const isGlobal = scope === 'global';
  if (OLDER.test(model.name) && Number(accountId.at(-1)) % 2 === 0) {
    const usageType = `${code}-Claude${dotted}${title}-${NATIVE[tokenClass]}${isGlobal ? '-cross-region-global' : ''}`;
    return { productCode: 'AmazonBedrockService', product: 'Amazon Bedrock Service', usageType, unit: 1_000 };
  }
  const counted = OLDER.test(model.name)
    ? `${PASCAL[tokenClass]}${isGlobal ? '_Global' : ''}`
    : `${SNAKE[tokenClass]}${isGlobal ? '_global' : ''}_standard`;
  return {
    productCode: `mp${model.name.replaceAll('-', '')}`,
    product: `Claude ${title} ${dotted} (Amazon Bedrock Edition)`,
    usageType: `${code}-MP:${code}_${counted}-Units`,
    unit: 1_000_000,
  };
}
