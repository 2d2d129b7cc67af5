import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { codingSessionsQuery } from '../../api/coding-queries.js';
import { Empty } from '../../components/empty.js';
import { NothingHere } from '../../components/nothing-here.js';
import { Page } from '../../components/page.js';
import { Skeleton } from '../../components/skeleton.js';
import { Trouble } from '../../components/trouble.js';
import { useSetSearch } from '../../view/search.js';
import { useSession } from '../../view/session.js';
import { useView, type View } from '../../view/view.js';
import { words } from '../../words/words.js';
import { CodingCard } from './coding-card.js';

const w = words.coding;

/** Sessions of Claude Code: who worked where with which models, and what it cost. */
export function CodingPage() {
  const view = useView('monthToDate');
  const { sort = 'cost' } = useSearch({ from: '/claude-code' });
  const sessions = useInfiniteQuery(codingSessionsQuery(view.question, sort));
  const { data } = sessions;
  const [first] = data?.pages ?? [];
  return (
    <Page title={words.frame.pages.coding} view={view} compare={false}>
      {data && first && first.totals.requests > 0 && !sessions.error ? (
        <CodingCard
          view={view}
          answer={first}
          rows={data.pages.flatMap(({ rows }) => rows)}
          sort={sort}
          dim={sessions.isPlaceholderData}
          loadMore={sessions.hasNextPage ? () => void sessions.fetchNextPage() : null}
        />
      ) : (
        <section className="card">
          {sessions.error ? (
            <Trouble error={sessions.error} retry={() => void sessions.refetch()} />
          ) : data ? (
            <NoSession view={view} />
          ) : (
            <Skeleton height={320} />
          )}
        </section>
      )}
    </Page>
  );
}

/** Says which log would tell, unless there is a plainer reason. */
function NoSession({ view }: { view: View }) {
  const { teams } = useSession();
  const setSearch = useSetSearch();
  const { range, knowledge, filter, sources } = view;
  const isRead = knowledge.isRead({ fromMs: range.fromMs, toMs: Math.min(range.toMs, knowledge.knownUpToMs) });
  if (!isRead || sources?.length === 0 || teams?.length === 0) return <NothingHere view={view} />;
  return (
    <Empty
      title={w.noneTitle}
      action={
        filter.length > 0 && (
          <button
            type="button"
            className="btn"
            onClick={() => {
              setSearch({ filter: undefined });
            }}
          >
            {words.frame.filter.removeAll}
          </button>
        )
      }
    >
      <p>{filter.length > 0 ? w.noneFiltered : w.none}</p>
      <p>{w.told}</p>
    </Empty>
  );
}
