import type { Flag } from '../../usage/flags.js';
import { UNKNOWN_TOKENS, type TokenCounts } from '../../usage/tokens.js';

/**
 * What one usage object says, in the words of no dialect. `null` is "does not say". `input` never includes cached tokens
 * here: a dialect that counts them in takes them out and sets `inputIncludedCache`.
 */
export interface UsageReading {
  readonly input: number | null;
  readonly cacheRead: number | null;
  /** Cache writes of every lifetime together, as the dialect says it. */
  readonly cacheWrite: number | null;
  /** The split of the same by lifetime. */
  readonly cacheWrite5m: number | null;
  readonly cacheWrite1h: number | null;
  readonly output: number | null;
  readonly inputIncludedCache: boolean;
}

/** What a usage object says besides tokens. */
export interface UsageExtras {
  readonly webSearchRequests: number;
  readonly serviceTier: string | null;
  readonly speed: 'standard' | 'fast';
  readonly inferenceGeo: string | null;
}

export const NO_EXTRAS: UsageExtras = {
  webSearchRequests: 0,
  serviceTier: null,
  speed: 'standard',
  inferenceGeo: null,
};

/** Cache writes in total, by the reading: a total that is absent or 0 yields to a split that is not. */
export function totalCacheWrite(
  reading: Pick<UsageReading, 'cacheWrite' | 'cacheWrite5m' | 'cacheWrite1h'>,
): number | null {
  const { cacheWrite, cacheWrite5m, cacheWrite1h } = reading;
  const split = (cacheWrite5m ?? 0) + (cacheWrite1h ?? 0);
  // Some layers zero the flat total when the split is there: https://github.com/dust-tt/dust/pull/28388
  return split > 0 && (cacheWrite ?? 0) === 0
    ? split
    : (cacheWrite ?? (cacheWrite5m === null && cacheWrite1h === null ? null : 0));
}

export interface CacheWrites {
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  /** Where the split came from: `none` when nothing was written, so that there was nothing to split. */
  readonly from: 'body' | 'assumed' | 'none';
  readonly flag: Flag | null;
}

/**
 * A total of cache writes split by lifetime: the 1-hour part as told but never more than the total, the rest is 5-minute.
 * Without a split (absent, or 0 and 0 although something was written:
 * https://github.com/anthropics/anthropic-sdk-java/issues/353) all of it is 5-minute, which is a lower bound.
 */
export function splitCacheWrites(total: number, split5m: number | null, split1h: number | null): CacheWrites {
  if (total === 0) return { cacheWrite5m: 0, cacheWrite1h: 0, from: 'none', flag: null };
  const told = (split5m ?? 0) + (split1h ?? 0);
  if (told === 0) return { cacheWrite5m: total, cacheWrite1h: 0, from: 'assumed', flag: 'cacheTtlAssumed' };
  const cacheWrite1h = Math.min(split1h ?? 0, total);
  return {
    cacheWrite5m: total - cacheWrite1h,
    cacheWrite1h,
    from: 'body',
    flag: told > total ? 'cacheSplitClamped' : null,
  };
}

/** A usage object alone as token counts, with what had to be assumed. */
export function tokensOfReading(reading: UsageReading): {
  readonly tokens: TokenCounts;
  readonly flags: readonly Flag[];
} {
  const { input, output, cacheRead } = reading;
  const write = totalCacheWrite(reading);
  if (input === null && output === null && cacheRead === null && write === null) {
    return { tokens: UNKNOWN_TOKENS, flags: ['tokensMissing'] };
  }
  const { cacheWrite5m, cacheWrite1h, flag } = splitCacheWrites(write ?? 0, reading.cacheWrite5m, reading.cacheWrite1h);
  const flags: Flag[] = [];
  if (input === null || output === null) flags.push('tokensMissing');
  if (cacheRead === null || write === null) flags.push('cachePairAbsent');
  if (flag !== null) flags.push(flag);
  if (reading.inputIncludedCache) flags.push('inputIncludedCache');
  return { tokens: { input, cacheRead: cacheRead ?? 0, cacheWrite5m, cacheWrite1h, output }, flags };
}
