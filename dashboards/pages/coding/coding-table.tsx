import { useSearch } from '@tanstack/react-router';
import type { CodingSession } from '../../api/generated/types.gen.js';
import { Masked } from '../../components/masked.js';
import { MoneyCell } from '../../components/money-cell.js';
import { Triangle } from '../../components/triangle.js';
import { modelName, modelsOf, regionsOf, sumsOf, type CodingSums } from '../../figures/coding.js';
import { formatMoment } from '../../format/date.js';
import { formatCompact, formatWhole } from '../../format/number.js';
import { useSetSearch } from '../../view/search.js';
import type { View } from '../../view/view.js';
import { words } from '../../words/words.js';
import { shortPrincipal } from '../requests/principal.js';
import { SessionOpened } from './session-opened.js';

const w = words.coding;
const COLUMNS = 7;
/** Regions beyond this are counted. */
const FIRST_REGIONS = 2;

interface CodingTableProps {
  readonly view: View;
  readonly rows: readonly CodingSession[];
  readonly total: CodingSums;
  readonly noSession: CodingSums;
  readonly rest: CodingSums & { readonly sessions: number };
}

/** The total, what belongs to no session that is known, then the sessions; a line opens one. */
export function CodingTable({ view, rows, total, noSession, rest }: CodingTableProps) {
  const { session: open } = useSearch({ from: '/claude-code' });
  return (
    <div className="scroll">
      <table className="table coding-table">
        <caption className="sr-only">{w.title}</caption>
        <thead>
          <tr>
            <th scope="col">{w.columns.session}</th>
            <th scope="col" className="only-wide-cell">
              {w.columns.models}
            </th>
            <th scope="col" className="only-wide-cell">
              {w.columns.places}
            </th>
            <th scope="col" className="only-wide-cell">
              {w.columns.last}
            </th>
            <th scope="col" className="num">
              {w.columns.calls}
            </th>
            <th scope="col" className="num only-wide-cell">
              {w.columns.tokens}
            </th>
            <th scope="col" className="num">
              {w.columns.cost}
            </th>
          </tr>
          <tr className="total">
            <th scope="row">{words.figures.total}</th>
            <Blanks />
            <Sums sums={total} />
          </tr>
        </thead>
        <tbody>
          {noSession.requests > 0 && (
            <tr className="aside">
              <th scope="row">
                <span className="cell">
                  <span className="twist" />
                  <span title={w.noSessionHint}>{w.noSession}</span>
                </span>
              </th>
              <Blanks />
              <Sums sums={noSession} />
            </tr>
          )}
          {rows.map((row) => (
            <SessionRows key={row.session} row={row} view={view} isOpen={row.session === open} />
          ))}
          {rest.sessions > 0 && (
            <tr className="aside">
              <th scope="row">
                <span className="cell">
                  <span className="twist" />
                  {w.notShown(rest.sessions)}
                </span>
              </th>
              <Blanks />
              <Sums sums={rest} />
            </tr>
          )}
          {open !== undefined && !rows.some(({ session }) => session === open) && (
            <tr className="opened-row">
              <td colSpan={COLUMNS}>
                <SessionOpened session={open} view={view} />
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

/** Cells that a row of sums leaves empty. */
function Blanks() {
  return (
    <>
      <td className="only-wide-cell" />
      <td className="only-wide-cell" />
      <td className="only-wide-cell" />
    </>
  );
}

function Sums({ sums, failed = 0 }: { sums: CodingSums; failed?: number }) {
  return (
    <>
      <td className="num">
        {formatWhole(sums.requests)}
        {failed > 0 && <span className="small quiet block font-normal">{w.failed(failed)}</span>}
      </td>
      <td className="num only-wide-cell">{formatCompact(sums.tokens)}</td>
      <MoneyCell usd={sums.usd}>
        {sums.isUnbilled && <span className="small quiet block font-normal">{words.requests.notBilled}</span>}
        {sums.unpricedRequests > 0 && sums.usd !== null && (
          <span className="small quiet block font-normal">{w.unpriced(formatWhole(sums.unpricedRequests))}</span>
        )}
      </MoneyCell>
    </>
  );
}

function SessionRows({ row, view, isOpen }: { row: CodingSession; view: View; isOpen: boolean }) {
  const setSearch = useSetSearch();
  const { main, small, other } = modelsOf(row);
  const regions = regionsOf(row);
  const more = regions.length - FIRST_REGIONS;
  return (
    <>
      <tr>
        <th scope="row">
          <button
            type="button"
            className="session-line"
            aria-expanded={isOpen}
            onClick={() => {
              setSearch({ session: isOpen ? undefined : row.session }, 'replace');
            }}
          >
            <span className="twist">
              <Triangle to={isOpen ? 'down' : 'right'} />
            </span>
            <span className="min-w-0">
              <Caller row={row} />
              <span className="small quiet mono block" title={row.session}>
                {row.session.slice(0, 8)}
                <span className="sr-only">{row.session.slice(8)}</span>
              </span>
              {cutWords(row) !== null && <span className="small quiet block">{cutWords(row)}</span>}
              <span className="small quiet only-narrow-block">
                {[main, ...small].flatMap((model) => (model === null ? [] : [modelName(model)])).join(', ')}
              </span>
            </span>
          </button>
        </th>
        <td className="only-wide-cell">
          {main === null ? words.figures.none : modelName(main)}
          {small.map((model) => (
            <span key={modelName(model)} className="small quiet block">
              {modelName(model)} <span className="faint">{w.roles.small}</span>
            </span>
          ))}
          {other.length > 0 && (
            <span className="small quiet block" title={other.map(modelName).join(', ')}>
              {w.more(other.length)}
            </span>
          )}
        </td>
        <td className="only-wide-cell" title={regions.join(', ')}>
          {regions.slice(0, FIRST_REGIONS).join(', ')}
          {more > 0 && <span className="small quiet block">{w.more(more)}</span>}
        </td>
        <td className="only-wide-cell whitespace-nowrap">{formatMoment(row.lastAt, view.timeZone)}</td>
        <Sums sums={sumsOf(row)} failed={row.failed} />
      </tr>
      {isOpen && (
        <tr className="opened-row">
          <td colSpan={COLUMNS}>
            <SessionOpened session={row.session} view={view} />
          </td>
        </tr>
      )}
    </>
  );
}

/** That the range cuts a session off. */
function cutWords({ beganBefore, goesOn }: CodingSession): string | null {
  if (beganBefore) return goesOn ? w.cut.both : w.cut.before;
  return goesOn ? w.cut.after : null;
}

function Caller({ row: { callers } }: { row: CodingSession }) {
  if (callers === null) return <Masked />;
  const [first, ...others] = callers;
  if (first === undefined) return <span className="faint">{w.facts.noCaller}</span>;
  return (
    <span className="caller" title={callers.map(({ principal }) => principal).join(', ')}>
      {first.person ?? shortPrincipal(first.principal)}
      {others.length > 0 && <span className="quiet"> {w.more(others.length)}</span>}
    </span>
  );
}
