import { lazy, Suspense } from 'react';
import { Page } from '../../components/page.js';
import { Skeleton } from '../../components/skeleton.js';
import { isFirstCollection } from '../../figures/set-up.js';
import { useView } from '../../view/view.js';
import { words } from '../../words/words.js';
import { Attention } from './attention.js';
import { FirstCollection } from './first-collection.js';
import { Hero } from './hero.js';
import { Movers } from './movers.js';
import { ShareList } from './share-list.js';
import { Stats } from './stats.js';

const SetUp = lazy(() => import('../set-up/set-up.js').then((setUp) => ({ default: setUp.SetUp })));

/** What it costs, what moved and what needs somebody: the first page. Before there is any log, the way to the first one. */
export function OverviewPage() {
  const view = useView('monthToDate');
  const { sources } = view;
  if (sources?.length === 0) {
    return (
      <Page title={words.frame.pages.overview} view={view} range={false} compare={false} filters={false}>
        <Suspense fallback={<Skeleton height={320} />}>
          <SetUp isFirst />
        </Suspense>
      </Page>
    );
  }
  return (
    <Page title={words.frame.pages.overview} view={view}>
      <div className="grid12">
        {sources && isFirstCollection(sources) && <FirstCollection sources={sources} />}
        <Hero view={view} />
        <Stats view={view} />
        <Movers view={view} />
        <Attention view={view} />
        <ShareList view={view} by="team" />
        <ShareList view={view} by="model" />
        <ShareList view={view} by="endpointScope" />
      </div>
    </Page>
  );
}
