import { Link } from '@tanstack/react-router';
import type { PremiumAnswer, PremiumOfScope } from '../../api/generated/types.gen.js';
import { MoneyCell } from '../../components/money-cell.js';
import { Swatch } from '../../components/swatch.js';
import { assignColours } from '../../figures/colours.js';
import { narrowTo } from '../../figures/filters.js';
import { labelOfDimension, labelOfValue } from '../../figures/labels.js';
import { parseUsd } from '../../format/money.js';
import { formatCompact, formatWhole } from '../../format/number.js';
import { useCommonSearch } from '../../view/search.js';
import { words } from '../../words/words.js';

const w = words.premium;
const COLOURS = assignColours('endpointScope', [], []);

/** What went through each kind of endpoint, side by side. */
export function ScopesTable({ totals, dim }: { totals: PremiumAnswer['totals']; dim: boolean }) {
  const { columns } = w;
  return (
    <section className={`card flush c12 ${dim ? 'dim' : ''}`}>
      <header>
        <h2>{w.scopes}</h2>
      </header>
      <div className="scroll" tabIndex={0} role="region" aria-label={w.scopes}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{labelOfDimension('endpointScope')}</th>
              {[columns.requests, columns.tokens, columns.cost, columns.premium].map((title) => (
                <th key={title} scope="col" className="num">
                  {title}
                </th>
              ))}
              <th scope="col">{columns.calls}</th>
            </tr>
            <tr className="total">
              <th scope="row">{words.figures.total}</th>
              <Cells of={totals} />
              <td />
            </tr>
          </thead>
          <tbody>
            {totals.scopes.map((scope) => (
              <ScopeRow key={scope.endpointScope} scope={scope} />
            ))}
          </tbody>
        </table>
      </div>
      <p className="foot">{w.scopesFoot}</p>
    </section>
  );
}

function Cells({ of }: { of: Omit<PremiumOfScope, 'endpointScope'> }) {
  return (
    <>
      <td className="num">{formatWhole(of.requests)}</td>
      <td className="num" title={formatWhole(of.tokens)}>
        {formatCompact(of.tokens)}
      </td>
      <MoneyCell usd={of.costUsd === null ? null : parseUsd(of.costUsd)} />
      <MoneyCell usd={of.premiumUsd === null ? null : parseUsd(of.premiumUsd)} />
    </>
  );
}

function ScopeRow({ scope }: { scope: PremiumOfScope }) {
  const carried = useCommonSearch();
  const { endpointScope } = scope;
  const name = labelOfValue('endpointScope', endpointScope);
  return (
    <tr>
      <th scope="row">
        <span className="cell">
          <Swatch fill={{ kind: 'entity', colour: COLOURS.get(endpointScope) ?? 8 }} />
          {name}
        </span>
      </th>
      <Cells of={scope} />
      <td>
        <Link
          to="/requests"
          search={{ ...carried, filter: narrowTo(carried.filter ?? [], 'endpointScope', endpointScope), sort: 'cost' }}
        >
          {w.open}
          <span className="sr-only"> {w.callsThrough(name)}</span>
        </Link>
      </td>
    </tr>
  );
}
