import { Link, useSearch } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { RequestRow } from '../../api/generated/types.gen.js';
import { Masked } from '../../components/masked.js';
import { StateWord } from '../../components/state-word.js';
import { labelOfValue, notBilledBecause } from '../../figures/labels.js';
import { formatDay, formatDuration, formatMoment, formatTime } from '../../format/date.js';
import { formatFineUsd, formatWhole } from '../../format/number.js';
import { localDateOf } from '../../format/zone.js';
import { useMay } from '../../view/session.js';
import { words } from '../../words/words.js';
import { shortPrincipal } from './principal.js';

const ROW = 32;
const w = words.requests;

interface RequestListProps {
  readonly rows: readonly RequestRow[];
  readonly sort: 'time' | 'cost';
  readonly timeZone: string;
  readonly dim: boolean;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly loadMore: () => void;
}

/** Only the lines in sight are drawn; the next page is asked for when the end comes near. */
export function RequestList({ rows, sort, timeZone, dim, hasMore, isLoadingMore, loadMore }: RequestListProps) {
  const box = useRef<HTMLDivElement>(null);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const lines = list.getVirtualItems();
  const last = lines.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && !isLoadingMore && last >= rows.length - 20) loadMore();
  }, [hasMore, isLoadingMore, last, rows.length, loadMore]);
  return (
    <div className={`scroll ${dim ? 'dim' : ''}`}>
      <div role="table" aria-label={w.title} aria-rowcount={hasMore ? -1 : rows.length + 1} className="request-table">
        <div role="rowgroup">
          <div className="list-head" role="row">
            {COLUMNS.map((column) => (
              <span
                key={column}
                role="columnheader"
                className={FIGURES.has(column) ? 'num' : ''}
                aria-sort={column === sort ? 'descending' : undefined}
              >
                {w.columns[column]}
                {column === sort ? ' ↓' : ''}
              </span>
            ))}
          </div>
        </div>
        <div className="list-body" ref={box} role="rowgroup" tabIndex={-1}>
          <div style={{ height: list.getTotalSize() }} role="presentation">
            {lines.map(({ index, start }) => {
              const row = rows[index];
              return row && <RequestLine key={row.eventId} row={row} index={index} start={start} timeZone={timeZone} />;
            })}
          </div>
        </div>
      </div>
      <p className="foot" role="status">
        {isLoadingMore ? w.loadingMore : hasMore ? '\u00a0' : w.end}
      </p>
    </div>
  );
}

const COLUMNS = ['time', 'identity', 'team', 'model', 'outcome', 'tokens', 'latency', 'cost'] as const;
const FIGURES: ReadonlySet<string> = new Set(['tokens', 'latency', 'cost']);

function RequestLine({
  row,
  index,
  start,
  timeZone,
}: {
  row: RequestRow;
  index: number;
  start: number;
  timeZone: string;
}) {
  const day = localDateOf(Date.parse(row.occurredAt), timeZone);
  const isMasked = !useMay('identities');
  return (
    <Link
      to="/requests/$eventId"
      params={{ eventId: row.eventId }}
      search={useSearch({ from: '/requests' })}
      resetScroll={false}
      activeOptions={{ includeSearch: false }}
      className="list-row"
      role="row"
      aria-rowindex={index + 2}
      style={{ transform: `translateY(${String(start)}px)` }}
    >
      <span role="cell" title={row.occurredAt}>
        {formatTime(row.occurredAt, timeZone, true)} <span className="faint">{formatDay(day)}</span>
      </span>
      <span role="cell" title={row.principal ?? undefined}>
        {isMasked ? (
          <Masked />
        ) : (
          (row.person ?? shortPrincipal(row.principal) ?? <Nobody row={row} timeZone={timeZone} />)
        )}
      </span>
      <span role="cell" className={row.team === null ? 'faint' : ''}>
        {labelOfValue('team', row.team)}
      </span>
      <span role="cell" title={row.modelId}>
        {row.model ?? row.modelId}
      </span>
      <span role="cell" title={row.errorCode ?? row.stopReason ?? undefined}>
        {row.outcome === 'ok' ? (
          <span className="quiet">{labelOfValue('outcome', row.outcome)}</span>
        ) : (
          <StateWord tone="warn">{labelOfValue('outcome', row.outcome)}</StateWord>
        )}
      </span>
      <span role="cell" className="num">
        <Tokens row={row} />
      </span>
      <span role="cell" className="num quiet">
        {row.latencyMs === null ? words.figures.none : formatDuration(row.latencyMs / 1000)}
      </span>
      <span role="cell" className="num">
        <Cost row={row} />
      </span>
    </Link>
  );
}

/** What is known of them: all, some of the classes, or none; a call that was refused used none. */
function Tokens({ row: { tokensTotal, tokensKnown, costState } }: { row: RequestRow }) {
  const { figures } = words;
  if (tokensTotal !== null) return formatWhole(tokensTotal);
  if (tokensKnown !== null) return <span title={w.partOfTokens}>{figures.atLeast(formatWhole(tokensKnown))}</span>;
  if (costState === 'notBilled') return <span title={w.usedNone}>{figures.none}</span>;
  return <span className="quiet">{figures.notKnown}</span>;
}

function Quiet({ text, title }: { text: string; title: string }) {
  return (
    <span className="quiet" title={title}>
      {text}
    </span>
  );
}

function Cost({ row }: { row: RequestRow }) {
  const { costUsd, costState, unpricedReason } = row;
  if (costUsd === null)
    return <Quiet text={words.figures.notKnown} title={labelOfValue('unpricedReason', unpricedReason)} />;
  if (costState === 'notBilled') return <Quiet text={w.notBilled} title={notBilledBecause(row)} />;
  if (costState === 'inRemainder') return <Quiet text={w.inRemainder} title={w.inRemainderTitle} />;
  if (costState !== 'lowerBound') return formatFineUsd(costUsd);
  return <span title={w.lowerBound}>{words.figures.atLeast(formatFineUsd(costUsd))}</span>;
}

/** Why a call has no caller: no log names one, or its logs are not joined yet. */
function Nobody({ row: { joinDueAt }, timeZone }: { row: RequestRow; timeZone: string }) {
  const { none, notJoined, joinsFrom } = w.detail.facts;
  if (joinDueAt === null) return <span className="faint">{none}</span>;
  return (
    <span className="faint" title={joinsFrom(formatMoment(joinDueAt, timeZone))}>
      {notJoined}
    </span>
  );
}
