import { useQuery } from '@tanstack/react-query';
import { adjustmentsQuery } from '../../api/corrections-queries.js';
import type { AdjustmentsAnswer, AdjustmentSums } from '../../api/generated/types.gen.js';
import { CsvButton } from '../../components/csv-button.js';
import { Skeleton } from '../../components/skeleton.js';
import { Trouble } from '../../components/trouble.js';
import { adjustmentKey, labelOfChange, monthInWords } from '../../figures/corrections.js';
import { fileName } from '../../format/csv.js';
import { parseFemtoUsd } from '../../format/money.js';
import { formatSignedFemtoUsd, formatWhole } from '../../format/number.js';
import { words } from '../../words/words.js';
import { adjustmentsCsv } from './corrections-csv.js';

const w = words.corrections.adjustments;

/** What has been booked about closed months. */
export function AdjustmentsCard() {
  const adjustments = useQuery(adjustmentsQuery());
  const { data } = adjustments;
  return (
    <section className="card flush c12">
      <header>
        <h2>{w.title}</h2>
        {data && data.rows.length > 0 && (
          <span className="push">
            <CsvButton
              make={() => ({
                what: 'adjustments',
                filters: {},
                rows: data.rows.length,
                file: fileName('ledgerline-adjustments'),
                lines: adjustmentsCsv(data),
              })}
            />
          </span>
        )}
      </header>
      <p className="quiet px-4 pb-3">{w.lead}</p>
      {adjustments.error ? (
        <Trouble error={adjustments.error} retry={() => void adjustments.refetch()} />
      ) : !data ? (
        <div className="p-4">
          <Skeleton height={64} />
        </div>
      ) : data.rows.length === 0 ? (
        <p className="foot">{w.none}</p>
      ) : (
        <Rows answer={data} />
      )}
    </section>
  );
}

function Rows({ answer: { rows, totals } }: { answer: AdjustmentsAnswer }) {
  return (
    <>
      <div className="scroll" tabIndex={0} role="region" aria-label={w.title}>
        <table className="table">
          <thead>
            <tr>
              {[w.booked, w.about, w.model, w.team, w.reason].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
              {[w.requests, w.list, w.effective].map((title) => (
                <th key={title} scope="col" className="num">
                  {title}
                </th>
              ))}
            </tr>
            <tr className="total">
              <th scope="row" colSpan={5}>
                {words.figures.total}
              </th>
              <Amounts sums={totals} />
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={adjustmentKey(row)}>
                <th scope="row" className="whitespace-nowrap">
                  {monthInWords(row.bookedMonth)}
                </th>
                <td className="whitespace-nowrap">{monthInWords(row.aboutMonth)}</td>
                <td>{labelOfChange('model', row.model)}</td>
                <td>{labelOfChange('team', row.team)}</td>
                <td className="quiet">{labelOfChange('reason', row.reason)}</td>
                <Amounts sums={row} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="foot">{w.foot}</p>
    </>
  );
}

function Amounts({ sums }: { sums: AdjustmentSums }) {
  return (
    <>
      <td className="num">{formatWhole(sums.requests)}</td>
      {[sums.listUsd, sums.effectiveUsd].map((usd, place) => (
        <td key={place === 0 ? 'list' : 'effective'} className="num" title={usd}>
          {formatSignedFemtoUsd(parseFemtoUsd(usd))}
        </td>
      ))}
    </>
  );
}
