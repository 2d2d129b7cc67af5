import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answerOf } from './answer.js';
import { client } from './generated/client.gen.js';
import {
  closeMonth,
  getRerate,
  getRerateDifferences,
  listAdjustments,
  listClosedMonths,
  listRerates,
  startRerate,
} from './generated/sdk.gen.js';
import type {
  CancelRerateErrors,
  CancelRerateResponses,
  ClosedMonth,
  RerateRun,
  StartRerateData,
} from './generated/types.gen.js';

/** A run is looked at this often while it is under way. */
const RUNNING_MS = 1_000;
const PAGE = 20;

export const DIFFERENCE_GROUPINGS = ['month', 'model', 'team', 'reason'] as const;
export type DifferenceGrouping = (typeof DIFFERENCE_GROUPINGS)[number];

export function isUnfinished({ state }: Pick<RerateRun, 'state'>): boolean {
  return state === 'queued' || state === 'running';
}

/** Runs that priced the past again. Every key begins with the same word, so that all are asked again after an order. */
export function rerateRunsQuery() {
  return infiniteQueryOptions({
    queryKey: ['corrections', 'runs'],
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) =>
      answerOf(listRerates({ query: { limit: PAGE, ...(pageParam && { cursor: pageParam }) }, signal })),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ runs }) => runs.some(isUnfinished)) ? RUNNING_MS : RUNNING_MS * 20,
  });
}

export function rerateRunQuery(id: string | null) {
  return queryOptions({
    queryKey: ['corrections', 'run', id],
    enabled: id !== null,
    queryFn: ({ signal }) => answerOf(getRerate({ path: { id: id ?? '' }, signal })),
    refetchInterval: ({ state }) => (state.data && isUnfinished(state.data) ? RUNNING_MS : false),
  });
}

export function differencesQuery(id: string, by: DifferenceGrouping, isUnderWay: boolean) {
  return queryOptions({
    queryKey: ['corrections', 'differences', id, by, isUnderWay],
    placeholderData: keepPreviousData,
    refetchInterval: isUnderWay ? RUNNING_MS * 2 : false,
    queryFn: ({ signal }) => answerOf(getRerateDifferences({ path: { id }, query: { groupBy: [by] }, signal })),
  });
}

export function closedMonthsQuery() {
  return queryOptions({
    queryKey: ['corrections', 'closed months'],
    queryFn: ({ signal }) => answerOf(listClosedMonths({ signal })),
  });
}

export function adjustmentsQuery() {
  return queryOptions({
    queryKey: ['corrections', 'adjustments'],
    queryFn: ({ signal }) => answerOf(listAdjustments({ signal })),
  });
}

export function startRun(body: StartRerateData['body']): Promise<RerateRun> {
  return answerOf(startRerate({ body }));
}

/** The generated call sends no body, and the service takes nothing that does not say that it is JSON. */
export function cancelRun(id: string): Promise<RerateRun> {
  return answerOf(
    client.post<CancelRerateResponses, CancelRerateErrors>({
      url: '/api/v1/rerates/{id}/cancel',
      path: { id },
      body: {},
      headers: { 'Content-Type': 'application/json' },
    }),
  );
}

export function closeOneMonth(month: string): Promise<ClosedMonth> {
  return answerOf(closeMonth({ body: { month } }));
}
