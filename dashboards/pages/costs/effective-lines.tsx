import type { CostsExplained } from '../../api/generated/types.gen.js';
import { paidRows } from '../../figures/effective.js';
import { plainFemtoUsd } from '../../format/money.js';
import { formatExact, formatExactUsd, formatWhole } from '../../format/number.js';
import { words } from '../../words/words.js';

const w = words.costs.explanation.effective;

/** What is paid by the customer's own terms, beside the list price: every way in which calls were priced. */
export function EffectiveLines({ explained }: { explained: CostsExplained }) {
  const { rows, sum, hasTerms } = paidRows(explained.effective);
  if (!hasTerms) return null;
  return (
    <section>
      <h3>{w.title}</h3>
      <p className="quiet small">{w.lead}</p>
      <div className="scroll" tabIndex={0} role="region" aria-label={w.title}>
        <table className="lines">
          <thead>
            <tr>
              <th scope="col">{w.what}</th>
              <th scope="col" className="num">
                {w.requests}
              </th>
              <th scope="col" className="num">
                {w.list}
              </th>
              <th scope="col" className="num">
                {w.paid}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ row, key }) => (
              <tr key={key}>
                <td>
                  {row.model ?? words.figures.absent.model}
                  <span className="faint small block">
                    {[row.tier, ...row.rules].filter(Boolean).join(', ')}
                    {' · '}
                    {row.terms.length === 0 ? w.atList : row.terms.map(words.requests.detail.term).join(', ')}
                  </span>
                </td>
                <td className="num">{formatWhole(row.requests)}</td>
                <td className="num">{row.listUsd === null ? words.figures.none : formatExact(row.listUsd)}</td>
                <td className="num">{formatExact(row.effectiveUsd)}</td>
              </tr>
            ))}
            <tr className="end">
              <td>{w.sum}</td>
              <td />
              <td className="num">
                {explained.totals.costUsd === null ? words.figures.notKnown : formatExactUsd(explained.totals.costUsd)}
              </td>
              <td className="num">{formatExactUsd(plainFemtoUsd(sum))}</td>
            </tr>
          </tbody>
        </table>
      </div>
    </section>
  );
}
