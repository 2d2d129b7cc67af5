import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { sessionsQuery } from '../../api/access-queries.js';
import { Page } from '../../components/page.js';
import { Skeleton } from '../../components/skeleton.js';
import { Trouble } from '../../components/trouble.js';
import { useMay } from '../../view/session.js';
import { useView } from '../../view/view.js';
import { words } from '../../words/words.js';
import { SessionsCard } from './sessions-card.js';

/** Browsers that are signed in, and ending what should not be. */
export function SessionsPage() {
  const view = useView();
  const { whose } = useSearch({ from: '/sessions' });
  const ofEverybody = useMay('administer') && whose === 'everybody';
  const sessions = useQuery(sessionsQuery(ofEverybody));
  return (
    <Page title={words.frame.pages.sessions} view={view} range={false} compare={false} filters={false}>
      <div className="grid12">
        {sessions.data && !sessions.error ? (
          <SessionsCard
            sessions={sessions.data.sessions}
            ofEverybody={ofEverybody}
            timeZone={view.timeZone}
            dim={sessions.isPlaceholderData}
          />
        ) : (
          <section className="card c12">
            {sessions.error ? (
              <Trouble error={sessions.error} retry={() => void sessions.refetch()} />
            ) : (
              <Skeleton height={160} />
            )}
          </section>
        )}
      </div>
    </Page>
  );
}
