import type { Flag } from '../../usage/flags.js';
import { type TokenCounts, UNKNOWN_TOKENS } from '../../usage/tokens.js';
import { isCount } from '../json-value.js';
import type { Fields } from './fields.js';

const COUNTERS = ['PromptTokens', 'CompletionTokens', 'PromptCachedTokens'];

/** A counter that is there but is no count, in words; `null` when all are sound or absent. */
export function damagedCounter(llm: Fields | null): string | null {
  const damaged = COUNTERS.find((name) => {
    const value = llm?.number(name) ?? null;
    return value !== null && !isCount(value);
  });
  return damaged === undefined
    ? null
    : `\`${damaged}\` is ${llm?.number(damaged)}, not a whole number of tokens from 0 to 1,000,000,000.`;
}

/**
 * What the gateway counted of an answer. Of Claude it counts uncached input and output; tokens read from the cache only
 * where a column for them exists, and tokens written to it nowhere, so that the cost is not known from it.
 */
export function gatewayTokens(llm: Fields | null, vendor: string, flags: Set<Flag>): TokenCounts {
  const input = llm?.number('PromptTokens') ?? null;
  const output = llm?.number('CompletionTokens') ?? null;
  // A call without an answer is logged with zeros that nobody counted; an answer counts some input.
  if (input === null || output === null || input + output === 0) {
    flags.add('tokensMissing');
    return UNKNOWN_TOKENS;
  }
  const cacheRead = llm?.number('PromptCachedTokens') ?? null;
  flags.add('cacheUnknown');
  if (vendor !== 'openai' || cacheRead === null || cacheRead > input) {
    return { ...UNKNOWN_TOKENS, input, cacheRead, output };
  }
  flags.add('inputIncludedCache');
  return { ...UNKNOWN_TOKENS, input: input - cacheRead, cacheRead, output };
}
