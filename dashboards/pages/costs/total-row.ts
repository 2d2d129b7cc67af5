import { useMemo } from 'react';
import type { Grouping } from '../../figures/dimensions.js';
import { NO_FIGURES } from '../../figures/measures.js';
import type { Row } from '../../figures/rows.js';
import type { Breakdown } from '../../view/breakdown.js';
import { words } from '../../words/words.js';

const w = words.costs.table;

/** The whole, as a row: the API's own totals, and the sum of the groups in each bucket. */
export function useTotal({ totals, earlierTotals, picture }: Breakdown): Row | null {
  return useMemo(() => {
    if (!totals || !picture) return null;
    const byBucket = new Map(picture.buckets.map((bucket, place) => [bucket, picture.totals[place] ?? NO_FIGURES]));
    return {
      id: 'total',
      key: null,
      label: words.figures.total,
      style: null,
      figures: totals,
      share: 1,
      before: earlierTotals ?? undefined,
      byBucket,
      rows: [],
    };
  }, [totals, earlierTotals, picture]);
}

/** The line of what has no price, as the table shows it. */
export function unpricedOf(total: Row): Row | null {
  const { unpricedRequests, unpricedTokens } = total.figures;
  if (unpricedRequests === 0) return null;
  const figures = {
    ...NO_FIGURES,
    costUsd: null,
    effectiveUsd: null,
    premiumUsd: null,
    cacheSavingUsd: null,
    requests: unpricedRequests,
    tokens: unpricedTokens,
  };
  return {
    ...total,
    id: 'unpriced',
    label: `${words.figures.unpriced} (${w.ofWhich})`,
    figures,
    share: null,
    before: undefined,
  };
}

/** What the reader has to know about the sums. */
export function footOf(by: Grouping, total: Row): string {
  if (by === 'tokenClass') return w.footParts;
  const { unpricedRequests, inUnits } = total.figures;
  const sum = unpricedRequests > 0 ? w.footUnpriced(words.figures.requests(unpricedRequests)) : w.foot;
  return inUnits === null ? sum : `${sum} ${w.footUnits}`;
}
