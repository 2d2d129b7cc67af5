import { readModelId } from '../normalise/model-id.js';
import { releasedSince } from '../normalise/model-catalogue.js';
import type { Cloud, EndpointScope } from '../usage/cloud.js';
import type { RateableUsage } from '../usage/priced.js';
import type { PremiumRule } from './rules.js';

/** First models, in order of release, for which a premium is charged. */
const FIRST_WITH_REGIONAL_PREMIUM = 'claude-sonnet-4-5';
const FIRST_WITH_INFERENCE_GEO = 'claude-opus-4-6';

/** The endpoint scopes of each cloud: those at the global price, and those that cost the premium. */
const SCOPES: Readonly<
  Record<Exclude<Cloud, 'anthropic'>, Readonly<Record<'global' | 'premium', readonly EndpointScope[]>>>
> = {
  bedrock: { global: ['global'], premium: ['geo', 'region'] },
  vertex: { global: ['global'], premium: ['multi-region', 'region'] },
  foundry: { global: ['global'], premium: ['data-zone'] },
};

/** The endpoint scopes that a cloud has and prices by the token. The Claude API says its own in `inference_geo`. */
export function scopesOf(cloud: Cloud): readonly EndpointScope[] {
  return cloud === 'anthropic' ? ['global'] : [...SCOPES[cloud].global, ...SCOPES[cloud].premium];
}

/**
 * The one premium that a call pays, `null` for none, or that the scope is not known although the price depends on it.
 * https://platform.claude.com/docs/en/about-claude/pricing: "applies to Claude Sonnet 4.5, Haiku 4.5, Opus 4.5, and all
 * future models. Earlier models (Claude Opus 4.1 and prior releases) retain their existing pricing".
 */
export function premiumOf(usage: RateableUsage, model: string): PremiumRule | 'scopeUnknown' | null {
  const { cloud, endpointScope, inferenceGeo } = usage;
  if (cloud === 'anthropic') {
    // Older models refuse the parameter, so that there is nothing to charge.
    return inferenceGeo === 'us' && releasedSince(model, FIRST_WITH_INFERENCE_GEO) ? 'regionalPremium' : null;
  }
  if (cloud === 'bedrock' && mayBeProvisioned(usage)) return 'scopeUnknown';
  if (isGovCloud(usage)) return 'govCloud';
  if (!releasedSince(model, FIRST_WITH_REGIONAL_PREMIUM)) return null;
  if (SCOPES[cloud].premium.includes(endpointScope)) return 'regionalPremium';
  return SCOPES[cloud].global.includes(endpointScope) ? null : 'scopeUnknown';
}

/** Unresolved ids of provisioned and custom models: their tokens may cost nothing, whatever the model. */
function mayBeProvisioned({ endpointScope, modelId }: RateableUsage): boolean {
  if (endpointScope !== 'unknown') return false;
  const { kind } = readModelId('bedrock', modelId);
  return kind === 'provisioned-model' || kind === 'custom-model';
}

function isGovCloud({ cloud, region, modelId }: RateableUsage): boolean {
  return cloud === 'bedrock' && (region.startsWith('us-gov-') || modelId.includes('us-gov.anthropic.'));
}
