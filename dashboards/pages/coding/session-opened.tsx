import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { codingSessionQuery } from '../../api/coding-queries.js';
import type { CodingSession } from '../../api/generated/types.gen.js';
import { LongId } from '../../components/copy-button.js';
import { Masked } from '../../components/masked.js';
import { Skeleton } from '../../components/skeleton.js';
import { Trouble } from '../../components/trouble.js';
import { labelOfValue } from '../../figures/labels.js';
import { formatMoment } from '../../format/date.js';
import { useCommonSearch } from '../../view/search.js';
import { useMay } from '../../view/session.js';
import type { View } from '../../view/view.js';
import { words } from '../../words/words.js';
import { PartsTable } from './parts-table.js';
import { SessionCalls } from './session-calls.js';

const w = words.coding;

/** One session: who, which models where, and its calls in order. */
export function SessionOpened({ session, view }: { session: string; view: View }) {
  const opened = useInfiniteQuery(codingSessionQuery(view.question, session));
  const [first] = opened.data?.pages ?? [];
  const seesCallers = useMay('identities');
  const carried = useCommonSearch();
  if (opened.error) return <Trouble error={opened.error} retry={() => void opened.refetch()} />;
  if (!opened.data || !first) return <Skeleton height={160} />;
  const calls = opened.data.pages.flatMap((page) => page.calls);
  const ends = view.range.preset ? { range: view.range.preset } : { from: view.range.from, to: view.range.to };
  return (
    <div className="opened">
      <Facts session={first.session} view={view} />
      <PartsTable session={first.session} parts={first.parts} />
      <SessionCalls calls={calls} view={view} session={session} />
      <p className="flex flex-wrap gap-x-4 gap-y-2 items-center">
        {opened.hasNextPage && (
          <button
            type="button"
            className="btn sm"
            disabled={opened.isFetchingNextPage}
            onClick={() => void opened.fetchNextPage()}
          >
            {w.loadCalls}
          </button>
        )}
        {seesCallers && (
          <Link to="/requests" search={{ ...carried, ...ends, session }}>
            {w.inRequests}
          </Link>
        )}
      </p>
    </div>
  );
}

function Facts({ session: row, view }: { session: CodingSession; view: View }) {
  const { timeZone } = view;
  const facts = [
    [w.facts.session, <LongId key="id" id={row.session} what={w.facts.session} head={36} tail={0} />],
    [w.facts.version, row.versions.length === 0 ? w.facts.noVersion : row.versions.join(', ')],
    [w.facts.caller, <Callers key="callers" callers={row.callers} />],
    [w.facts.team, row.teams.map((team) => labelOfValue('team', team)).join(', ')],
    [
      w.facts.time,
      [
        w.facts.span(formatMoment(row.firstAt, timeZone), formatMoment(row.lastAt, timeZone)),
        ...(row.beganBefore ? [w.facts.beganBefore] : []),
        ...(row.goesOn ? [w.facts.goesOn] : []),
      ].join(' '),
    ],
  ] as const;
  return (
    <dl className="session-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt className="small quiet">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Callers({ callers }: { callers: CodingSession['callers'] }) {
  if (callers === null) return <Masked />;
  if (callers.length === 0) return <span className="faint">{w.facts.noCaller}</span>;
  return callers.map(({ principal, person }) => (
    <span key={principal} className="block" title={principal ?? undefined}>
      {person ?? principal}
    </span>
  ));
}
