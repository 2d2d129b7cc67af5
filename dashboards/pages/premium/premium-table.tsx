import { Link } from '@tanstack/react-router';
import type { PremiumAnswer } from '../../api/generated/types.gen.js';
import { CsvButton } from '../../components/csv-button.js';
import { MoneyCell } from '../../components/money-cell.js';
import { Segments } from '../../components/segments.js';
import { PREMIUM_GROUPINGS, type PremiumGrouping } from '../../figures/dimensions.js';
import { filterInWords, labelOfDimension, labelOfValue } from '../../figures/labels.js';
import { nameInFull } from '../../figures/rows.js';
import { filtersOfLine, premiumLine, premiumLines, type PremiumLine } from '../../figures/premium.js';
import { fileName } from '../../format/csv.js';
import { formatRange } from '../../format/date.js';
import { formatWhole } from '../../format/number.js';
import { useCommonSearch, useSetSearch } from '../../view/search.js';
import type { View } from '../../view/view.js';
import { words } from '../../words/words.js';
import { premiumCsv } from './premium-csv.js';

const w = words.premium;

interface PremiumTableProps {
  readonly view: View;
  readonly by: PremiumGrouping;
  readonly answer: PremiumAnswer;
  readonly dim: boolean;
}

/** The premium of each group, and what a move to the global endpoint would have met. */
export function PremiumTable({ view, by, answer, dim }: PremiumTableProps) {
  const setSearch = useSetSearch();
  const lines = premiumLines(answer.rows, by);
  const total = premiumLine(answer.totals, null);
  const saved = () => {
    const head = {
      range: formatRange(view.range, view.timeZone),
      timeZone: view.timeZone,
      filters: view.filter.length > 0 ? view.filter.map(filterInWords).join('; ') : words.costs.csv.none,
      completeUpTo: answer.completeUpTo,
      priceBook: answer.priceBook,
    };
    const { range, timeZone, filters } = head;
    return {
      what: 'premium',
      filters: { range, timeZone, filters, by },
      rows: lines.length,
      file: fileName('ledgerline-premium', by, view.range.from, view.range.to),
      lines: premiumCsv(head, by, lines, total),
    };
  };
  const { columns } = w;
  return (
    <section className={`card flush c12 ${dim ? 'dim' : ''}`}>
      <header>
        <h2>{w.table(labelOfDimension(by).toLowerCase())}</h2>
        <span className="faint small">{words.costs.table.note(answer.priceBook)}</span>
        <span className="push">
          <Segments
            label={w.by}
            value={by}
            segments={PREMIUM_GROUPINGS.map((value) => ({ value, label: labelOfDimension(value) }))}
            onChange={(value) => {
              setSearch({ by: value }, 'replace');
            }}
          />
          <CsvButton make={saved} />
        </span>
      </header>
      <div className="scroll" tabIndex={0} role="region" aria-label={w.table(labelOfDimension(by).toLowerCase())}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{labelOfDimension(by)}</th>
              {[
                columns.requests,
                columns.cost,
                columns.premium,
                columns.possible,
                columns.blocked,
                columns.notOffered,
                columns.provisioned,
              ].map((title) => (
                <th key={title} scope="col" className="num">
                  {title}
                </th>
              ))}
              <th scope="col">{columns.calls}</th>
            </tr>
            <tr className="total">
              <th scope="row">{words.figures.total}</th>
              <Cells line={total} />
              <td />
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <LineRow key={line.key ?? ''} line={line} by={by} />
            ))}
          </tbody>
        </table>
      </div>
      <p className="foot">{w.foot}</p>
    </section>
  );
}

function Cells({ line }: { line: PremiumLine }) {
  return (
    <>
      <td className="num">{formatWhole(line.requests)}</td>
      <MoneyCell usd={line.costUsd} />
      <MoneyCell usd={line.premiumUsd} />
      <MoneyCell usd={line.possibleUsd} />
      <MoneyCell usd={line.blockedUsd}>
        {line.policies.length > 0 && <span className="quiet small block font-normal">{line.policies.join(', ')}</span>}
      </MoneyCell>
      <MoneyCell usd={line.notOfferedUsd} />
      <td className={`num ${line.provisionedRequests === 0 ? 'faint' : ''}`}>
        {formatWhole(line.provisionedRequests)}
      </td>
    </>
  );
}

function LineRow({ line, by }: { line: PremiumLine; by: PremiumGrouping }) {
  const carried = useCommonSearch();
  const name = labelOfValue(by, line.key);
  return (
    <tr>
      <th
        scope="row"
        className={`whitespace-nowrap ${line.key === null ? 'quiet' : ''}`}
        title={nameInFull({ key: line.key, label: name })}
      >
        {name}
      </th>
      <Cells line={line} />
      <td>
        {line.scopes.length > 0 && (
          <Link
            to="/requests"
            search={{ ...carried, filter: filtersOfLine(line, by, carried.filter ?? []), sort: 'cost' }}
          >
            {w.open}
            <span className="sr-only"> {w.callsOf(name)}</span>
          </Link>
        )}
      </td>
    </tr>
  );
}
