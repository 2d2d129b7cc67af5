import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { costsQuery } from '../../api/queries.js';
import { Skeleton } from '../../components/skeleton.js';
import { Swatch } from '../../components/swatch.js';
import { Trouble } from '../../components/trouble.js';
import { groupCells } from '../../figures/groups.js';
import { cellsOf, figuresOf } from '../../figures/measures.js';
import { narrowTo } from '../../figures/filters.js';
import { pictureOf } from '../../figures/picture.js';
import { shareOf } from '../../format/money.js';
import { formatPercent, formatRoundUsd, formatUsd } from '../../format/number.js';
import { useLongRange } from '../../view/breakdown.js';
import { useCommonSearch } from '../../view/search.js';
import type { View } from '../../view/view.js';
import { words } from '../../words/words.js';

const NO_BUCKETS: readonly never[] = [];

/** The shares of one dimension in the cost, with a total that is their sum. */
export function ShareList({ view, by }: { view: View; by: 'team' | 'model' | 'endpointScope' }) {
  const costs = useQuery(costsQuery({ ...view.question, bucket: 'none', groupBy: [by] }));
  const longRange = useLongRange(view, by);
  const carried = useCommonSearch();
  const w = words.overview.lists;
  const picture = useMemo(() => {
    if (!costs.data) return null;
    const groups = groupCells(cellsOf(costs.data.rows, by, null)).filter((group) => group.figures.costUsd !== null);
    return pictureOf({
      by,
      measure: 'cost',
      groups,
      buckets: NO_BUCKETS,
      partial: NO_BUCKETS,
      earlier: null,
      longRange,
    });
  }, [costs.data, by, longRange]);
  const total = costs.data ? (figuresOf(costs.data.totals).costUsd ?? 0n) : 0n;
  const premium = costs.data ? (figuresOf(costs.data.totals).premiumUsd ?? 0n) : 0n;
  return (
    <section className="card c4 flex flex-col">
      <header>
        <h2>{w[by]}</h2>
        <Link className="push" to="/costs" search={{ ...carried, by }}>
          {w.open}
        </Link>
      </header>
      {costs.error ? (
        <Trouble error={costs.error} retry={() => void costs.refetch()} />
      ) : !picture ? (
        <Skeleton height={256} />
      ) : (
        <ul className={costs.isPlaceholderData ? 'dim' : ''}>
          {picture.series.map((series) => {
            const share = shareOf(series.figures.costUsd ?? 0n, total) ?? 0;
            return (
              <li key={`${series.kind} ${series.key ?? ''}`}>
                <Link
                  to="/costs"
                  className="share"
                  search={{
                    ...carried,
                    filter:
                      series.kind === 'other' && series.key === null
                        ? carried.filter
                        : narrowTo(carried.filter ?? [], by, series.key),
                    by,
                  }}
                >
                  <span className="name">
                    <Swatch fill={series.style} />
                    <span title={series.label}>
                      {series.label}
                      {series.kind === 'other' && series.key === null && (
                        <span className="faint"> {w.more(series.members)}</span>
                      )}
                    </span>
                  </span>
                  <span className="num">{formatUsd(series.figures.costUsd ?? 0n)}</span>
                  <span className="num faint">{formatPercent(share)}</span>
                  <i className="length" style={{ width: `${String(share * 100)}%` }} />
                </Link>
              </li>
            );
          })}
          <li className="share sum">
            <span>{words.figures.total}</span>
            <span className="num">{formatUsd(total)}</span>
            <span className="num">{total === 0n ? words.figures.none : formatPercent(1)}</span>
          </li>
        </ul>
      )}
      {by === 'endpointScope' && premium > 0n && (
        <p className="small quiet mt-auto pt-3">{w.premiumNote(formatRoundUsd(premium))}</p>
      )}
    </section>
  );
}
