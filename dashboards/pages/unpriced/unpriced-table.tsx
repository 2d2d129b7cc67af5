import { Link } from '@tanstack/react-router';
import type { UnpricedUsage } from '../../api/generated/types.gen.js';
import { LongId } from '../../components/copy-button.js';
import { Prose } from '../../components/prose.js';
import { causeOf, filtersOf, knownTokensOf, type sumUnpriced, type UnpricedColumn } from '../../figures/unpriced.js';
import { formatWhole } from '../../format/number.js';
import { useCommonSearch, useSetSearch } from '../../view/search.js';
import { words } from '../../words/words.js';

const w = words.unpriced;

interface UnpricedTableProps {
  readonly rows: readonly UnpricedUsage[];
  readonly total: ReturnType<typeof sumUnpriced>;
  readonly sort: string;
}

/** One line for each model id and reason, the total directly under the header. */
export function UnpricedTable({ rows, total, sort }: UnpricedTableProps) {
  return (
    <table className="table stacked">
      <caption className="sr-only">{w.title}</caption>
      <thead>
        <tr>
          <SortHead column="modelId" sort={sort} />
          <SortHead column="reason" sort={sort} />
          <th scope="col">{w.columns.todo}</th>
          <SortHead column="requests" sort={sort} />
          <SortHead column="tokens" sort={sort} />
          <th scope="col">{w.columns.calls}</th>
        </tr>
        <tr className="total">
          <th scope="row" colSpan={3}>
            {words.figures.total}
          </th>
          <td className="num" data-name={w.columns.requests}>
            {formatWhole(total.requests)}
          </td>
          <td className="num" data-name={w.columns.tokens}>
            {formatWhole(total.tokens)}
          </td>
          <td />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <UnpricedRow key={`${row.modelId} ${row.reason}`} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function SortHead({ column, sort }: { column: UnpricedColumn; sort: string }) {
  const setSearch = useSetSearch();
  const isText = column === 'modelId' || column === 'reason';
  const order = sort === column ? 'ascending' : sort === `-${column}` ? 'descending' : undefined;
  // Names begin at A, amounts with the largest.
  const next = order === undefined ? (isText ? column : `-${column}`) : order === 'ascending' ? `-${column}` : column;
  return (
    <th scope="col" className={isText ? '' : 'num'} aria-sort={order}>
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

function UnpricedRow({ row }: { row: UnpricedUsage }) {
  const carried = useCommonSearch();
  const cause = causeOf(row);
  const tokens = knownTokensOf(row);
  return (
    <tr>
      <th scope="row">
        <LongId id={row.modelId} what={w.columns.modelId} head={20} tail={16} />
      </th>
      <td>{w.why[cause]}</td>
      <td className="quiet">
        <Prose text={w.todo[cause]} />
      </td>
      <td className="num" data-name={w.columns.requests}>
        {formatWhole(row.requests)}
      </td>
      <td className="num" data-name={w.columns.tokens}>
        {tokens === null ? <span className="quiet">{words.figures.notKnown}</span> : formatWhole(tokens)}
      </td>
      <td>
        <Link to="/requests" search={{ ...carried, filter: filtersOf(row, carried.filter ?? []) }}>
          {w.open}
          <span className="sr-only"> {w.callsOf(row.modelId)}</span>
        </Link>
      </td>
    </tr>
  );
}
