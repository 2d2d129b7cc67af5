import type { BillScope } from '../../usage/bill-line.js';
import type { CostClass } from '../../usage/priced.js';
import { billedModel } from './billed-model.js';

/** What a usage type of AWS tells of tokens of Claude. */
export interface AwsUsageType {
  readonly regime: 'native' | 'marketplace';
  readonly region: string | null;
  /** `null`: the usage type names none. Marketplace names it in the product. */
  readonly model: string | null;
  readonly scope: BillScope;
  readonly tokenClass: CostClass;
  readonly variant: string;
  /** Tokens of one unit, where the line itself does not tell. */
  readonly tokensPerUnit: bigint;
}

/**
 * A usage type, or `null` where it counts no tokens. AWS bills Claude under two regimes, and one account may show both:
 * as a service of its own (`USE1-Claude4.6Opus-input-tokens-cross-region-global`, thousands of tokens; on the newer
 * endpoint `USW2-anthropic.claude-opus-4-8-mantle-input-tokens-global-standard`), and as products of AWS Marketplace
 * (`USE1-MP:USE1_InputTokenCount_Global-Units`, for newer models `USE1-MP:USE1_input_tokens_global_standard-Units`, both
 * in millions).
 */
export function readAwsUsageType(usageType: string): AwsUsageType | null {
  const [code = '', ...rest] = usageType.split('-');
  const marketplace = /(?:^|-)MP:/.test(usageType);
  const words = rest.join('-');
  const tokenClass = classOf(words);
  if (tokenClass === null) return null;
  return {
    regime: marketplace ? 'marketplace' : 'native',
    region: REGIONS.get(code) ?? null,
    model: billedModel(words),
    scope: /(?:^|[-_])global(?:[-_]|$)/i.test(words) ? 'global' : 'regional',
    tokenClass,
    variant: variantOf(words),
    tokensPerUnit: marketplace ? 1_000_000n : 1_000n,
  };
}

/** Whether it is of capacity that is paid by the hour and not by the token. */
export function isReserved(usageType: string): boolean {
  return /reserved|provisioned|_TPM|-TPM/i.test(usageType);
}

function classOf(words: string): CostClass | null {
  if (isReserved(words)) return null;
  const plain = words.toLowerCase().replace(/[-_ ]/g, '');
  if (!/tokencount|tokens/.test(plain)) return null;
  if (plain.includes('cachewrite')) return plain.includes('1h') ? 'cacheWrite1h' : 'cacheWrite5m';
  if (plain.includes('cacheread')) return 'cacheRead';
  if (plain.includes('output')) return 'output';
  return plain.includes('input') ? 'input' : null;
}

const VARIANTS = [
  ['batch', /batch/i],
  ['long-context', /long[-_ ]?context|lctx/i],
  ['priority', /priority/i],
  ['flex', /flex/i],
  ['latency-optimized', /latency[-_ ]?optimi[sz]ed/i],
] as const;

function variantOf(words: string): string {
  return (
    VARIANTS.filter(([, found]) => found.test(words))
      .map(([name]) => name)
      .join('+') || 'standard'
  );
}

/** https://docs.aws.amazon.com/cur/latest/userguide/cur-data-dictionary.html and the usage types of the Price List. */
const REGIONS: ReadonlyMap<string, string> = new Map([
  ['USE1', 'us-east-1'],
  ['USE2', 'us-east-2'],
  ['USW1', 'us-west-1'],
  ['USW2', 'us-west-2'],
  ['UGE1', 'us-gov-east-1'],
  ['UGW1', 'us-gov-west-1'],
  ['CAN1', 'ca-central-1'],
  ['SAE1', 'sa-east-1'],
  ['EU', 'eu-west-1'],
  ['EUW1', 'eu-west-1'],
  ['EUW2', 'eu-west-2'],
  ['EUW3', 'eu-west-3'],
  ['EUC1', 'eu-central-1'],
  ['EUC2', 'eu-central-2'],
  ['EUN1', 'eu-north-1'],
  ['EUS1', 'eu-south-1'],
  ['EUS2', 'eu-south-2'],
  ['APN1', 'ap-northeast-1'],
  ['APN2', 'ap-northeast-2'],
  ['APN3', 'ap-northeast-3'],
  ['APS1', 'ap-southeast-1'],
  ['APS2', 'ap-southeast-2'],
  ['APS3', 'ap-south-1'],
  ['APS4', 'ap-southeast-3'],
  ['APS6', 'ap-southeast-4'],
]);
