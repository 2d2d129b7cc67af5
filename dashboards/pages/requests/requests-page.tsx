import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, Outlet, useParams, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { requestsQuery } from '../../api/queries.js';
import { NothingHere } from '../../components/nothing-here.js';
import { Page } from '../../components/page.js';
import { Segments } from '../../components/segments.js';
import { Skeleton } from '../../components/skeleton.js';
import { Trouble } from '../../components/trouble.js';
import { formatWhole } from '../../format/number.js';
import { EVENT_FILTERS } from '../../search-params.js';
import { useCommonSearch, useSetSearch } from '../../view/search.js';
import { useView } from '../../view/view.js';
import { words } from '../../words/words.js';
import { EventFilters } from './event-filters.js';
import { RequestList } from './request-list.js';
import { RequestListContext } from './request-list-context.js';

const w = words.requests;

/** The calls behind a figure, one line each; a line opens the call beside the list. */
export function RequestsPage() {
  const view = useView('monthToDate');
  const search = useSearch({ from: '/requests' });
  const carried = useCommonSearch();
  const setSearch = useSetSearch();
  const { eventId } = useParams({ strict: false });
  const sort = search.sort ?? 'time';
  const events = Object.fromEntries(EVENT_FILTERS.flatMap((name) => (search[name] ? [[name, search[name]]] : [])));
  const list = useInfiniteQuery(requestsQuery({ ...view.question, sort, events }));
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data]);
  const ids = useMemo(() => rows.map((row) => row.eventId), [rows]);
  return (
    <RequestListContext value={ids}>
      <Page
        title={w.title}
        view={view}
        compare={false}
        className={eventId ? 'with-drawer' : ''}
        crumbs={
          <>
            <Link to="/costs" search={carried} className="quiet only-wide">
              {words.frame.pages.costs}
            </Link>
            <span className="faint only-wide" aria-hidden="true">
              /
            </span>
          </>
        }
      >
        <section className="card flush">
          <header>
            <h2>{w.title}</h2>
            <span className="faint small" role="status">
              {list.data && `${w.count(formatWhole(rows.length), list.hasNextPage)} · ${w.sorted[sort]}`}
            </span>
            <span className="push flex-wrap">
              <EventFilters search={search} />
              <Segments
                label={w.order}
                value={sort}
                segments={[
                  { value: 'time', label: w.columns.time },
                  { value: 'cost', label: words.figures.measures.cost },
                ]}
                onChange={(value) => {
                  setSearch({ sort: value }, 'replace');
                }}
              />
            </span>
          </header>
          {list.error ? (
            <Trouble error={list.error} retry={() => void list.refetch()} />
          ) : !list.data ? (
            <div className="p-4">
              <Skeleton height={480} />
            </div>
          ) : rows.length === 0 ? (
            <NothingHere view={view} />
          ) : (
            <RequestList
              rows={rows}
              sort={sort}
              timeZone={view.timeZone}
              dim={list.isPlaceholderData}
              hasMore={list.hasNextPage}
              isLoadingMore={list.isFetchingNextPage}
              loadMore={() => void list.fetchNextPage()}
            />
          )}
        </section>
        <Outlet />
      </Page>
    </RequestListContext>
  );
}
