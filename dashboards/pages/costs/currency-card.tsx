import { useQuery } from '@tanstack/react-query';
import type { Converted, CurrencyOffered } from '../../api/generated/types.gen.js';
import { convertedQuery } from '../../api/savings-queries.js';
import { Skeleton } from '../../components/skeleton.js';
import { Trouble } from '../../components/trouble.js';
import type { Grouping } from '../../figures/dimensions.js';
import { labelOfDimension, labelOfValue } from '../../figures/labels.js';
import { formatDay } from '../../format/date.js';
import { formatCurrency } from '../../format/number.js';
import { apiGroups } from '../../view/breakdown.js';
import { useSetSearch } from '../../view/search.js';
import type { View } from '../../view/view.js';
import { words } from '../../words/words.js';

const w = words.costs.currency;

interface CurrencyCardProps {
  readonly view: View;
  readonly by: Grouping;
  readonly currencies: readonly CurrencyOffered[];
  readonly chosen: string | undefined;
}

/** The same costs in one other currency: a table of its own, so that no number mixes two. */
export function CurrencyCard({ view, by, currencies, chosen }: CurrencyCardProps) {
  const setSearch = useSetSearch();
  const offered = currencies.find(({ currency }) => currency === chosen);
  return (
    <section className="card flush c12">
      <header>
        <h2>{w.title}</h2>
        <span className="push">
          <select
            className="btn"
            aria-label={w.title}
            value={offered?.currency ?? ''}
            onChange={(event) => {
              setSearch({ currency: event.target.value === '' ? undefined : event.target.value }, 'replace');
            }}
          >
            <option value="">{w.none}</option>
            {currencies.map(({ currency }) => (
              <option key={currency} value={currency}>
                {currency}
              </option>
            ))}
          </select>
        </span>
      </header>
      {offered && (
        <>
          <ConvertedTable view={view} by={by} currency={offered.currency} />
          <p className="foot">
            {w.foot(formatDay(offered.from, true))} {w.sources}: {offered.sources.join(', ')}
          </p>
        </>
      )}
    </section>
  );
}

function ConvertedTable({ view, by, currency }: { view: View; by: Grouping; currency: string }) {
  const answer = useQuery(convertedQuery({ ...view.question, groupBy: apiGroups(by), currency }));
  if (answer.error) return <Trouble error={answer.error} retry={() => void answer.refetch()} />;
  if (!answer.data) return <Skeleton height={160} />;
  const { totals, rows } = answer.data;
  return (
    <div className={`scroll ${answer.isPlaceholderData ? 'dim' : ''}`} tabIndex={0} role="region" aria-label={w.title}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{labelOfDimension(by)}</th>
            {[words.costs.table.cost, words.costs.table.effective, words.costs.table.premium].map((title) => (
              <th key={title} scope="col" className="num">
                {title}, {currency}
              </th>
            ))}
          </tr>
          <tr className="total">
            <th scope="row">{words.figures.total}</th>
            <Amounts converted={totals.converted ?? null} currency={currency} />
          </tr>
        </thead>
        <tbody>
          {by !== 'tokenClass' &&
            rows.map((row) => (
              <tr key={row.group[by] ?? ''}>
                <th scope="row" className="whitespace-nowrap">
                  {labelOfValue(by, row.group[by] ?? null)}
                </th>
                <Amounts converted={row.converted ?? null} currency={currency} />
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}

function Amounts({ converted, currency }: { converted: Converted | null; currency: string }) {
  return (['cost', 'effectiveCost', 'premium'] as const).map((name) => {
    const amount = converted?.[name] ?? null;
    return (
      <td key={name} className="num" title={amount ?? undefined}>
        {amount === null ? <span className="quiet">{words.figures.notKnown}</span> : formatCurrency(amount, currency)}
      </td>
    );
  });
}
