import type { FailedCode, FailedPlace, MeteredAnswer } from '../api/generated/types.gen.js';
import { narrowTo } from './filters.js';
import type { Tone } from './tone.js';

/** Somebody has to change something; the rest passes by itself or was meant. */
export const TONE_OF_TROUBLE: Readonly<Record<FailedCode['trouble'], Tone>> = {
  throttled: 'warn',
  notAllowed: 'alert',
  notFound: 'alert',
  badRequest: 'alert',
  modelTrouble: 'warn',
  cloudTrouble: 'warn',
  blocked: 'unknown',
  other: 'unknown',
};

/** Names a code in the address; calls that a guardrail blocked have none. */
export function keyOfCode({ cloud, outcome, errorCode }: Pick<FailedCode, 'cloud' | 'outcome' | 'errorCode'>): string {
  return [cloud, outcome, errorCode ?? ''].join('/');
}

/** The address of the calls with a code, in one place or in all. */
export function requestsOf(
  { cloud, outcome, errorCode }: Pick<FailedCode, 'cloud' | 'outcome' | 'errorCode'>,
  place: Pick<FailedPlace, 'modelId' | 'accountId' | 'region'> | null,
  filters: readonly string[],
): { filter: string[]; errorCode: string | undefined } {
  const everywhere = narrowTo(narrowTo(filters, 'cloud', cloud), 'outcome', outcome);
  if (!place) return { filter: everywhere, errorCode: errorCode ?? undefined };
  const there = narrowTo(narrowTo(everywhere, 'accountId', place.accountId), 'region', place.region);
  return { filter: narrowTo(there, 'modelId', place.modelId), errorCode: errorCode ?? undefined };
}

export interface Throttled {
  readonly modelId: string | null;
  readonly throttles: number;
  /** Requests that the meter counted; null where it has not been read. */
  readonly requests: number | null;
}

/** Models that the clouds' meters count throttled requests for, the most first. */
export function throttledModels(rows: MeteredAnswer['rows']): Throttled[] {
  return rows
    .flatMap(({ group, throttles, metered }) =>
      throttles === null || throttles === 0
        ? []
        : [{ modelId: group['modelId'] ?? null, throttles, requests: metered?.requests ?? null }],
    )
    .toSorted((a, b) => b.throttles - a.throttles);
}
