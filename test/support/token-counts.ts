import type { TokenCounts } from '../../src/usage/tokens.js';

/** Counts of every class of token, in the order in which a call is read. */
export const tokens = (
  input: number | null,
  cacheRead: number | null,
  cacheWrite5m: number | null,
  cacheWrite1h: number | null,
  output: number | null,
): TokenCounts => ({ input, cacheRead, cacheWrite5m, cacheWrite1h, output });
