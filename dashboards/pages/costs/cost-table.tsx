import { useState } from 'react';
import { Swatch } from '../../components/swatch.js';
import type { Row } from '../../figures/rows.js';
import { formatCompact, formatWhole } from '../../format/number.js';
import { words } from '../../words/words.js';
import { FigureCell, type CellContext } from './cells.js';
import type { ColumnId } from './columns.js';
import { NameCell, type Line, type NameActions } from './name-cell.js';

/** Rows beyond this are drawn when asked for. */
const FIRST_ROWS = 50;
const w = words.costs.table;

interface CostTableProps extends NameActions {
  readonly caption: string;
  readonly titles: Readonly<Record<ColumnId, string>>;
  readonly visible: readonly ColumnId[];
  readonly lines: readonly Line[];
  readonly total: Row;
  readonly sort: string;
  readonly context: CellContext;
  readonly dim: boolean;
  readonly onSort: (column: ColumnId) => void;
}

/** The same figures as in the chart, with the total directly under the header. */
export function CostTable(props: CostTableProps) {
  const { titles, visible, lines, total, sort, context } = props;
  const [all, setAll] = useState(false);
  const shown = all ? lines : lines.slice(0, FIRST_ROWS);
  const { unpricedRequests, unpricedTokens } = total.figures;
  return (
    <>
      <div className={`scroll ${props.dim ? 'dim' : ''}`}>
        <table className="table">
          <caption className="sr-only">{props.caption}</caption>
          <thead>
            <tr>
              {visible.map((column) => (
                <th key={column} scope="col" className={numeric(column)} aria-sort={orderOf(sort, column)}>
                  {column === 'trend' ? (
                    titles[column]
                  ) : (
                    <button
                      type="button"
                      onClick={() => {
                        props.onSort(column);
                      }}
                    >
                      {titles[column]}
                    </button>
                  )}
                </th>
              ))}
            </tr>
            <tr className="total">
              {visible.map((column) =>
                column === 'name' ? (
                  <th key={column} scope="row">
                    {total.label}
                  </th>
                ) : (
                  <td key={column} className={numeric(column)}>
                    <FigureCell row={total} column={column} context={context} />
                  </td>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {shown.map((line) => (
              <tr key={line.row.id} className={line.depth > 0 ? 'sub' : ''}>
                {visible.map((column) =>
                  column === 'name' ? (
                    <th key={column} scope="row">
                      <NameCell line={line} {...props} />
                    </th>
                  ) : (
                    <td key={column} className={`${numeric(column)} ${quiet(column)}`}>
                      {column === 'trend' && line.depth > 0 ? null : (
                        <FigureCell row={line.row} column={column} context={context} />
                      )}
                    </td>
                  ),
                )}
              </tr>
            ))}
            {unpricedRequests > 0 && (
              <tr className="aside">
                {visible.map((column) => (
                  <UnpricedCell
                    key={column}
                    column={column}
                    requests={unpricedRequests}
                    tokens={unpricedTokens}
                    canOpen={props.canOpen}
                  />
                ))}
              </tr>
            )}
          </tbody>
        </table>
      </div>
      {lines.length > shown.length && (
        <p className="foot">
          <button
            type="button"
            className="btn sm"
            onClick={() => {
              setAll(true);
            }}
          >
            {w.showAll(formatWhole(lines.length))}
          </button>
        </p>
      )}
    </>
  );
}

/** What has no price is counted in the rows above; this line says how much that is, and claims no amount. */
function UnpricedCell({
  column,
  requests,
  tokens,
  canOpen,
}: {
  column: ColumnId;
  requests: number;
  tokens: number;
  canOpen: boolean;
}) {
  if (column === 'name') {
    return (
      <th scope="row">
        <span className="cell">
          {canOpen && <span className="twist" />}
          <Swatch fill="unpriced" />
          {words.figures.unpriced}
          <span className="faint small">{w.ofWhich}</span>
        </span>
      </th>
    );
  }
  const shown: Partial<Record<ColumnId, string>> = {
    cost: words.figures.notKnown,
    effective: words.figures.notKnown,
    requests: formatWhole(requests),
    tokens: formatCompact(tokens),
    trend: '',
  };
  return <td className={numeric(column)}>{shown[column] ?? words.figures.none}</td>;
}

function numeric(column: ColumnId): string {
  return column === 'name' || column === 'trend' ? '' : 'num';
}

function quiet(column: ColumnId): string {
  return column === 'share' || column === 'changePercent' ? 'quiet' : '';
}

function orderOf(sort: string, column: ColumnId): 'ascending' | 'descending' | undefined {
  if (sort.replace(/^-/, '') !== column) return undefined;
  return sort.startsWith('-') ? 'descending' : 'ascending';
}
