import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answerOf } from './answer.js';
import { getBilled, getUnmetered, listDeployments, listJoins, listReaders, listSettings } from './generated/sdk.gen.js';
import type { Question } from './queries.js';

/** What is read beside the logs changes by the hour; a look a minute is enough. */
const fresh = { refetchInterval: 60_000, placeholderData: keepPreviousData } as const;

export function unmeteredQuery({ from, to, timeZone }: Question) {
  return queryOptions({
    queryKey: ['unmetered', from, to, timeZone],
    ...fresh,
    queryFn: ({ signal }) => answerOf(getUnmetered({ query: { from, to, timeZone }, signal })),
  });
}

export function billedQuery({ from, to, timeZone }: Question) {
  return queryOptions({
    queryKey: ['billed', from, to, timeZone],
    ...fresh,
    queryFn: ({ signal }) => answerOf(getBilled({ query: { from, to, timeZone }, signal })),
  });
}

export function deploymentsQuery() {
  return queryOptions({
    queryKey: ['deployments'],
    ...fresh,
    queryFn: ({ signal }) => answerOf(listDeployments({ signal })),
  });
}

export function readersQuery() {
  return queryOptions({
    queryKey: ['readers'],
    ...fresh,
    queryFn: ({ signal }) => answerOf(listReaders({ signal })),
  });
}

export function joinsQuery({ from, to, timeZone }: Question) {
  return queryOptions({
    queryKey: ['joins', from, to, timeZone],
    ...fresh,
    queryFn: ({ signal }) => answerOf(listJoins({ query: { from, to, timeZone }, signal })),
  });
}

export function settingsQuery() {
  return queryOptions({
    queryKey: ['settings'],
    ...fresh,
    queryFn: ({ signal }) => answerOf(listSettings({ signal })),
  });
}
