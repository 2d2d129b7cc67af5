import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answerOf } from './answer.js';
import { getAccount, getSignInWays, listAudit, listMembers, listSessions, listTokens } from './generated/sdk.gen.js';

const AUDIT_PAGE = 100;

export function signInWaysQuery() {
  return queryOptions({
    queryKey: ['sign-in-ways'],
    staleTime: Infinity,
    queryFn: ({ signal }) => answerOf(getSignInWays({ signal })),
  });
}

export function accountQuery() {
  return queryOptions({ queryKey: ['account'], queryFn: ({ signal }) => answerOf(getAccount({ signal })) });
}

export function membersQuery() {
  return queryOptions({ queryKey: ['members'], queryFn: ({ signal }) => answerOf(listMembers({ signal })) });
}

/** Own ones, or for administrators everybody's. */
export function tokensQuery(ofEverybody: boolean) {
  return queryOptions({
    queryKey: ['tokens', ofEverybody],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => answerOf(listTokens({ query: whose(ofEverybody), signal })),
  });
}

export function sessionsQuery(ofEverybody: boolean) {
  return queryOptions({
    queryKey: ['sessions', ofEverybody],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => answerOf(listSessions({ query: whose(ofEverybody), signal })),
  });
}

const whose = (ofEverybody: boolean) => (ofEverybody ? { everybody: 'true' as const } : {});

export interface AuditQuestion {
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly target?: string | undefined;
}

export function auditQuery({ from, to, timeZone, actor, action, target }: AuditQuestion) {
  return infiniteQueryOptions({
    queryKey: ['audit', from, to, timeZone, actor, action, target],
    placeholderData: keepPreviousData,
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) =>
      answerOf(
        listAudit({
          signal,
          query: {
            from,
            to,
            timeZone,
            limit: AUDIT_PAGE,
            ...(actor && { actor }),
            ...(action && { action }),
            ...(target && { target }),
            ...(pageParam && { cursor: pageParam }),
          },
        }),
      ),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}
