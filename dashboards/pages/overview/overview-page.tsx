import { Page } from '../../components/page.js';
import { useView } from '../../view/view.js';
import { words } from '../../words/words.js';
import { Attention } from './attention.js';
import { Hero } from './hero.js';
import { Movers } from './movers.js';
import { ShareList } from './share-list.js';
import { Stats } from './stats.js';

/** What it costs, what moved and what needs somebody: the first page. */
export function OverviewPage() {
  const view = useView('monthToDate');
  return (
    <Page title={words.frame.pages.overview} view={view}>
      <div className="grid12">
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
