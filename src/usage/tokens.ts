/**
 * The five token classes, disjoint: a token is counted in exactly one of them, so that sums and prices never overlap.
 * `input` is uncached input. `output` includes thinking. https://platform.claude.com/docs/en/build-with-claude/prompt-caching
 */
export const TOKEN_CLASSES = ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output'] as const;
export type TokenClass = (typeof TOKEN_CLASSES)[number];

/** Tokens of one call. `null` means that the log does not tell; 0 means that it says none. */
export type TokenCounts = Record<TokenClass, number | null>;

export const UNKNOWN_TOKENS: TokenCounts = {
  input: null,
  cacheRead: null,
  cacheWrite5m: null,
  cacheWrite1h: null,
  output: null,
};

/** Everything that was sent in, cached or not: what long-context thresholds count. `null` if any part is unknown. */
export function promptTokens(tokens: TokenCounts): number | null {
  const { input, cacheRead, cacheWrite5m, cacheWrite1h } = tokens;
  if (input === null || cacheRead === null || cacheWrite5m === null || cacheWrite1h === null) return null;
  return input + cacheRead + cacheWrite5m + cacheWrite1h;
}

/** True when every class is known, which a price needs. */
export function tokensAreKnown(tokens: TokenCounts): tokens is Record<TokenClass, number> {
  return TOKEN_CLASSES.every((tokenClass) => tokens[tokenClass] !== null);
}
