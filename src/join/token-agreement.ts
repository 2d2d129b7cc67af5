import { TOKEN_CLASSES, type TokenClass, type TokenCounts } from '../usage/tokens.js';

/** Cache writes of both lifetimes: one log may assume a lifetime that another one tells. */
const cacheWrites = ({ cacheWrite5m, cacheWrite1h }: TokenCounts) =>
  cacheWrite5m === null || cacheWrite1h === null ? null : cacheWrite5m + cacheWrite1h;

const counts = (tokens: TokenCounts) => [tokens.input, tokens.cacheRead, cacheWrites(tokens), tokens.output];

/** Whether both count the same writes to the cache, however they split them. */
export function cacheWritesAgree(a: TokenCounts, b: TokenCounts): boolean {
  return cacheWrites(a) !== null && cacheWrites(a) === cacheWrites(b);
}

/** Whether two logs count the same tokens, as far as both count: `unknown` where one of them counts nothing. */
export function agreement(a: TokenCounts, b: TokenCounts): 'equal' | 'different' | 'unknown' {
  const ofB = counts(b);
  const both = counts(a).flatMap((count, index) => {
    const other = ofB[index] ?? null;
    return count === null || other === null ? [] : [count === other];
  });
  if (both.length === 0) return 'unknown';
  return both.every(Boolean) ? 'equal' : 'different';
}

/** Whether they count the same of any one class that both count and that was used at all. */
export function haveOneCount(a: TokenCounts, b: TokenCounts): boolean {
  const ofB = counts(b);
  return counts(a).some((count, index) => count !== null && count > 0 && count === ofB[index]);
}

export const NO_TOKENS: Readonly<Record<TokenClass, number>> = {
  input: 0,
  cacheRead: 0,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  output: 0,
};

/** The sum by class; unknown counts add nothing. */
export function addTokens(
  sum: Readonly<Record<TokenClass, number>>,
  tokens: TokenCounts,
  times: 1 | -1 = 1,
): Record<TokenClass, number> {
  const result = { ...sum };
  for (const name of TOKEN_CLASSES) result[name] += times * (tokens[name] ?? 0);
  return result;
}
