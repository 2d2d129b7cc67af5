import type { OwnRatesCost } from '../../api/generated/types.gen.js';
import { labelOfValue } from '../../figures/labels.js';
import { formatExact, formatExactUsd, formatQuantity } from '../../format/number.js';
import { words } from '../../words/words.js';

const w = words.requests.detail;

/** What a call cost by the customer's own rates, where its model has no public one. */
export function OwnRates({ cost }: { cost: OwnRatesCost }) {
  return (
    <>
      <p className="mt-2">
        <span className="big">{formatExactUsd(cost.effectiveCostUsd)}</span>
        <span className="unit">
          {words.figures.units.usd}, {w.ownRates}
        </span>
      </p>
      <p className="quiet small">{cost.terms.map(w.term).join(', ')}</p>
      {cost.termsHaveChanged && <p className="small quiet mt-2">{w.termsHaveChanged}</p>}
      {cost.lines.length > 0 && (
        <table className="lines mt-2">
          <thead>
            <tr>
              <th scope="col">{w.columns.class}</th>
              <th scope="col" className="num">
                {w.columns.quantity}
              </th>
              <th scope="col" className="num">
                {w.columns.amount}, {w.columns.amountUnit}
              </th>
            </tr>
          </thead>
          <tbody>
            {cost.lines.map((line) => (
              <tr key={`${line.class} ${String(line.premium)} ${line.term ?? ''}`}>
                <td>
                  {line.premium
                    ? `${labelOfValue('tokenClass', 'premium')} ${w.premium(labelOfValue('tokenClass', line.class).toLowerCase())}`
                    : labelOfValue('tokenClass', line.class)}
                  <span className="faint small block">{line.term !== null && w.term(line.term)}</span>
                </td>
                <td className="num">{formatQuantity(line.quantity)}</td>
                <td className="num">{formatExact(line.effectiveUsd)}</td>
              </tr>
            ))}
            <tr className="end">
              <td>{w.total}</td>
              <td />
              <td className="num">{formatExactUsd(cost.effectiveCostUsd)}</td>
            </tr>
          </tbody>
        </table>
      )}
    </>
  );
}
