import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Dialog } from 'radix-ui';
import { useContext, useSyncExternalStore, type KeyboardEvent } from 'react';
import { ApiError } from '../../api/answer.js';
import { requestQuery } from '../../api/queries.js';
import { LongId } from '../../components/copy-button.js';
import { Empty } from '../../components/empty.js';
import { Icon } from '../../components/icon.js';
import { Skeleton } from '../../components/skeleton.js';
import { Trouble } from '../../components/trouble.js';
import { isUnbilled } from '../../figures/labels.js';
import { useMeta } from '../../view/meta.js';
import { useCommonSearch } from '../../view/search.js';
import { words } from '../../words/words.js';
import { RequestCostSection } from './request-cost.js';
import { RequestFacts } from './request-facts.js';
import { RequestListContext } from './request-list-context.js';
import { RequestPrice } from './request-price.js';
import { RequestWhatIf } from './request-what-if.js';

const w = words.requests.detail;
const wide = matchMedia('(min-width: 1200px)');

function subscribe(listener: () => void): () => void {
  wide.addEventListener('change', listener);
  return () => {
    wide.removeEventListener('change', listener);
  };
}

/** One call. Where there is room the list stays usable beside it; otherwise it covers the page. */
export function RequestDrawer() {
  const { eventId } = useParams({ from: '/requests/$eventId' });
  const { reportingTimeZone } = useMeta();
  const timeZone = useCommonSearch().tz ?? reportingTimeZone;
  const search = useSearch({ from: '/requests' });
  const ids = useContext(RequestListContext);
  const navigate = useNavigate();
  const isWide = useSyncExternalStore(subscribe, () => wide.matches);
  const request = useQuery(requestQuery(eventId));
  const place = ids.indexOf(eventId);
  const go = (id: string | undefined) => {
    if (id)
      void navigate({ to: '/requests/$eventId', params: { eventId: id }, search, replace: true, resetScroll: false });
  };
  const [previous, next] = place === -1 ? [] : [ids[place - 1], ids[place + 1]];
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'k') go(previous);
    if (event.key === 'j') go(next);
  };
  const { data, error } = request;
  return (
    <Dialog.Root
      open
      modal={!isWide}
      onOpenChange={(open) => {
        if (!open) void navigate({ to: '/requests', search, resetScroll: false });
      }}
    >
      <Dialog.Portal>
        {!isWide && <Dialog.Overlay className="scrim" />}
        <Dialog.Content
          className="drawer"
          aria-describedby={undefined}
          onKeyDown={onKeyDown}
          onInteractOutside={(event) => {
            if (isWide) event.preventDefault();
          }}
        >
          <header>
            <Dialog.Title>{w.title}</Dialog.Title>
            <LongId id={data?.event.requestId ?? eventId} what={words.requests.detail.facts.ids} />
            <span className="push">
              <button
                type="button"
                className="btn icon plain"
                aria-label={w.previous}
                aria-keyshortcuts="k"
                title={`${w.previous} (K)`}
                disabled={!previous}
                onClick={() => {
                  go(previous);
                }}
              >
                <Icon name="up" />
              </button>
              <button
                type="button"
                className="btn icon plain"
                aria-label={w.next}
                aria-keyshortcuts="j"
                title={`${w.next} (J)`}
                disabled={!next}
                onClick={() => {
                  go(next);
                }}
              >
                <Icon name="down" />
              </button>
              <Dialog.Close className="btn icon plain" aria-label={words.frame.close}>
                <Icon name="x" />
              </Dialog.Close>
            </span>
          </header>
          {error instanceof ApiError && error.status === 404 ? (
            <Empty title={w.notFoundTitle}>
              <p>{w.notFound}</p>
            </Empty>
          ) : error ? (
            <Trouble error={error} retry={() => void request.refetch()} />
          ) : !data ? (
            <section>
              <Skeleton height={480} />
            </section>
          ) : (
            <>
              <RequestCostSection detail={data} timeZone={timeZone} />
              {data.cost && !isUnbilled(data) && <RequestPrice cost={data.cost} isWhole={data.costState === 'known'} />}
              {data.cost && !isUnbilled(data) && <RequestWhatIf key={eventId} eventId={eventId} />}
              {data.flags.length > 0 && (
                <section>
                  <h3>{w.flags}</h3>
                  <ul className="grid gap-2">
                    {data.flags.map(({ flag, words: meaning }) => (
                      <li key={flag} className="quiet">
                        <span className="tag mr-2">{flag}</span>
                        {meaning}
                      </li>
                    ))}
                  </ul>
                </section>
              )}
              <RequestFacts detail={data} timeZone={timeZone} />
            </>
          )}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
