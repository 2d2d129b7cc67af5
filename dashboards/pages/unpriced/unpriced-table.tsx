import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { UnpricedUsage } from '../../api/generated/types.gen.js';
import { LongId } from '../../components/copy-button.js';
import { Prose } from '../../components/prose.js';
import {
  filtersOf,
  knownTokensOf,
  UNPRICED_COLUMNS,
  type UnpricedColumn,
  type UnpricedGroup,
} from '../../figures/unpriced.js';
import { formatWhole } from '../../format/number.js';
import { useCommonSearch, useSetSearch } from '../../view/search.js';
import { words } from '../../words/words.js';

/** Rows of one cause beyond this are drawn when asked for. */
const FIRST_ROWS = 10;
const w = words.unpriced;

interface UnpricedTableProps {
  readonly groups: readonly UnpricedGroup[];
  readonly total: { readonly requests: number; readonly tokens: number };
  readonly sort: string;
}

/** The total, then each cause with its remedy, then the model ids that it is about. */
export function UnpricedTable({ groups, total, sort }: UnpricedTableProps) {
  return (
    <table className="table stacked">
      <caption className="sr-only">{w.title}</caption>
      <thead>
        <tr>
          {UNPRICED_COLUMNS.map((column) => (
            <SortHead key={column} column={column} sort={sort} />
          ))}
          <th scope="col">{w.columns.calls}</th>
        </tr>
        <tr className="total">
          <th scope="row">{words.figures.total}</th>
          <Count name="requests" count={total.requests} />
          <Count name="tokens" count={total.tokens} />
          <td />
        </tr>
      </thead>
      {groups.map((group) => (
        <GroupRows key={group.cause} group={group} />
      ))}
    </table>
  );
}

function SortHead({ column, sort }: { column: UnpricedColumn; sort: string }) {
  const setSearch = useSetSearch();
  const order = sort === column ? 'ascending' : sort === `-${column}` ? 'descending' : undefined;
  // Names begin at A, amounts with the largest.
  const first = column === 'modelId' ? column : `-${column}`;
  const next = order === 'ascending' ? `-${column}` : order === 'descending' ? column : first;
  return (
    <th scope="col" className={column === 'modelId' ? '' : 'num'} aria-sort={order}>
      <button
        type="button"
        onClick={() => {
          setSearch({ sort: next }, 'replace');
        }}
      >
        {w.columns[column]}
      </button>
    </th>
  );
}

function Count({ name, count }: { name: 'requests' | 'tokens'; count: number | null }) {
  return (
    <td className="num" data-name={w.columns[name]}>
      {count === null ? <span className="quiet">{words.figures.notKnown}</span> : formatWhole(count)}
    </td>
  );
}

function GroupRows({ group }: { group: UnpricedGroup }) {
  const { cause, rows, requests, tokens } = group;
  const [all, setAll] = useState(false);
  const shown = all ? rows : rows.slice(0, FIRST_ROWS);
  return (
    <tbody>
      <tr className="cause">
        <th scope="rowgroup">
          {w.why[cause]}
          <span className="quiet block font-normal">
            <Prose text={w.todo[cause]} />
          </span>
        </th>
        <Count name="requests" count={requests} />
        <Count name="tokens" count={cause === 'tokensMissing' && tokens === 0 ? null : tokens} />
        <td className="quiet">{w.ids(rows.length)}</td>
      </tr>
      {shown.map((row) => (
        <UsageRow key={`${row.modelId} ${row.reason}`} row={row} />
      ))}
      {rows.length > shown.length && (
        <tr className="sub">
          <td colSpan={4}>
            <span className="cell">
              <button
                type="button"
                className="btn sm"
                onClick={() => {
                  setAll(true);
                }}
              >
                {w.showAll(rows.length)}
              </button>
            </span>
          </td>
        </tr>
      )}
    </tbody>
  );
}

function UsageRow({ row }: { row: UnpricedUsage }) {
  const carried = useCommonSearch();
  return (
    <tr className="sub">
      <th scope="row">
        <span className="cell">
          <span className="only-wide">
            <LongId id={row.modelId} what={w.columns.modelId} head={44} tail={28} />
          </span>
          <span className="only-narrow">
            <LongId id={row.modelId} what={w.columns.modelId} head={18} tail={16} />
          </span>
        </span>
      </th>
      <Count name="requests" count={row.requests} />
      <Count name="tokens" count={knownTokensOf(row)} />
      <td>
        <Link to="/requests" search={{ ...carried, filter: filtersOf(row, carried.filter ?? []) }}>
          {w.open}
          <span className="sr-only"> {w.callsOf(row.modelId)}</span>
        </Link>
      </td>
    </tr>
  );
}
