import { useQuery } from '@tanstack/react-query';
import { alertsQuery } from '../../api/operations-queries.js';
import { Page } from '../../components/page.js';
import { Skeleton } from '../../components/skeleton.js';
import { Trouble } from '../../components/trouble.js';
import { useView } from '../../view/view.js';
import { words } from '../../words/words.js';
import { AlertsCard } from './alerts-card.js';
import { ChannelsCard } from './channels-card.js';

/** What stands, what became of it, and who is told. */
export function AlertsPage() {
  const view = useView();
  const alerts = useQuery(alertsQuery());
  return (
    <Page title={words.frame.pages.alerts} view={view} range={false} compare={false} filters={false}>
      <div className="grid12">
        {alerts.data ? (
          <AlertsCard answer={alerts.data} now={view.now} timeZone={view.timeZone} />
        ) : (
          <section className="card c12">
            {alerts.error ? (
              <Trouble error={alerts.error} retry={() => void alerts.refetch()} />
            ) : (
              <Skeleton height={240} />
            )}
          </section>
        )}
        <ChannelsCard timeZone={view.timeZone} />
      </div>
    </Page>
  );
}
