import type { Cloud } from '../usage/cloud.js';
import { MODEL_CATALOGUE, releasedSince } from './model-catalogue.js';

interface ContextWindow {
  /** All clouds that offer the model, where none are named. */
  readonly clouds?: readonly Cloud[];
  /** UTC days; `from` belongs to it, `until` does not. */
  readonly from?: string;
  readonly until?: string;
  readonly tokens: number;
}

const MILLION = 1_000_000;
const SINCE_4_6: readonly ContextWindow[] = [{ tokens: MILLION }];
const BEFORE_4_6: readonly ContextWindow[] = [{ tokens: 200_000 }];

/** A million tokens with the header `context-1m-2025-08-07`, which the maker and the clouds ended on different days. */
function withMillionSince(from: string): readonly ContextWindow[] {
  return [
    { clouds: ['anthropic'], from, until: '2026-04-30', tokens: MILLION },
    { clouds: ['bedrock', 'vertex'], from, until: '2026-03-31', tokens: MILLION },
    { tokens: 200_000 },
  ];
}

/**
 * The first entry that fits a cloud and a day counts. https://platform.claude.com/docs/en/build-with-claude/context-windows
 * and the release notes; for Foundry, https://platform.claude.com/docs/en/build-with-claude/claude-in-microsoft-foundry.
 */
const WINDOWS: Readonly<Record<string, readonly ContextWindow[]>> = {
  'claude-sonnet-4': withMillionSince('2025-08-12'),
  'claude-sonnet-4-5': withMillionSince('2025-09-29'),
  'claude-opus-4-8': [{ clouds: ['foundry'], until: '2026-07-08', tokens: 200_000 }, { tokens: MILLION }],
  // No page says.
  'claude-instant-1': [],
  'claude-2': [],
  'claude-mythos-preview': [],
  'claude-haiku-5-5': [],
};

/** The largest prompt that the model took on that cloud on a UTC day, in tokens; `null` where no page says. */
export function contextWindow(model: string, cloud: Cloud, day: string): number | null {
  const fits = ({ clouds, from, until }: ContextWindow): boolean =>
    (clouds === undefined || clouds.includes(cloud)) &&
    (from === undefined || day >= from) &&
    (until === undefined || day < until);
  return windowsOf(model).find(fits)?.tokens ?? null;
}

function windowsOf(model: string): readonly ContextWindow[] {
  const own = WINDOWS[model];
  if (own !== undefined) return own;
  if (!MODEL_CATALOGUE.some((entry) => entry.model === model)) return [];
  return releasedSince(model, 'claude-opus-4-6') ? SINCE_4_6 : BEFORE_4_6;
}

/**
 * Which tokenizer a model counts with. From Opus 4.7 on (Mythos Preview included) the same text makes about 30 % more
 * tokens, so that counts are not portable across the two. https://platform.claude.com/docs/en/about-claude/pricing
 */
export function tokenizerOf(model: string): 'until-4-6' | 'since-4-7' {
  return releasedSince(model, 'claude-mythos-preview') ? 'since-4-7' : 'until-4-6';
}

/** Percent by which the tokenizer since 4.7 counts more for the same text, as its maker gives it: about. */
export const TOKENIZER_GROWTH_PERCENT = 30;

/** https://platform.claude.com/docs/en/build-with-claude/prompt-caching: shorter prompts are not cached. */
const MINIMUM_CACHEABLE: readonly (readonly [tokens: number, models: string])[] = [
  [512, 'opus-5 opus-5-5 sonnet-5-5 haiku-5-5 fable-5 fable-5-1 fable-5-2 mythos-5 mythos-5-1 mythos-5-2'],
  [1024, 'opus-4-8 opus-4-1 opus-4 sonnet-5 sonnet-4-6 sonnet-4-5 sonnet-4'],
  [2048, 'opus-4-7 mythos-preview 3-5-haiku'],
  [4096, 'opus-4-6 opus-4-5 haiku-4-5'],
];

const MINIMUM_OF: ReadonlyMap<string, number> = new Map(
  MINIMUM_CACHEABLE.flatMap(([tokens, models]) =>
    models.split(' ').map((model) => [`claude-${model}`, tokens] as const),
  ),
);

/** The shortest prompt that the model caches, in tokens: explains why a caller has no cache. `null` where no page says. */
export function minimumCacheableTokens(model: string): number | null {
  return MINIMUM_OF.get(model) ?? null;
}
