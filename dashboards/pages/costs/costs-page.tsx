import { useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { Page } from '../../components/page.js';
import { Trouble } from '../../components/trouble.js';
import { fittingBucket, bucketIsOffered } from '../../range/buckets.js';
import { lengthDays } from '../../range/range.js';
import { useBreakdown } from '../../view/breakdown.js';
import { useMeta } from '../../view/meta.js';
import { useView } from '../../view/view.js';
import { words } from '../../words/words.js';
import { CurrencyCard } from './currency-card.js';
import { CostsCard } from './costs-card.js';
import { TableCard } from './table-card.js';
import { Toolbar } from './toolbar.js';

const ExplainPanel = lazy(() => import('./explain-panel.js').then((panel) => ({ default: panel.ExplainPanel })));

/** What it cost, cut by anything, over any time, against any earlier time. */
export function CostsPage() {
  const view = useView('monthToDate');
  const { currencies } = useMeta();
  const search = useSearch({ from: '/costs' });
  const by = search.by ?? 'team';
  const then = search.thenBy === 'none' ? null : (search.thenBy ?? (by === 'model' ? 'team' : 'model'));
  const measure = by === 'tokenClass' && search.measure === 'requests' ? 'cost' : (search.measure ?? 'cost');
  const days = lengthDays(view.range);
  const bucket = search.bucket && bucketIsOffered(search.bucket, days) ? search.bucket : fittingBucket(days);
  const breakdown = useBreakdown(view, by, measure, bucket);
  return (
    <Page title={words.frame.pages.costs} view={view}>
      <div className="grid12">
        <section className="card c12">
          <Toolbar by={by} then={then} measure={measure} bucket={bucket} days={days} />
          {breakdown.error ? (
            <Trouble error={breakdown.error} retry={breakdown.retry} />
          ) : (
            <CostsCard view={view} by={by} measure={measure} bucket={bucket} breakdown={breakdown} />
          )}
        </section>
        {breakdown.picture && breakdown.totals && breakdown.totals.requests !== 0 && !breakdown.error && (
          <TableCard
            view={view}
            by={by}
            then={then === by ? null : then}
            measure={measure}
            bucket={bucket}
            breakdown={breakdown}
          />
        )}
        {currencies.length > 0 && <CurrencyCard view={view} by={by} currencies={currencies} chosen={search.currency} />}
      </div>
      {search.panel === 'explain' && (
        <Suspense>
          <ExplainPanel view={view} />
        </Suspense>
      )}
    </Page>
  );
}
