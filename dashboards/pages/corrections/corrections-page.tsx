import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { isUnfinished, rerateRunQuery, rerateRunsQuery } from '../../api/corrections-queries.js';
import { Page } from '../../components/page.js';
import { Skeleton } from '../../components/skeleton.js';
import { Trouble } from '../../components/trouble.js';
import { useView } from '../../view/view.js';
import { useMay } from '../../view/session.js';
import { words } from '../../words/words.js';
import { AdjustmentsCard } from './adjustments-card.js';
import { HistoryCard } from './history-card.js';
import { MonthsCard } from './months-card.js';
import { RunCard } from './run-card.js';
import { StartCard } from './start-card.js';

/** Pricing the past again: what it would change, doing it, and what has been done; months that are closed to it. */
export function CorrectionsPage() {
  const view = useView('monthToDate');
  const search = useSearch({ from: '/corrections' });
  const runs = useInfiniteQuery(rerateRunsQuery());
  const all = runs.data?.pages.flatMap((page) => page.runs) ?? [];
  const named = search.run ?? null;
  const run = useQuery(rerateRunQuery(named));
  const shown = named === null ? all[0] : (all.find(({ id }) => id === named) ?? run.data);
  const { timeZone } = view;
  const mayClose = useMay('closeBooks');
  return (
    <Page title={words.frame.pages.corrections} view={view} range={false} compare={false} filters={false}>
      <div className="grid12">
        {mayClose && <StartCard now={view.now} isBusy={all.some(isUnfinished)} />}
        {runs.error || run.error ? (
          <section className="card c12">
            <Trouble
              error={runs.error ?? run.error ?? new Error()}
              retry={() => void Promise.all([runs.refetch(), named !== null && run.refetch()])}
            />
          </section>
        ) : !runs.data || (named !== null && !shown) ? (
          <section className="card c12">
            <Skeleton height={200} />
          </section>
        ) : (
          shown && <RunCard key={shown.id} run={shown} by={search.changesBy ?? 'month'} timeZone={timeZone} />
        )}
        {runs.data && (
          <HistoryCard
            runs={all}
            shown={shown?.id}
            timeZone={timeZone}
            onMore={runs.hasNextPage ? () => void runs.fetchNextPage() : null}
          />
        )}
        <MonthsCard now={view.now} timeZone={timeZone} />
        <AdjustmentsCard />
      </div>
    </Page>
  );
}
