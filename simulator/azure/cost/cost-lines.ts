import { costOfCall, costOnDeployment } from '../ledger/foundry-prices.js';
import { NO_TOKENS, type TrueTokens } from '../../world/call.js';
import type { FoundryCall } from '../world/call.js';
import type { Deployment } from '../world/deployments.js';
import type { FoundryAccount } from '../world/estate.js';

/** A charge that appears in Cost Management; what belongs to one meter on one day is added up there. */
export interface CostLine {
  readonly at: number;
  readonly account: FoundryAccount;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Below the account itself, not only in its resource group. */
  readonly onAccount: boolean;
  readonly picoUsd: bigint;
  readonly quantity: number;
}

/** From a charge to its being seen: https://learn.microsoft.com/azure/ai-foundry/how-to/manage-costs says five hours. */
export const BILLED_AFTER_MS = 5 * 3_600_000;

/** One Consumption Unit is a cent. */
export const PICO_USD_PER_CCU = 10_000_000_000n;

const HOUR_MS = 3_600_000;

/** When a call is in the bill: its hour is reported as a whole, and takes five more to appear. */
export function billedAt(call: FoundryCall): number {
  return (Math.floor(call.occurredAt / HOUR_MS) + 1) * HOUR_MS + BILLED_AFTER_MS;
}

const MARKETPLACE = {
  PublisherType: 'Marketplace',
  PublisherName: 'Anthropic',
  ChargeType: 'Usage',
  ServiceName: 'SaaS',
  ServiceFamily: 'SaaS',
  MeterCategory: 'SaaS',
};

/** The kinds of token that older deployments have a meter for each. */
const METERED_KINDS: readonly (readonly [name: string, field: keyof TrueTokens])[] = [
  ['Input Tokens', 'input'],
  ['Output Tokens', 'output'],
  ['Cache Read Tokens', 'cacheRead'],
  ['Cache Write 5m Tokens', 'cacheWrite5m'],
  ['Cache Write 1h Tokens', 'cacheWrite1h'],
];

function common(account: FoundryAccount): Readonly<Record<string, string>> {
  return {
    SubscriptionId: account.subscriptionId,
    ResourceGroup: account.resourceGroup,
    ResourceGroupName: account.resourceGroup,
    ResourceLocation: account.region,
  };
}

/** Partner models are charged to a resource of their own beside the account, named after the model. */
function modelResource(account: FoundryAccount, name: string): string {
  const group = account.resourceId.slice(0, account.resourceId.indexOf('/providers/'));
  return `${group}/providers/Microsoft.SaaS/resources/${name}`.toLowerCase();
}

function meteredLines(call: FoundryCall, deployment: Deployment): CostLine[] {
  const { account, occurredAt: at, tokens } = call;
  const model = deployment.claude?.name ?? deployment.modelName;
  return METERED_KINDS.filter(([, field]) => tokens[field] > 0).map(([kind, field]) => ({
    at,
    account,
    onAccount: false,
    dimensions: {
      ...common(account),
      ...MARKETPLACE,
      ProductName: `Anthropic ${model}`,
      Product: `Anthropic ${model}`,
      Meter: `${model} ${kind}`,
      MeterSubCategory: 'Anthropic models',
      ResourceId: modelResource(account, model),
    },
    picoUsd: costOnDeployment(deployment, at, { ...NO_TOKENS, [field]: tokens[field] }),
    quantity: tokens[field] / 1000,
  }));
}

/** What a call is charged as: Consumption Units without a word on the model, meters of older deployments, or another maker's. */
export function linesOfCall(call: FoundryCall): CostLine[] {
  const { account, deployment, occurredAt: at } = call;
  const picoUsd = costOfCall(call);
  if (deployment === null || picoUsd === 0n) return [];
  if (deployment.format === 'OpenAI') {
    const dimensions = {
      ...common(account),
      PublisherType: 'Microsoft',
      PublisherName: 'Microsoft',
      ChargeType: 'Usage',
      ServiceName: 'Foundry Models',
      ServiceFamily: 'AI + Machine Learning',
      MeterCategory: 'Foundry Models',
      MeterSubCategory: 'Azure OpenAI',
      ProductName: 'Azure OpenAI GPT5',
      Product: 'Azure OpenAI GPT5',
      Meter: 'gpt-5-mini glbl Tokens',
      ResourceId: account.resourceId.toLowerCase(),
    };
    const quantity = (call.tokens.input + call.tokens.output) / 1000;
    return [{ at, account, dimensions, onAccount: true, picoUsd, quantity }];
  }
  if (deployment.billing === 'meters') return meteredLines(call, deployment);
  const dimensions = {
    ...common(account),
    ...MARKETPLACE,
    ProductName: 'Claude Platform on Foundry',
    Product: 'Claude Platform on Foundry',
    Meter: 'Claude Consumption Unit',
    MeterSubCategory: 'Claude Platform on Foundry',
    ResourceId: modelResource(account, 'claude-platform-on-foundry'),
  };
  const quantity = Number(picoUsd) / Number(PICO_USD_PER_CCU);
  return [{ at, account, dimensions, onAccount: false, picoUsd, quantity }];
}
