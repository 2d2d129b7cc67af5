import type { Cloud, EndpointScope } from '../usage/cloud.js';
import { canonicalModel } from './model-catalogue.js';

/** What a model id tells. */
export interface ModelReference {
  /** Canonical id, or `null` when the id is opaque or the catalogue does not know it exactly. */
  readonly model: string | null;
  /** Maker of the model; `unknown` when the id does not tell. */
  readonly vendor: string;
  readonly endpointScope: EndpointScope;
  /** `us`, `eu`, `global`, `us-gov` …, as written before the maker's name on Bedrock. */
  readonly scopePrefix: string | null;
  readonly kind: ModelIdKind;
  /** A Foundry id that ends in `-fast` is the fast form of the model. */
  readonly fast: boolean;
}

/** `opaque`: the id names neither model nor scope (a name that the customer chose, or an id that the cloud made up). */
export type ModelIdKind =
  | 'model'
  | 'inference-profile'
  | 'application-inference-profile'
  | 'foundation-model'
  | 'provisioned-model'
  | 'custom-model'
  | 'opaque';

/**
 * A model id as the caller passed it, taken apart. `location` is the Vertex location, which is where Vertex says the scope.
 * Scope and model are both kept: stripping the prefix for a look-up must not lose what the premium hangs on.
 */
export function readModelId(cloud: Cloud, modelId: string, location: string | null = null): ModelReference {
  if (cloud === 'bedrock') return readBedrockModelId(modelId);
  if (cloud === 'vertex') return readVertexModelId(modelId, location);
  return { ...named(modelId), endpointScope: cloud === 'anthropic' ? 'global' : 'unknown' };
}

/** The canonical id of a Claude model by any of its names, or `null`: exact after parsing, never a neighbour. */
export function readModelName(name: string): { readonly model: string | null; readonly fast: boolean } {
  // Vertex AI's versions, and what Claude Code writes behind a model for a context of a million tokens.
  let rest = name.replace(/(?:\[1m\]|@[a-z0-9]+)+$/, '');
  for (const suffix of [/:\d+k$/, /-v\d+(?::\d+)?$/, /-\d{8}$/, /-v\d+$/]) {
    const known = canonicalModel(rest);
    if (known !== null) return { model: known, fast: false };
    rest = rest.replace(suffix, '');
  }
  const known = canonicalModel(rest);
  if (known !== null || !rest.endsWith('-fast')) return { model: known, fast: false };
  return { model: canonicalModel(rest.slice(0, -'-fast'.length)), fast: true };
}

/**
 * `arn:<partition>:bedrock:<region>:<account>:<type>/<id>`. A foundation model's ARN has no account.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetInferenceProfile.html
 */
const BEDROCK_ARN = /^arn:[a-z0-9-]+:(?:bedrock|sagemaker):[a-z0-9-]*:[^:]*:([a-z-]+)\/(.+)$/;

function readBedrockModelId(modelId: string): ModelReference {
  const [, type, id] = BEDROCK_ARN.exec(modelId) ?? [];
  if (type === undefined || id === undefined) return readPrefixedId(modelId, 'model');
  switch (type) {
    case 'inference-profile': {
      const reference = readPrefixedId(afterLast(id, '/'), 'inference-profile');
      return reference.scopePrefix === null ? { ...reference, endpointScope: 'unknown' } : reference;
    }
    case 'foundation-model':
      return readPrefixedId(id, 'foundation-model');
    case 'application-inference-profile':
    case 'provisioned-model':
      return opaque(type);
    case 'custom-model':
    case 'custom-model-deployment':
    case 'imported-model':
      return opaque('custom-model');
    default:
      return opaque('opaque');
  }
}

/** Makers whose models Bedrock offers: a first word that is one of them is no scope prefix. */
const VENDORS = new Set(
  (
    'anthropic amazon meta mistral cohere ai21 stability deepseek openai qwen google nvidia writer luma twelvelabs ' +
    'minimax moonshot moonshotai zai'
  ).split(' '),
);

/** Prefixes seen so far; before `anthropic.` any word is taken for one, because new geographies keep coming. */
const PREFIXES = new Set('global us us-gov eu apac jp au ca sa kr in'.split(' '));

function readPrefixedId(id: string, kind: ModelIdKind): ModelReference {
  const [first = '', second = ''] = id.split('.', 3);
  const prefixed =
    /^[a-z][a-z-]*$/.test(first) && (second === 'anthropic' || (PREFIXES.has(first) && /^[a-z0-9]+$/.test(second)));
  const scopePrefix = prefixed && !VENDORS.has(first) ? first : null;
  const rest = scopePrefix === null ? id : id.slice(scopePrefix.length + 1);
  const dot = rest.indexOf('.');
  if (dot <= 0) return opaque('opaque');
  const vendor = rest.slice(0, dot);
  if (!VENDORS.has(vendor) && !/^[a-z][a-z0-9]*$/.test(vendor)) return opaque('opaque');
  const { model, fast } = vendor === 'anthropic' ? readModelName(rest.slice(dot + 1)) : { model: null, fast: false };
  const endpointScope = scopePrefix === null ? 'region' : scopePrefix === 'global' ? 'global' : 'geo';
  return { model, vendor, endpointScope, scopePrefix, kind, fast };
}

function opaque(kind: ModelIdKind): ModelReference {
  return { model: null, vendor: 'unknown', endpointScope: 'unknown', scopePrefix: null, kind, fast: false };
}

function named(name: string): ModelReference {
  const { model, fast } = readModelName(name);
  const vendor = model !== null || name.startsWith('claude-') ? 'anthropic' : 'unknown';
  return {
    model,
    vendor,
    endpointScope: 'unknown',
    scopePrefix: null,
    kind: vendor === 'anthropic' ? 'model' : 'opaque',
    fast,
  };
}

/** A path of Vertex AI says the maker: `publishers/google/models/gemini-2.5-pro`. */
function readVertexModelId(modelId: string, location: string | null): ModelReference {
  const reference = { ...named(afterLast(modelId, '/')), endpointScope: vertexScope(location) };
  const publisher = /(?:^|\/)publishers\/([a-z][a-z0-9-]*)\/models\//.exec(modelId)?.[1];
  return publisher === undefined ? reference : { ...reference, vendor: publisher, kind: 'model' };
}

/** https://platform.claude.com/docs/en/build-with-claude/claude-on-vertex-ai: global, multi-region (`us`, `eu`), regional. */
function vertexScope(location: string | null): EndpointScope {
  if (location === null || location === '') return 'unknown';
  if (location === 'global') return 'global';
  return location === 'us' || location === 'eu' ? 'multi-region' : 'region';
}

function afterLast(text: string, separator: string): string {
  return text.slice(text.lastIndexOf(separator) + 1);
}
