import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Bucket } from '../range/buckets.js';
import type { Dimension } from '../figures/dimensions.js';
import { answerOf, ApiError } from './answer.js';
import {
  explainCosts,
  getCosts,
  getCoverage,
  getMeta,
  getRequest,
  getSession,
  getWatermark,
  listDimensionValues,
  listQuarantine,
  listRequests,
  listSourceRuns,
  listSources,
} from './generated/sdk.gen.js';
import type { UsageRow } from './generated/types.gen.js';

/** Figures are asked for again this often, while the page is looked at. */
const REFRESH_MS = 20_000;
const SLOW_REFRESH_MS = 300_000;
const PAGE = 100;

/** What every question about figures holds. */
export interface Question {
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
  readonly filter: readonly string[];
}

export function sent(question: Question) {
  const { from, to, timeZone, filter } = question;
  return { from, to, timeZone, ...(filter.length > 0 && { filter: [...filter] }) };
}

export const fresh = { refetchInterval: REFRESH_MS, placeholderData: keepPreviousData } as const;

export function sessionQuery() {
  return queryOptions({
    queryKey: ['session'],
    staleTime: SLOW_REFRESH_MS,
    queryFn: ({ signal }) =>
      answerOf(getSession({ signal })).catch((error: unknown) => {
        if (error instanceof ApiError && error.status === 401) return null;
        throw error;
      }),
  });
}

export function metaQuery() {
  return queryOptions({
    queryKey: ['meta'],
    staleTime: SLOW_REFRESH_MS,
    queryFn: ({ signal }) => answerOf(getMeta({ signal })),
  });
}

export interface CostQuestion extends Question {
  readonly bucket: Bucket | 'none';
  readonly groupBy: readonly Dimension[];
}

export function costsQuery(question: CostQuestion | null) {
  return queryOptions({
    queryKey: ['costs', question],
    enabled: question !== null,
    ...fresh,
    queryFn: async ({ signal }) => {
      if (!question) throw new Error('asked for costs without a range');
      const { bucket, groupBy } = question;
      const query = { ...sent(question), bucket, ...(groupBy.length > 0 && { groupBy: [...groupBy] }) };
      const answer = await answerOf(getCosts({ query, signal }));
      return { ...answer, rows: answer.rows.filter((row): row is UsageRow => typeof row.tokens === 'object') };
    },
  });
}

export function explainQuery(question: Question) {
  return queryOptions({
    queryKey: ['explain', question],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => answerOf(explainCosts({ query: sent(question), signal })),
  });
}

export interface RequestsQuestion extends Question {
  readonly sort: 'time' | 'cost';
  readonly events: Readonly<
    Partial<Record<'requestId' | 'principal' | 'flag' | 'operation' | 'stopReason' | 'errorCode' | 'session', string>>
  >;
}

export function requestsQuery({ sort, events, ...question }: RequestsQuestion) {
  return infiniteQueryOptions({
    queryKey: ['requests', question, sort, events],
    placeholderData: keepPreviousData,
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) =>
      answerOf(
        listRequests({
          signal,
          query: { ...sent(question), ...events, sort, limit: PAGE, ...(pageParam && { cursor: pageParam }) },
        }),
      ),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

export function requestQuery(eventId: string) {
  return queryOptions({
    queryKey: ['request', eventId],
    staleTime: SLOW_REFRESH_MS,
    queryFn: ({ signal }) => answerOf(getRequest({ path: { eventId }, signal })),
  });
}

export interface DimensionQuestion extends Question {
  readonly dimension: Dimension;
  readonly search?: string;
  readonly limit: number;
}

export function dimensionQuery({ dimension, search, limit, ...question }: DimensionQuestion) {
  return queryOptions({
    queryKey: ['dimension', dimension, question, search, limit],
    staleTime: REFRESH_MS,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      answerOf(
        listDimensionValues({
          path: { dimension },
          query: { ...sent(question), limit, ...(search && { search }) },
          signal,
        }),
      ),
  });
}

export function sourcesQuery() {
  return queryOptions({ queryKey: ['sources'], ...fresh, queryFn: ({ signal }) => answerOf(listSources({ signal })) });
}

/** How far collecting reaches, for those who do not see its sources. */
export function watermarkQuery() {
  return queryOptions({
    queryKey: ['watermark'],
    ...fresh,
    queryFn: ({ signal }) => answerOf(getWatermark({ signal })),
  });
}

export function runsQuery(sourceId: string) {
  return queryOptions({
    queryKey: ['runs', sourceId],
    refetchInterval: REFRESH_MS,
    queryFn: ({ signal }) => answerOf(listSourceRuns({ path: { sourceId }, query: { limit: 10 }, signal })),
  });
}

export function coverageQuery(range: { from: string; to: string; timeZone: string }) {
  return queryOptions({
    queryKey: ['coverage', range],
    ...fresh,
    queryFn: ({ signal }) => answerOf(getCoverage({ query: range, signal })),
  });
}

export function quarantineQuery(limit: number) {
  return queryOptions({
    queryKey: ['quarantine', limit],
    ...fresh,
    queryFn: ({ signal }) => answerOf(listQuarantine({ query: { limit }, signal })),
  });
}
