import type { Cloud } from '../usage/cloud.js';

/** A document that lists where models can be called, and the last day on which it was read. */
const SOURCES = {
  bedrock2025: {
    seenOn: '2025-10-31',
    url: 'https://platform.claude.com/docs/en/build-with-claude/claude-on-amazon-bedrock',
  },
  bedrock2026: {
    seenOn: '2026-08-22',
    url: 'https://platform.claude.com/docs/en/build-with-claude/claude-on-amazon-bedrock-legacy',
  },
  priceLists: {
    seenOn: '2026-11-20',
    url: 'https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json',
  },
  vertex: { seenOn: '2026-04-30', url: 'https://platform.claude.com/docs/en/build-with-claude/claude-on-vertex-ai' },
  foundry: {
    seenOn: '2026-09-21',
    url: 'https://learn.microsoft.com/en-us/azure/foundry/foundry-models/concepts/claude-models',
  },
  pricing: {
    seenOn: null,
    url: 'https://platform.claude.com/docs/en/about-claude/pricing#third-party-platform-pricing',
  },
} as const satisfies Record<string, { readonly seenOn: string | null; readonly url: string }>;

export type AvailabilitySource = keyof typeof SOURCES;

/** Models that can be called through those scopes of a cloud. */
export interface AvailabilityRow {
  readonly cloud: Cloud;
  /** Without their `claude-`, separated by blanks. */
  readonly models: string;
  /**
   * Bedrock: the prefix of the model id, `region` for none. Vertex AI: `global`, the multi-regions `us` and `eu`, and
   * `region`. Foundry: `global` and `data-zone`. The Claude API: `global`, and `us` for inference_geo.
   */
  readonly scopes: string;
  readonly source: AvailabilitySource;
}

export function sourceOfAvailability(source: AvailabilitySource): {
  readonly seenOn: string | null;
  readonly url: string;
} {
  return SOURCES[source];
}

/** Every model released with or after Sonnet 4.5 that Bedrock and Vertex AI offer. */
const SINCE_SONNET_4_5 =
  'sonnet-4-5 haiku-4-5 opus-4-5 opus-4-6 sonnet-4-6 opus-4-7 opus-4-8 fable-5 sonnet-5 opus-5 fable-5-1 opus-5-5 ' +
  'sonnet-5-5 haiku-5-5 fable-5-2';

const SINCE_OPUS_4_6 =
  'opus-4-6 sonnet-4-6 opus-4-7 opus-4-8 fable-5 mythos-5 sonnet-5 opus-5 fable-5-1 mythos-5-1 opus-5-5 sonnet-5-5 ' +
  'haiku-5-5 fable-5-2 mythos-5-2';

/** What a document says, or what it says of all models: one row each. From Sonnet 4.5 on, a model that no row names is not offered there. */
export const AVAILABILITY: readonly AvailabilityRow[] = [
  // "Starting with Claude Sonnet 4.5 and for all future models", both clouds offer a global endpoint.
  { cloud: 'bedrock', models: SINCE_SONNET_4_5, scopes: 'global region', source: 'pricing' },
  { cloud: 'vertex', models: SINCE_SONNET_4_5, scopes: 'global', source: 'pricing' },

  { cloud: 'bedrock', models: 'sonnet-4-5', scopes: 'us eu jp', source: 'bedrock2025' },
  { cloud: 'bedrock', models: 'haiku-4-5', scopes: 'us eu', source: 'bedrock2025' },
  { cloud: 'bedrock', models: 'sonnet-4', scopes: 'global us eu apac', source: 'bedrock2025' },
  { cloud: 'bedrock', models: '3-7-sonnet 3-haiku', scopes: 'us eu apac', source: 'bedrock2025' },
  { cloud: 'bedrock', models: '3-5-sonnet', scopes: 'us apac', source: 'bedrock2025' },
  { cloud: 'bedrock', models: 'opus-4-1 opus-4 3-opus 3-5-haiku', scopes: 'us', source: 'bedrock2025' },

  { cloud: 'bedrock', models: 'opus-4-6', scopes: 'us eu jp apac', source: 'bedrock2026' },
  { cloud: 'bedrock', models: 'sonnet-4-6', scopes: 'us eu jp', source: 'bedrock2026' },
  { cloud: 'bedrock', models: 'opus-4-5', scopes: 'us eu', source: 'bedrock2026' },

  {
    cloud: 'bedrock',
    models: '3-opus 3-sonnet 3-haiku 3-5-sonnet 3-5-haiku 3-7-sonnet sonnet-4 opus-4 opus-4-1',
    scopes: 'us eu region',
    source: 'priceLists',
  },
  { cloud: 'bedrock', models: '3-sonnet', scopes: 'apac', source: 'priceLists' },
  { cloud: 'bedrock', models: 'haiku-4-5', scopes: 'apac jp au in', source: 'priceLists' },
  { cloud: 'bedrock', models: 'sonnet-4-5 sonnet-4-6 opus-4-6', scopes: 'au', source: 'priceLists' },
  {
    cloud: 'bedrock',
    models: 'opus-4-7 opus-4-8 haiku-5-5 sonnet-5 opus-5 opus-5-5',
    scopes: 'us eu jp au',
    source: 'priceLists',
  },
  { cloud: 'bedrock', models: 'sonnet-5 opus-5', scopes: 'in', source: 'priceLists' },
  { cloud: 'bedrock', models: 'sonnet-5-5', scopes: 'us eu au', source: 'priceLists' },
  { cloud: 'bedrock', models: 'fable-5', scopes: 'us eu', source: 'priceLists' },
  { cloud: 'bedrock', models: 'fable-5-1 fable-5-2', scopes: 'us', source: 'priceLists' },
  {
    cloud: 'bedrock',
    models: '3-haiku 3-5-sonnet 3-7-sonnet sonnet-4-5 haiku-4-5 opus-4-8 sonnet-5',
    scopes: 'us-gov',
    source: 'priceLists',
  },

  // "Specific regional endpoints support Claude Sonnet 4.6 and earlier; newer models use the global or multi-region ones."
  {
    cloud: 'vertex',
    models:
      '3-opus 3-sonnet 3-haiku 3-5-sonnet 3-5-haiku 3-7-sonnet opus-4 sonnet-4 opus-4-1 sonnet-4-5 haiku-4-5 opus-4-5 ' +
      'opus-4-6 sonnet-4-6',
    scopes: 'region',
    source: 'pricing',
  },
  { cloud: 'vertex', models: SINCE_SONNET_4_5, scopes: 'us eu', source: 'vertex' },

  {
    cloud: 'foundry',
    models:
      'mythos-preview fable-5-1 fable-5 mythos-5-1 mythos-5 opus-5-5 opus-5 opus-4-8 opus-4-7 opus-4-6 opus-4-5 ' +
      'sonnet-5-5 sonnet-5 sonnet-4-6 sonnet-4-5 haiku-5-5 haiku-4-5',
    scopes: 'global',
    source: 'foundry',
  },
  { cloud: 'foundry', models: 'fable-5-2', scopes: 'global', source: 'priceLists' },
  // Only models hosted on Azure have US Data Zone deployments.
  {
    cloud: 'foundry',
    models: 'haiku-4-5 haiku-5-5 opus-4-8 opus-5 opus-5-5 sonnet-5 sonnet-5-5',
    scopes: 'data-zone',
    source: 'foundry',
  },

  {
    cloud: 'anthropic',
    models: `3-opus 3-sonnet 3-haiku 3-5-sonnet 3-5-haiku 3-7-sonnet opus-4 sonnet-4 opus-4-1 sonnet-4-5 haiku-4-5 opus-4-5 ${SINCE_OPUS_4_6}`,
    scopes: 'global',
    source: 'pricing',
  },
  { cloud: 'anthropic', models: SINCE_OPUS_4_6, scopes: 'us', source: 'pricing' },
];
