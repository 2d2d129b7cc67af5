import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { costsQuery, dimensionQuery, type CostQuestion, type Question } from '../api/queries.js';
import type { UsageRow } from '../api/generated/types.gen.js';
import type { Dimension, Grouping } from '../figures/dimensions.js';
import { groupCells, type Group } from '../figures/groups.js';
import { addFigures, cellsOf, figuresOf, type Cell, type Figures } from '../figures/measures.js';
import { pictureOf, type Picture } from '../figures/picture.js';
import { cellsByPart, cellsThenPart } from '../figures/token-classes.js';
import { localDateOf, startOfMonth } from '../format/zone.js';
import { bucketsOf, partialBuckets, type Bucket } from '../range/buckets.js';
import { comparedBucket } from '../range/comparison.js';
import type { Measure } from '../search-params.js';
import type { View } from './view.js';

/** Token classes are parts of every row, not a grouping of the API. */
export function apiGroups(...groups: (Grouping | null)[]): Dimension[] {
  return groups.flatMap((group) => (group === null || group === 'tokenClass' ? [] : [group]));
}

export function toCells(rows: readonly UsageRow[], by: Grouping, then: Grouping | null): Cell[] {
  if (by === 'tokenClass') return cellsByPart(rows, then);
  return then === 'tokenClass' ? cellsThenPart(rows, by) : cellsOf(rows, by, then);
}

function asked(question: Question | null, bucket: CostQuestion['bucket'], groupBy: Dimension[]): CostQuestion | null {
  return question && { ...question, bucket, groupBy };
}

/** The names that were largest over the last twelve months, whatever is shown: they own the colours. */
export function useLongRange(view: View, by: Grouping): readonly string[] {
  const today = localDateOf(view.now, view.timeZone);
  const { data } = useQuery({
    ...dimensionQuery({
      dimension: by === 'tokenClass' ? 'cloud' : by,
      from: startOfMonth(today, -11),
      to: startOfMonth(today, 1),
      timeZone: view.timeZone,
      filter: [],
      limit: 9,
    }),
    refetchInterval: 60_000,
  });
  return useMemo(() => (data?.values ?? []).flatMap(({ value }) => value ?? []), [data]);
}

export interface Breakdown {
  readonly picture: Picture | null;
  readonly groups: readonly Group[];
  readonly totals: Figures | null;
  readonly earlierTotals: Figures | null;
  readonly earlierGroups: ReadonlyMap<string | null, Figures> | null;
  readonly priceBook: string | null;
  readonly completeUpTo: string | null;
  readonly joinsDueAt: string | null;
  readonly isStale: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** The costs of a range over time by one dimension, beside those of the earlier range, ready to be drawn and listed. */
export function useBreakdown(view: View, by: Grouping, measure: Measure, bucket: Bucket): Breakdown {
  const groupBy = apiGroups(by);
  const now = useQuery(costsQuery(asked(view.question, bucket, groupBy)));
  const before = useQuery(costsQuery(asked(view.earlierIsRead ? view.earlier : null, bucket, groupBy)));
  const longRange = useLongRange(view, by);
  const { data, isPlaceholderData } = now;
  const earlier = view.earlierIsRead ? before.data : undefined;
  const groups = useMemo(() => (data ? groupCells(toCells(data.rows, by, null)) : []), [data, by]);
  const earlierGroups = useMemo(() => (earlier ? groupCells(toCells(earlier.rows, by, null)) : null), [earlier, by]);
  const { knowledge, compared } = view;
  const picture = useMemo(() => {
    if (!data) return null;
    // What the answer is about, which differs from the address while the next answer is on its way.
    const zone = data.range.timeZone;
    const grain = data.range.bucket === 'none' ? bucket : data.range.bucket;
    const span = { fromMs: Date.parse(data.range.from), toMs: Date.parse(data.range.to) };
    const buckets = bucketsOf(span, grain, zone, view.now);
    const partial = partialBuckets(buckets, grain, zone, knowledge.knownUpToMs, knowledge.unread);
    const then = earlierGroups && compared ? mergeByBucket(earlierGroups) : null;
    const earlierFigures =
      then && compared ? buckets.map((name) => then.get(comparedBucket(name, compared.shiftDays, zone)) ?? null) : null;
    return pictureOf({ by, measure, groups, buckets, partial, earlier: earlierFigures, longRange });
  }, [data, groups, earlierGroups, longRange, by, measure, bucket, knowledge, compared, view.now]);
  const totals = useMemo(() => (data ? figuresOf(data.totals) : null), [data]);
  const earlierTotals = useMemo(() => (earlier ? figuresOf(earlier.totals) : null), [earlier]);
  const earlierByKey = useMemo(
    () => earlierGroups && new Map(earlierGroups.map(({ key, figures }) => [key, figures])),
    [earlierGroups],
  );
  return {
    picture,
    groups,
    totals,
    earlierTotals,
    earlierGroups: earlierByKey,
    priceBook: data?.priceBook ?? null,
    completeUpTo: data?.completeUpTo ?? null,
    joinsDueAt: data?.joinsDueAt ?? null,
    isStale: isPlaceholderData,
    error: now.error,
    retry: () => void now.refetch(),
  };
}

function mergeByBucket(groups: readonly Group[]): Map<string, Figures> {
  const buckets = new Map<string, Figures>();
  for (const group of groups) {
    for (const [bucket, figures] of group.byBucket) {
      const sum = buckets.get(bucket);
      buckets.set(bucket, sum ? addFigures(sum, figures) : figures);
    }
  }
  return buckets;
}
