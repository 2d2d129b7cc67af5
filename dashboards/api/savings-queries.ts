import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Dimension } from '../figures/dimensions.js';
import type { Bucket } from '../range/buckets.js';
import { answerOf } from './answer.js';
import { getCommitments, getCosts, getPeriodWhatIf, getPremium, getWhatIf } from './generated/sdk.gen.js';
import type { UsageRow } from './generated/types.gen.js';
import { fresh, sent, type Question } from './queries.js';

export interface PremiumQuestion extends Question {
  readonly bucket: Bucket | 'none';
  readonly by: Dimension | null;
}

/** The premium paid, and what moving to global endpoints would have saved. */
export function premiumQuery({ bucket, by, ...question }: PremiumQuestion) {
  return queryOptions({
    queryKey: ['premium', question, bucket, by],
    ...fresh,
    queryFn: ({ signal }) =>
      answerOf(getPremium({ query: { ...sent(question), bucket, ...(by && { groupBy: [by] }) }, signal })),
  });
}

export const CHANGES = ['scope', 'model', 'withoutCaching', 'oneHourCaching'] as const;
export type Change = (typeof CHANGES)[number];

export interface WhatIfQuestion extends Question {
  readonly change: Change;
  /** The other scope or model; `null` for the changes that have none. */
  readonly target: string | null;
  readonly by: Dimension;
}

/** What the calls of a range would have cost otherwise. It is asked once: the past is reckoned anew for it. */
export function periodWhatIfQuery({ change, target, by, ...question }: WhatIfQuestion) {
  return queryOptions({
    queryKey: ['what-if', question, change, target, by],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      answerOf(
        getPeriodWhatIf({ query: { ...sent(question), change, ...(target && { target }), groupBy: [by] }, signal }),
      ),
  });
}

/** What one call would have cost otherwise. */
export function requestWhatIfQuery(eventId: string, isOpen: boolean) {
  return queryOptions({
    queryKey: ['request-what-if', eventId],
    enabled: isOpen,
    queryFn: ({ signal }) => answerOf(getWhatIf({ path: { eventId }, signal })),
  });
}

export interface ConvertedQuestion extends Question {
  readonly groupBy: readonly Dimension[];
  readonly currency: string;
}

/** Costs in another currency, each day at its own rate. */
export function convertedQuery({ groupBy, currency, ...question }: ConvertedQuestion) {
  return queryOptions({
    queryKey: ['converted', question, groupBy, currency],
    ...fresh,
    queryFn: async ({ signal }) => {
      const query = { ...sent(question), currency, ...(groupBy.length > 0 && { groupBy: [...groupBy] }) };
      const answer = await answerOf(getCosts({ query, signal }));
      return { ...answer, rows: answer.rows.filter((row): row is UsageRow => typeof row.tokens === 'object') };
    },
  });
}

/** The fixed cost of provisioned throughput. */
export function commitmentsQuery(question: Question) {
  return queryOptions({
    queryKey: ['commitments', question],
    ...fresh,
    queryFn: ({ signal }) => answerOf(getCommitments({ query: sent(question), signal })),
  });
}
