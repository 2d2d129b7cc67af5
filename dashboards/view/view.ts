import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { sourcesQuery, watermarkQuery, type Question } from '../api/queries.js';
import type { Source } from '../api/generated/types.gen.js';
import { writeFilter } from '../figures/filters.js';
import { cloudsLeftOut } from '../range/comparable.js';
import { comparedBucket, comparedRange, type ComparedRange, type Comparison } from '../range/comparison.js';
import { knowledgeOf, type Knowledge } from '../range/knowledge.js';
import { resolveRange, type DateRange, type Preset } from '../range/range.js';
import { useMeta } from './meta.js';
import { useNow } from './now.js';
import { useCommonSearch } from './search.js';
import { useMay } from './session.js';

/** What a screen is asked to show, read from its address, and how far the data reaches. */
export interface View {
  readonly now: number;
  readonly timeZone: string;
  readonly range: DateRange;
  readonly comparison: Comparison;
  readonly compared: ComparedRange | null;
  readonly filter: readonly string[];
  readonly question: Question;
  /** The same question about the earlier range. */
  readonly earlier: Question | null;
  readonly knowledge: Knowledge;
  /** Undefined also for those who do not see them. */
  readonly sources: readonly Source[] | undefined;
  /** False until the service has said how far collecting reaches. */
  readonly reachIsKnown: boolean;
  /** When the service said so. */
  readonly sourcesSeenAtMs: number;
  /** False while any part of the earlier range has not been read: a change against it would mislead. */
  readonly earlierIsRead: boolean;
  /** What can be compared all the same: `null` where nothing can. */
  readonly comparable: Comparable | null;
}

/** The two questions that can be compared, and the clouds that are in neither, because not all of them has been read. */
export interface Comparable {
  readonly question: Question;
  readonly earlier: Question;
  readonly leftOut: readonly string[];
}

function comparableOf(
  question: Question,
  earlier: Question | null,
  leftOut: readonly string[] | null,
): Comparable | null {
  if (earlier === null || leftOut === null) return null;
  const filter = [
    ...question.filter,
    ...leftOut.map((value) => writeFilter({ dimension: 'cloud', exclude: true, value })),
  ];
  return { question: { ...question, filter }, earlier: { ...earlier, filter }, leftOut };
}

/** The bucket of the earlier range that a bucket is compared with. */
export function earlierBucketOf({ compared, timeZone }: View): (bucket: string) => string {
  return (bucket) => comparedBucket(bucket, compared?.shiftDays ?? 0, timeZone);
}

const NO_FILTER: readonly string[] = [];

export function useView(fallback: Preset = 'monthToDate'): View {
  const search = useCommonSearch();
  const meta = useMeta();
  const now = useNow();
  const seesSources = useMay('health');
  const { data, dataUpdatedAt } = useQuery({ ...sourcesQuery(), enabled: seesSources });
  const { data: watermark } = useQuery({ ...watermarkQuery(), enabled: !seesSources });
  const reach = data?.sources ?? watermark?.sources;
  const timeZone = search.tz ?? meta.reportingTimeZone;
  const { range: preset, from, to } = search;
  const filterKey = search.filter?.join('\n') ?? '';
  const comparison = search.compare ?? 'weeks';
  return useMemo(() => {
    const filter = filterKey === '' ? NO_FILTER : filterKey.split('\n');
    const range = resolveRange(
      { ...(preset && { range: preset }), ...(from && { from }), ...(to && { to }) },
      now,
      timeZone,
      fallback,
    );
    const knowledge = knowledgeOf(reach ?? [], now);
    const compared = comparedRange(
      range,
      comparison,
      knowledge.knownUpToMs > range.fromMs ? knowledge.knownUpToMs : now,
      timeZone,
    );
    const question = { from: range.from, to: range.to, timeZone, filter };
    const earlier = compared && { from: compared.from, to: compared.to, timeZone, filter };
    return {
      now,
      timeZone,
      range,
      comparison,
      compared,
      filter,
      question,
      earlier,
      knowledge,
      sources: data?.sources,
      reachIsKnown: reach !== undefined,
      sourcesSeenAtMs: dataUpdatedAt,
      earlierIsRead: compared !== null && knowledge.isRead(compared),
      comparable: comparableOf(question, earlier, compared && cloudsLeftOut(reach ?? [], compared, filter, now)),
    };
  }, [data, reach, dataUpdatedAt, now, timeZone, preset, from, to, filterKey, comparison, fallback]);
}
