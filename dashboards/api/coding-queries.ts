import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { answerOf } from './answer.js';
import { getCodingSession, listCodingSessions } from './generated/sdk.gen.js';
import { sent, type Question } from './queries.js';

const SESSIONS_PAGE = 50;
const CALLS_PAGE = 100;

export const CODING_SORTS = ['cost', 'last'] as const;
export type CodingSort = (typeof CODING_SORTS)[number];

export function codingSessionsQuery(question: Question, sort: CodingSort) {
  return infiniteQueryOptions({
    queryKey: ['codingSessions', question, sort],
    placeholderData: keepPreviousData,
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) =>
      answerOf(
        listCodingSessions({
          signal,
          query: { ...sent(question), sort, limit: SESSIONS_PAGE, ...(pageParam && { cursor: pageParam }) },
        }),
      ),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

export function codingSessionQuery(question: Question, session: string) {
  return infiniteQueryOptions({
    queryKey: ['codingSession', question, session],
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) =>
      answerOf(
        getCodingSession({
          signal,
          path: { session },
          query: { ...sent(question), limit: CALLS_PAGE, ...(pageParam && { cursor: pageParam }) },
        }),
      ),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}
