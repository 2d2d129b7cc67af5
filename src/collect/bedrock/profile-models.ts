import type { EndpointScope } from '../../usage/cloud.js';

const MODEL_ARN = /^arn:[a-z0-9-]+:bedrock:([a-z0-9-]*):[^:]*:foundation-model\/(.+)$/;

/**
 * The model and the scope of an inference profile, from the models that it may call. The profile that it was copied from is
 * not in the answer, so the scope is read off the regions: an ARN without region is there for global profiles alone
 * (https://docs.aws.amazon.com/bedrock/latest/userguide/global-cross-region-inference.html), several regions are a
 * geography, one is in-region. `null` when there is no model, or more than one.
 */
export function modelBehind(
  modelArns: readonly string[],
): { readonly modelId: string; readonly endpointScope: EndpointScope } | null {
  const regions = new Set<string>();
  const modelIds = new Set<string>();
  for (const arn of modelArns) {
    const [, region, modelId] = MODEL_ARN.exec(arn) ?? [];
    if (region === undefined || modelId === undefined) return null;
    regions.add(region);
    modelIds.add(modelId);
  }
  const [modelId] = modelIds;
  if (modelId === undefined || modelIds.size > 1) return null;
  return { modelId, endpointScope: regions.has('') ? 'global' : regions.size > 1 ? 'geo' : 'region' };
}
