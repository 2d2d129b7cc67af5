import { useQuery } from '@tanstack/react-query';
import { explainQuery } from '../../api/queries.js';
import { Empty } from '../../components/empty.js';
import { NothingHere } from '../../components/nothing-here.js';
import { Page } from '../../components/page.js';
import { Skeleton } from '../../components/skeleton.js';
import { Trouble } from '../../components/trouble.js';
import { useView, type View } from '../../view/view.js';
import { words } from '../../words/words.js';
import { UnpricedCard } from './unpriced-card.js';

/** As often as the count in the navigation, so that the two agree. */
const REFRESH_MS = 20_000;
const w = words.unpriced;

/** Which calls have no price, why, and what can be done about it. */
export function UnpricedPage() {
  const view = useView('monthToDate');
  const explained = useQuery({ ...explainQuery(view.question), refetchInterval: REFRESH_MS });
  const { data } = explained;
  if (data && data.unpriced.length > 0 && !explained.error) {
    return (
      <Page title={words.frame.pages.unpriced} view={view} compare={false}>
        <UnpricedCard view={view} explained={data} dim={explained.isPlaceholderData} />
      </Page>
    );
  }
  return (
    <Page title={words.frame.pages.unpriced} view={view} compare={false}>
      <section className="card">
        {explained.error ? (
          <Trouble error={explained.error} retry={() => void explained.refetch()} />
        ) : !data ? (
          <Skeleton height={320} />
        ) : data.totals.requests === 0 ? (
          <NothingHere view={view} />
        ) : (
          <AllPriced view={view} />
        )}
      </section>
    </Page>
  );
}

function AllPriced({ view: { range, knowledge, filter } }: { view: View }) {
  const isRead = knowledge.isRead({ fromMs: range.fromMs, toMs: Math.min(range.toMs, knowledge.knownUpToMs) });
  return (
    <Empty title={w.allPricedTitle}>
      <p>{!isRead ? words.frame.states.emptyCollecting : filter.length > 0 ? w.allPricedFiltered : w.allPriced}</p>
    </Empty>
  );
}
