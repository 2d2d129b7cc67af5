import type { PeriodWhatIfAnswer } from '../../api/generated/types.gen.js';
import { CsvButton } from '../../components/csv-button.js';
import { MoneyCell } from '../../components/money-cell.js';
import { filterInWords, labelOfDimension, labelOfValue } from '../../figures/labels.js';
import { changeInWords, imaginedRow, imaginedRows, lettered, type ImaginedRow } from '../../figures/what-if.js';
import { fileName } from '../../format/csv.js';
import { formatRange } from '../../format/date.js';
import { formatPercent, formatSignedUsd, formatWhole } from '../../format/number.js';
import type { View } from '../../view/view.js';
import { words } from '../../words/words.js';
import { whatIfCsv } from './what-if-csv.js';

const w = words.whatIf.period;

interface WhatIfTableProps {
  readonly view: View;
  readonly by: 'team' | 'model';
  readonly answer: PeriodWhatIfAnswer;
  readonly dim: boolean;
}

/** Each group as it was and as it would have been, with the caveats in words. */
export function WhatIfTable({ view, by, answer, dim }: WhatIfTableProps) {
  const { totals } = answer;
  const rows = imaginedRows(answer.rows, by, totals);
  const total = imaginedRow(totals, null, totals);
  const title = changeInWords(answer.change, answer.target);
  const caveats = lettered(totals.caveats);
  const saved = () => {
    const head = {
      change: title,
      range: formatRange(view.range, view.timeZone),
      timeZone: view.timeZone,
      filters: view.filter.length > 0 ? view.filter.map(filterInWords).join('; ') : words.costs.csv.none,
      priceBook: answer.priceBook,
      caveats,
    };
    const { change, range, timeZone, filters } = head;
    return {
      what: 'what-if',
      filters: { change, range, timeZone, filters, by },
      rows: rows.length,
      file: fileName(w.csvFile, answer.change, view.range.from, view.range.to),
      lines: whatIfCsv(head, by, rows, total),
    };
  };
  return (
    <div className={dim ? 'dim' : ''}>
      <div className="flex items-center gap-2 px-4 pb-2">
        <h3>{title}</h3>
        <CsvButton make={saved} className="ml-auto" />
      </div>
      <div className="scroll" tabIndex={0} role="region" aria-label={title}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{labelOfDimension(by)}</th>
              {[w.requests, w.was, w.imagined, w.difference, w.share].map((name) => (
                <th key={name} scope="col" className="num">
                  {name}
                </th>
              ))}
            </tr>
            <tr className="total">
              <th scope="row">{words.figures.total}</th>
              <Cells row={total} />
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key ?? ''}>
                <th scope="row" className={`whitespace-nowrap ${row.key === null ? 'quiet' : ''}`}>
                  {labelOfValue(by, row.key)}
                  {row.notes.length > 0 && (
                    <sup className="faint ml-1">
                      <span className="sr-only">{w.notes}: </span>
                      {row.notes.join(' ')}
                    </sup>
                  )}
                </th>
                <Cells row={row} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="foot grid gap-2">
        <p>{w.foot}</p>
        {caveats.length > 0 && (
          <ul className="grid gap-1" aria-label={w.notes}>
            {caveats.map(({ caveat, letter, words: meaning, requests }) => (
              <li key={caveat}>
                <sup>{letter}</sup> {meaning} ({w.concerns(requests)})
              </li>
            ))}
          </ul>
        )}
        {totals.notImagined.length > 0 && (
          <div>
            <p className="strong">{w.notImagined}</p>
            <ul>
              {totals.notImagined.map(({ reason, words: meaning, requests }) => (
                <li key={reason}>
                  {w.concerns(requests)}: {meaning}
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </div>
  );
}

function Cells({ row }: { row: ImaginedRow }) {
  const { differenceUsd, share } = row;
  return (
    <>
      <td className="num">{formatWhole(row.requests)}</td>
      <MoneyCell usd={row.wasUsd} />
      <MoneyCell usd={row.imaginedUsd} />
      <td className="num">{differenceUsd === null ? words.figures.none : formatSignedUsd(differenceUsd)}</td>
      <td className="num quiet">{share === null ? words.figures.none : formatPercent(share).replace('-', '−')}</td>
    </>
  );
}
