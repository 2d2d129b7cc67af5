import type { Flag } from '../../usage/flags.js';
import { UNKNOWN_TOKENS, type TokenCounts } from '../../usage/tokens.js';
import type { Provenance } from '../../usage/usage-event.js';
import { splitCacheWrites, totalCacheWrite, type UsageReading } from '../usage/usage-reading.js';
import { requestedCacheTtl } from '../messages/request-cache-ttl.js';

/** The counters that Bedrock writes beside the bodies; each may be absent. */
export interface Counters {
  readonly input: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite: number | null;
  readonly output: number | null;
}

export interface ResolvedTokens {
  readonly tokens: TokenCounts;
  readonly tokensFrom: Provenance['tokens'];
  readonly cacheTtlFrom: Provenance['cacheTtl'];
  readonly flags: readonly Flag[];
}

const UNRESOLVED: ResolvedTokens = {
  tokens: UNKNOWN_TOKENS,
  tokensFrom: 'absent',
  cacheTtlFrom: 'none',
  flags: ['tokensMissing'],
};

/**
 * The token classes of a call: counters first, the body for what they do not say and for the lifetimes of cache writes,
 * which are only there; `null` when neither tells. `inputTokenCount` excludes cached tokens, as in the body.
 */
export function resolveTokens(counters: Counters, body: UsageReading | null, request: unknown): ResolvedTokens {
  const bodyWrite = body === null ? null : totalCacheWrite(body);
  const counted = [counters.input, counters.cacheRead, counters.cacheWrite, counters.output].some((n) => n !== null);
  const told = body !== null && [body.input, body.cacheRead, bodyWrite, body.output].some((n) => n !== null);
  if (!counted && !told) return UNRESOLVED;

  const flags: Flag[] = [];
  const counterInput = exclusiveInput(counters, body, flags);
  const input = counterInput ?? body?.input ?? null;
  const output = counters.output ?? body?.output ?? null;
  const cacheRead = counters.cacheRead ?? body?.cacheRead ?? null;
  const cacheWrite = counters.cacheWrite ?? bodyWrite;

  if (input === null || output === null) flags.push('tokensMissing');
  if (
    (!counted && told) ||
    (counterInput === null && body?.input != null) ||
    (counters.output === null && body?.output != null) ||
    onlyInBody(counters.cacheRead, body?.cacheRead ?? null) ||
    onlyInBody(counters.cacheWrite, bodyWrite)
  ) {
    flags.push('tokensFromBody');
  }
  if (cacheRead === null || cacheWrite === null) flags.push('cachePairAbsent');
  if (
    body !== null &&
    (differ(counterInput, body.input) ||
      differ(counters.cacheRead, body.cacheRead) ||
      differ(counters.cacheWrite, bodyWrite) ||
      differ(counters.output, body.output))
  ) {
    flags.push('tokensDisagree');
  }

  const { cacheWrite5m, cacheWrite1h, from } = splitWrites(cacheWrite ?? 0, body, request, flags);
  return {
    tokens: { input, cacheRead: cacheRead ?? 0, cacheWrite5m, cacheWrite1h, output },
    tokensFrom: counted ? 'counters' : 'body',
    cacheTtlFrom: from,
    flags,
  };
}

/** The input counter without cached tokens, where the body shows that this model's input counts them in. */
function exclusiveInput(counters: Counters, body: UsageReading | null, flags: Flag[]): number | null {
  if (!body?.inputIncludedCache || body.input === null) return counters.input;
  const inclusive = body.input + (body.cacheRead ?? 0) + (totalCacheWrite(body) ?? 0);
  if (counters.input !== null && counters.input !== inclusive) return counters.input;
  flags.push('inputIncludedCache');
  return counters.input === null ? null : body.input;
}

/** Lifetimes from the body, else from a request whose cache points all agree, else assumed to be 5 minutes. */
function splitWrites(
  total: number,
  body: UsageReading | null,
  request: unknown,
  flags: Flag[],
): { cacheWrite5m: number; cacheWrite1h: number; from: Provenance['cacheTtl'] } {
  const split = splitCacheWrites(total, body?.cacheWrite5m ?? null, body?.cacheWrite1h ?? null);
  const requested = split.from === 'assumed' ? requestedCacheTtl(request) : null;
  if (requested === null) {
    if (split.flag !== null) flags.push(split.flag);
    return split;
  }
  flags.push('cacheTtlFromRequest');
  return requested === '1h'
    ? { cacheWrite5m: 0, cacheWrite1h: total, from: 'request' }
    : { cacheWrite5m: total, cacheWrite1h: 0, from: 'request' };
}

function differ(counter: number | null, inBody: number | null): boolean {
  return counter !== null && inBody !== null && counter !== inBody;
}

/** A cache count of 0 in the body confirms an absent counter; one that adds tokens is a fact of the body alone. */
function onlyInBody(counter: number | null, inBody: number | null): boolean {
  return counter === null && (inBody ?? 0) > 0;
}
