import { failureOf } from '../usage/failure.js';
import type { PriceableUsage } from '../usage/priced.js';
import { TOKEN_CLASSES } from '../usage/tokens.js';
import type { Rating } from './rating.js';
import type { UnbilledRule } from './rules.js';

/**
 * Why nothing is charged for a call by itself, where that is known: it failed before a model answered, or what it used is
 * counted elsewhere. `null` for every other call: one that was cut off (cancelled, timed out, a stream that broke) may have
 * used tokens that no log tells, and its cost stays unknown.
 */
export function unbilledRule(usage: PriceableUsage): UnbilledRule | null {
  if (usesTokens(usage)) return null;
  const failure = failureOf(usage);
  if (failure === 'refused') return 'refusedNotBilled';
  if (failure === 'unanswered' && usage.cloud === 'vertex') return 'failedNotBilled';
  return usage.flags?.includes('tokensInRemainder') ? 'countedInRemainder' : null;
}

/** How a call is rated that nothing is charged for. */
export function unbilledRating(rule: UnbilledRule): Rating {
  return {
    entry: {
      id: rule === 'countedInRemainder' ? 'remainder' : 'notBilled',
      from: '',
      until: null,
      picoPerToken: { input: 0n, cacheRead: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, output: 0n },
      overTokens: 0,
    },
    tier: 'standard',
    rules: [rule],
    batch: false,
    tenths: 0n,
    free: true,
  };
}

function usesTokens({ tokens, webSearchRequests }: PriceableUsage): boolean {
  return webSearchRequests > 0 || TOKEN_CLASSES.some((tokenClass) => (tokens[tokenClass] ?? 0) > 0);
}
