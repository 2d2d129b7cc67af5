import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answerOf } from './answer.js';
import {
  getAlert,
  getMetered,
  getThroughput,
  getThroughputHours,
  getUnlogged,
  getVerdict,
  listAlerts,
  listChannels,
  listErrors,
  listSchemaDrift,
} from './generated/sdk.gen.js';
import type { ThroughputRow } from './generated/types.gen.js';
import type { Question } from './queries.js';

/** What is watched changes by the minute, not by the second. */
const REFRESH_MS = 30_000;
const fresh = { refetchInterval: REFRESH_MS, placeholderData: keepPreviousData } as const;

export function verdictQuery() {
  return queryOptions({ queryKey: ['verdict'], ...fresh, queryFn: ({ signal }) => answerOf(getVerdict({ signal })) });
}

export function alertsQuery() {
  return queryOptions({ queryKey: ['alerts'], ...fresh, queryFn: ({ signal }) => answerOf(listAlerts({ signal })) });
}

export function alertQuery(alertId: string) {
  return queryOptions({
    queryKey: ['alerts', alertId],
    refetchInterval: REFRESH_MS,
    queryFn: ({ signal }) => answerOf(getAlert({ path: { alertId }, signal })),
  });
}

export function channelsQuery() {
  return queryOptions({
    queryKey: ['channels'],
    ...fresh,
    queryFn: ({ signal }) => answerOf(listChannels({ signal })),
  });
}

export function driftQuery() {
  return queryOptions({
    queryKey: ['drift'],
    ...fresh,
    queryFn: ({ signal }) => answerOf(listSchemaDrift({ signal })),
  });
}

export function errorsQuery({ from, to, timeZone, filter }: Question) {
  return queryOptions({
    queryKey: ['errors', from, to, timeZone, filter],
    ...fresh,
    queryFn: ({ signal }) =>
      answerOf(
        listErrors({ query: { from, to, timeZone, ...(filter.length > 0 && { filter: [...filter] }) }, signal }),
      ),
  });
}

export function throughputQuery({ from, to, timeZone, filter }: Question) {
  return queryOptions({
    queryKey: ['throughput', from, to, timeZone, filter],
    ...fresh,
    queryFn: ({ signal }) =>
      answerOf(
        getThroughput({ query: { from, to, timeZone, ...(filter.length > 0 && { filter: [...filter] }) }, signal }),
      ),
  });
}

/** The hours of one row of it. */
export function throughputHoursQuery({ from, to, timeZone, filter }: Question, row: ThroughputRow) {
  const { cloud, accountId, region, model, endpointScope, modelId } = row;
  const place = {
    cloud,
    accountId,
    region,
    ...(model !== null && { model }),
    ...(endpointScope !== null && { endpointScope }),
    ...(modelId !== null && { modelId }),
  };
  return queryOptions({
    queryKey: ['throughput', 'hours', from, to, timeZone, filter, place],
    ...fresh,
    queryFn: ({ signal }) =>
      answerOf(
        getThroughputHours({
          query: { from, to, timeZone, ...place, ...(filter.length > 0 && { filter: [...filter] }) },
          signal,
        }),
      ),
  });
}

/** What the clouds' meters counted, by model id: they know of no filter. */
export function meteredQuery({ from, to, timeZone }: Question) {
  return queryOptions({
    queryKey: ['metered', from, to, timeZone],
    ...fresh,
    queryFn: ({ signal }) => answerOf(getMetered({ query: { from, to, timeZone, groupBy: ['modelId'] }, signal })),
  });
}

/** What was metered and not logged, by place, model and cause: meters know of no filter. */
export function unloggedQuery({ from, to, timeZone }: Question) {
  return queryOptions({
    queryKey: ['unlogged', from, to, timeZone],
    ...fresh,
    queryFn: ({ signal }) => answerOf(getUnlogged({ query: { from, to, timeZone }, signal })),
  });
}
