import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { auditQuery } from '../../api/access-queries.js';
import { Page } from '../../components/page.js';
import { Skeleton } from '../../components/skeleton.js';
import { Trouble } from '../../components/trouble.js';
import { useView } from '../../view/view.js';
import { words } from '../../words/words.js';
import { AuditCard } from './audit-card.js';
import { AuditFilters } from './audit-filters.js';
import { VerifyCard } from './verify-card.js';

/** Who did what here, and whether the log of it is whole. */
export function AuditPage() {
  const view = useView('last30');
  const { actor, action, target } = useSearch({ from: '/audit' });
  const filters = { actor, action, target };
  const { from, to, timeZone } = view.question;
  const audit = useInfiniteQuery(auditQuery({ from, to, timeZone, ...filters }));
  const entries = audit.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <Page title={words.frame.pages.audit} view={view} compare={false} filters={false}>
      <div className="grid12">
        <VerifyCard />
        <section className={`card flush c12 ${audit.isPlaceholderData ? 'dim' : ''}`}>
          <AuditFilters key={[actor, action, target].join('\n')} filters={filters} />
          {audit.data && !audit.error ? (
            <AuditCard
              entries={entries}
              filters={filters}
              view={view}
              onMore={audit.hasNextPage ? () => void audit.fetchNextPage() : null}
            />
          ) : audit.error ? (
            <Trouble error={audit.error} retry={() => void audit.refetch()} />
          ) : (
            <div className="p-4">
              <Skeleton height={320} />
            </div>
          )}
        </section>
      </div>
    </Page>
  );
}
