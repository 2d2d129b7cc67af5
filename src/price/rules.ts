import type { UnpricedReason } from '../usage/priced.js';

/** Everything that can make a price what it is. */
export const RULES = {
  listPrice: {
    words: 'The list price of the model on that day.',
    source: 'https://platform.claude.com/docs/en/about-claude/pricing',
  },
  longContext: {
    words:
      'The prompt (input, cache reads and cache writes of this one request) was over the long-context threshold in force that day, so every token of the request pays the long-context rates.',
    source: 'https://platform.claude.com/docs/en/about-claude/pricing#long-context-pricing',
  },
  fastMode: {
    words: 'The call ran in fast mode, which has its own rates for every token class.',
    source: 'https://platform.claude.com/docs/en/about-claude/pricing#fast-mode-pricing',
  },
  batchDiscount: {
    words: 'Batch calls cost half of the list price in every token class.',
    source: 'https://platform.claude.com/docs/en/build-with-claude/batch-processing',
  },
  regionalPremium: {
    words:
      'An endpoint that keeps the call within one region or geography costs a tenth more than the global endpoint, on every token class: from Claude Sonnet 4.5 on for Bedrock geographies and regions, Vertex AI multi-regions and regions, and US Data Zones of Foundry; from Claude Opus 4.6 on for inference_geo "us" of the Claude API. Earlier models keep their price.',
    source: 'https://platform.claude.com/docs/en/about-claude/pricing#third-party-platform-pricing',
  },
  govCloud: {
    words:
      'AWS GovCloud costs a fifth more than the global endpoint, in place of the regional premium. Unconfirmed: public price lists say so, no official page does.',
    source: 'https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json',
  },
  extendedAccess: {
    words:
      'A model past its end of life that AWS keeps running costs more, from the day that the configuration gives. Unconfirmed: a public price list has the rates, no official page does.',
    source: 'https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle.html',
  },
  refusalNotBilled: {
    words: 'Since 2026-06-02 a refusal without output is not billed.',
    source: 'https://platform.claude.com/docs/en/release-notes/overview',
  },
  refusedNotBilled: {
    words:
      'The call was refused before a model saw it: not allowed, not found, over a limit, not well formed, or nobody free to take it. It used no tokens and is not billed. Google and Microsoft say that they do not charge for such calls; AWS says nothing about them.',
    source: 'https://platform.claude.com/docs/en/api/errors',
  },
  failedNotBilled: {
    words: 'The call failed as a whole. Google charges only for requests that it answers with status 200.',
    source: 'https://cloud.google.com/vertex-ai/generative-ai/pricing',
  },
  countedInRemainder: {
    words:
      'No log tells the tokens of this call. What it used is among what the cloud metered of the deployment in that hour beyond the calls that logs tell, and is charged there.',
    source: 'https://learn.microsoft.com/azure/azure-monitor/reference/tables/apimanagementgatewayllmlog',
  },
  cacheInRemainder: {
    words:
      'The gateway does not log what was cached of this call: only its uncached tokens are priced here. What was cached is in what the cloud metered of the deployment in that hour and no log tells.',
    source: 'https://learn.microsoft.com/azure/azure-monitor/reference/tables/apimanagementgatewayllmlog',
  },
  cacheNotLogged: {
    words:
      'Incomplete: the gateway does not log what was cached of this call, and no meter has been read for its hour. Only its uncached tokens are priced.',
    source: 'https://learn.microsoft.com/azure/azure-monitor/reference/tables/apimanagementgatewayllmlog',
  },
  thresholdHidden: {
    words:
      'A lower bound: a prompt over the long-context threshold costs more, and how long each prompt was is not told. All are priced as short ones.',
    source: 'https://platform.claude.com/docs/en/about-claude/pricing#long-context-pricing',
  },
  webSearch: {
    words: 'Every web search costs 0.01 USD, whatever the endpoint.',
    source: 'https://platform.claude.com/docs/en/about-claude/pricing#web-search-tool',
  },
  provisionedThroughput: {
    words: 'Provisioned throughput is paid by the hour: its tokens cost nothing by themselves.',
    source: 'https://docs.aws.amazon.com/bedrock/latest/userguide/prov-throughput.html',
  },
} as const satisfies Record<string, { readonly words: string; readonly source: string }>;

export type RuleId = keyof typeof RULES;

export function isRuleId(rule: string): rule is RuleId {
  return Object.hasOwn(RULES, rule);
}

/** Nothing is charged for a call by itself: it is not billed at all, or what it used is counted elsewhere. */
export const UNBILLED_RULES = ['refusedNotBilled', 'failedNotBilled', 'countedInRemainder'] as const;
export type UnbilledRule = (typeof UNBILLED_RULES)[number];

/** Whether rules say that a call is not billed, or that what it used is counted in a metered remainder; else `null`. */
export function unbilledBy(rules: readonly string[]): 'notBilled' | 'inRemainder' | null {
  const rule = UNBILLED_RULES.find((one) => rules.includes(one));
  if (rule === undefined) return null;
  return rule === 'countedInRemainder' ? 'inRemainder' : 'notBilled';
}

const LOWER_BOUND_RULES: ReadonlySet<string> = new Set(['cacheInRemainder', 'cacheNotLogged', 'thresholdHidden']);

/** Whether the call itself cost this much or more. */
export function isLowerBoundBy(rules: readonly string[]): boolean {
  return rules.some((rule) => LOWER_BOUND_RULES.has(rule));
}

const FREE_RULES: ReadonlySet<string> = new Set(['provisionedThroughput', 'refusalNotBilled', ...UNBILLED_RULES]);

/** Whether the tokens of a call that these rules priced are known to cost nothing by themselves. */
export function isFreeBy(rules: readonly string[]): boolean {
  return rules.some((rule) => FREE_RULES.has(rule));
}

/** The rules that add to the token costs, and how many tenths of them. At most one of them applies to a call. */
export const PREMIUM_TENTHS = { regionalPremium: 1n, govCloud: 2n } as const;
export type PremiumRule = keyof typeof PREMIUM_TENTHS;

export function isPremiumRule(rule: string): rule is PremiumRule {
  return Object.hasOwn(PREMIUM_TENTHS, rule);
}

/** The same, with the GovCloud factor of a book: it is unconfirmed, and the configuration may correct it. */
export function premiumTenths(rule: PremiumRule, govCloudTenths: bigint): bigint {
  return rule === 'govCloud' ? govCloudTenths : PREMIUM_TENTHS[rule];
}

/** Why a call has no cost, for people. */
export const UNPRICED_WORDS: Readonly<Record<UnpricedReason, string>> = {
  modelUnknown:
    'The model is not in the catalogue, or the model id does not tell which it is. No neighbour’s price is used.',
  noRateAtThatTime: 'The price book has no rate of this model for that day.',
  tokensMissing: 'The log does not say how many tokens the call used.',
  scopeUnknown: 'The model id does not tell which endpoint served the call, and the price depends on it.',
  speedNotOffered:
    'The call is marked as fast, which this model did not offer on that cloud, on that day, or in a batch.',
  batchNotOffered: 'The call is marked as a batch, which that cloud does not offer.',
  outsideClaude: 'The model is of another maker: its cost is not counted here.',
};
