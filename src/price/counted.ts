import type { PriceableUsage } from '../usage/priced.js';
import { promptTokens, type TokenClass, tokensAreKnown } from '../usage/tokens.js';
import type { RuleId } from './rules.js';

/** What is priced of a call, or of a sum of calls. */
export interface Counted {
  readonly tokens: Readonly<Record<TokenClass, number>>;
  /** Tokens of the prompt, or as many as are known to be in it. */
  readonly prompt: number;
  /** Why not all that was used is priced here. */
  readonly rules: readonly RuleId[];
  /** The lengths of the prompts are not told. */
  readonly hidesThreshold: boolean;
}

/** What can be priced, or `null`. Classes that a gateway does not log are left out and said to be; they are never zero. */
export function countedOf({ tokens, flags = [] }: PriceableUsage): Counted | null {
  if (tokensAreKnown(tokens)) {
    // Calls of an hour added up: their sum says nothing of the length of each.
    return flags.includes('meteredRemainder')
      ? { tokens, prompt: 0, rules: [], hidesThreshold: true }
      : { tokens, prompt: promptTokens(tokens) ?? 0, rules: [], hidesThreshold: false };
  }
  const rule = PARTIAL.find((flag) => flags.includes(flag));
  const { input, output, cacheRead, cacheWrite5m, cacheWrite1h } = tokens;
  if (rule === undefined || input === null || output === null) return null;
  const told = {
    input,
    output,
    cacheRead: cacheRead ?? 0,
    cacheWrite5m: cacheWrite5m ?? 0,
    cacheWrite1h: cacheWrite1h ?? 0,
  };
  return { tokens: told, prompt: promptTokens(told) ?? input, rules: [rule], hidesThreshold: true };
}

const PARTIAL = ['cacheInRemainder', 'cacheNotLogged'] as const;
