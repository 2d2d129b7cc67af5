import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { premiumQuery } from '../../api/savings-queries.js';
import { NothingHere } from '../../components/nothing-here.js';
import { Page } from '../../components/page.js';
import { Skeleton } from '../../components/skeleton.js';
import { Trouble } from '../../components/trouble.js';
import { fittingBucket } from '../../range/buckets.js';
import { lengthDays } from '../../range/range.js';
import { useView } from '../../view/view.js';
import { words } from '../../words/words.js';
import { PremiumCard } from './premium-card.js';
import { PremiumTable } from './premium-table.js';
import { ScopesTable } from './scopes-table.js';
import { WhatIfCard } from './what-if-card.js';

/** What endpoints that are not global cost more, what of it could be saved, and what else could have been cheaper. */
export function PremiumPage() {
  const view = useView('monthToDate');
  const { by = 'team' } = useSearch({ from: '/premium' });
  const bucket = fittingBucket(lengthDays(view.range));
  const overTime = useQuery(premiumQuery({ ...view.question, bucket, by: null }));
  const grouped = useQuery(premiumQuery({ ...view.question, bucket: 'none', by }));
  const error = overTime.error ?? grouped.error;
  const { data } = overTime;
  return (
    <Page title={words.frame.pages.premium} view={view} compare={false}>
      <div className="grid12">
        <section className="card c12">
          {error ? (
            <Trouble error={error} retry={() => void Promise.all([overTime.refetch(), grouped.refetch()])} />
          ) : !data ? (
            <Skeleton height={360} />
          ) : data.totals.requests === 0 ? (
            <NothingHere view={view} />
          ) : (
            <PremiumCard view={view} bucket={bucket} answer={data} dim={overTime.isPlaceholderData} />
          )}
        </section>
        {grouped.data && grouped.data.totals.requests > 0 && !error && (
          <>
            <PremiumTable view={view} by={by} answer={grouped.data} dim={grouped.isPlaceholderData} />
            <ScopesTable totals={grouped.data.totals} dim={grouped.isPlaceholderData} />
            <WhatIfCard view={view} />
          </>
        )}
      </div>
    </Page>
  );
}
