import type { FailedCalls } from '../store/questions/failed-calls.js';
import { adviceOn } from '../usage/error-advice.js';
import { formatUsd } from '../usage/money.js';
import type { ErrorsAnswer } from './answers/errors.js';
import { groupedBy } from '../usage/grouped-by.js';

/** All calls to one model id in one place, failed or not: what a share is a share of. */
export interface CallsOfPlace {
  readonly modelId: string;
  readonly accountId: string;
  readonly region: string;
  readonly requests: number;
}

/** Failed calls by code, the most frequent first, each with the places where it happened. */
export function shapeErrors(
  failed: readonly FailedCalls[],
  all: readonly CallsOfPlace[],
): Pick<ErrorsAnswer, 'calls' | 'failed' | 'blocked' | 'codes'> {
  const calls = sum(all);
  const ofPlace = new Map<string, number>();
  for (const place of all) ofPlace.set(keyOf(place), (ofPlace.get(keyOf(place)) ?? 0) + place.requests);
  const byCode = groupedBy(failed, ({ cloud, outcome, errorCode }) => JSON.stringify([cloud, outcome, errorCode]));
  const codes = [...byCode.values()].flatMap((rows) => {
    const [first] = rows;
    if (first === undefined) return [];
    const { cloud, outcome, errorCode } = first;
    const { trouble, status, words, source } = adviceOn(outcome, errorCode);
    const requests = sum(rows);
    return {
      cloud,
      outcome,
      errorCode,
      requests,
      share: shareOf(requests, calls),
      costUsd: formatUsd(rows.reduce((total, { costPico }) => total + costPico, 0n)),
      firstAt: new Date(Math.min(...rows.map(({ firstAt }) => firstAt.getTime()))).toISOString(),
      lastAt: new Date(Math.max(...rows.map(({ lastAt }) => lastAt.getTime()))).toISOString(),
      trouble,
      status,
      advice: words,
      source,
      places: rows.map((row) => ({
        model: row.model,
        modelId: row.modelId,
        accountId: row.accountId,
        region: row.region,
        endpointScope: row.endpointScope,
        requests: row.requests,
        share: shareOf(row.requests, ofPlace.get(keyOf(row)) ?? 0),
        callers: row.callers,
        lastAt: row.lastAt.toISOString(),
      })),
    };
  });
  return {
    calls,
    failed: sum(failed.filter(({ outcome }) => outcome === 'failed')),
    blocked: sum(failed.filter(({ outcome }) => outcome === 'blocked')),
    codes: codes.toSorted((a, b) => b.requests - a.requests),
  };
}

const sum = (rows: readonly { readonly requests: number }[]) => rows.reduce((total, row) => total + row.requests, 0);
const shareOf = (part: number, whole: number) => (whole === 0 ? null : Math.min(1, part / whole));
const keyOf = ({ modelId, accountId, region }: Omit<CallsOfPlace, 'requests'>) =>
  JSON.stringify([modelId, accountId, region]);
