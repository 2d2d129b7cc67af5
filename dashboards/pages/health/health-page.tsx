import { useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { NothingHere } from '../../components/nothing-here.js';
import { Page } from '../../components/page.js';
import { Skeleton } from '../../components/skeleton.js';
import { tabOf, TIMELESS_TABS } from '../../figures/health-tab.js';
import { useView } from '../../view/view.js';
import { words } from '../../words/words.js';
import { CloudsCard } from './clouds-card.js';
import { HealthTabs } from './health-tabs.js';

/** Each part is fetched, and asks its questions, when it is looked at. */
const PARTS = {
  sources: lazy(() => import('./sources-part.js').then(({ SourcesPart: part }) => ({ default: part }))),
  completeness: lazy(() => import('./completeness-part.js').then(({ CompletenessPart: part }) => ({ default: part }))),
  retention: lazy(() => import('./retention-part.js').then(({ RetentionPart: part }) => ({ default: part }))),
  quarantine: lazy(() => import('./quarantine-part.js').then(({ QuarantinePart: part }) => ({ default: part }))),
  deployments: lazy(() => import('./deployments-part.js').then(({ DeploymentsPart: part }) => ({ default: part }))),
};

/** Are the logs kept, is everything being collected, and what is missing? */
export function HealthPage() {
  const view = useView('last30');
  const tab = tabOf(useSearch({ from: '/log-health' }));
  const Part = PARTS[tab];
  const { sources } = view;
  return (
    <Page
      title={words.frame.pages.health}
      view={view}
      range={!TIMELESS_TABS.includes(tab)}
      compare={false}
      filters={false}
    >
      {!sources ? (
        <Skeleton height={480} />
      ) : sources.length === 0 ? (
        <div className="card">
          <NothingHere view={view} />
        </div>
      ) : (
        <>
          <div className="grid12">
            <CloudsCard />
          </div>
          <HealthTabs current={tab} />
          <div className="grid12">
            <Suspense fallback={<Skeleton height={320} />}>
              <Part view={view} sources={sources} />
            </Suspense>
          </div>
        </>
      )}
    </Page>
  );
}
