import type { Flag } from '../../usage/flags.js';
import type { UsageEvent } from '../../usage/usage-event.js';
import { readModelName } from '../model-id.js';

/** First letters of the names under which Azure offers models of other makers. */
const MAKERS: readonly (readonly [RegExp, string])[] = [
  [/^claude-/, 'anthropic'],
  [/^(?:gpt|o\d|text-embedding|dall-e|sora|whisper|codex)/, 'openai'],
  [/^(?:meta-)?llama/, 'meta'],
  [/^(?:mistral|ministral|codestral|pixtral)/, 'mistral'],
  [/^deepseek/, 'deepseek'],
  [/^phi-/, 'microsoft'],
  [/^grok/, 'xai'],
  [/^cohere|^command/, 'cohere'],
];

/**
 * The model that a record names beside the deployment. A deployment's own name tells nothing, though it is often that of its
 * model: the name is free, and what stands behind it may be replaced. Names of older models carry their date.
 */
export function modelOf(
  modelName: string | null,
  flags: Set<Flag>,
): Pick<UsageEvent, 'model' | 'vendor' | 'speed' | 'endpointScope'> & { readonly from: 'record' | 'absent' } {
  // Global or data zone is a fact of the deployment, which no log tells.
  flags.add('scopeUnknown');
  const { model, fast } = modelName === null ? { model: null, fast: false } : readModelName(modelName);
  const name = modelName?.toLowerCase() ?? '';
  const vendor = model !== null ? 'anthropic' : (MAKERS.find(([first]) => first.test(name))?.[1] ?? 'unknown');
  if (model === null && (vendor === 'anthropic' || vendor === 'unknown')) flags.add('modelUnknown');
  return {
    model,
    vendor,
    speed: fast ? 'fast' : 'standard',
    endpointScope: 'unknown',
    from: model === null ? 'absent' : 'record',
  };
}
