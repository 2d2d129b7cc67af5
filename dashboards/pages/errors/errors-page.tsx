import { useQuery } from '@tanstack/react-query';
import { errorsQuery } from '../../api/operations-queries.js';
import { Empty } from '../../components/empty.js';
import { NothingHere } from '../../components/nothing-here.js';
import { Page } from '../../components/page.js';
import { Skeleton } from '../../components/skeleton.js';
import { Trouble } from '../../components/trouble.js';
import { useMay } from '../../view/session.js';
import { useView, type View } from '../../view/view.js';
import { words } from '../../words/words.js';
import { ErrorsCard } from './errors-card.js';
import { LimitsCard } from './limits-card.js';
import { ThroughputCard } from './throughput-card.js';

const w = words.errors;

/** Which calls failed, why, what is advised, and where quotas turn calls away. */
export function ErrorsPage() {
  const view = useView('monthToDate');
  const errors = useQuery(errorsQuery(view.question));
  const { data } = errors;
  const seesHealth = useMay('health');
  return (
    <Page title={words.frame.pages.errors} view={view} compare={false}>
      <div className="grid12">
        {data && data.codes.length > 0 && !errors.error ? (
          <ErrorsCard answer={data} view={view} dim={errors.isPlaceholderData} />
        ) : (
          <section className="card c12">
            {errors.error ? (
              <Trouble error={errors.error} retry={() => void errors.refetch()} />
            ) : !data ? (
              <Skeleton height={320} />
            ) : data.calls === 0 ? (
              <NothingHere view={view} />
            ) : (
              <NoneFailed view={view} />
            )}
          </section>
        )}
        <ThroughputCard view={view} />
        {seesHealth && <LimitsCard view={view} />}
      </div>
    </Page>
  );
}

function NoneFailed({ view: { range, knowledge } }: { view: View }) {
  const isRead = knowledge.isRead({ fromMs: range.fromMs, toMs: Math.min(range.toMs, knowledge.knownUpToMs) });
  return (
    <Empty title={w.noneTitle}>
      <p>{isRead ? w.none : words.frame.states.emptyCollecting}</p>
    </Empty>
  );
}
