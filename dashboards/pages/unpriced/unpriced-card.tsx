import { useSearch } from '@tanstack/react-router';
import type { CostsExplained } from '../../api/generated/types.gen.js';
import { CsvButton } from '../../components/csv-button.js';
import { Prose } from '../../components/prose.js';
import { Swatch } from '../../components/swatch.js';
import { filterInWords } from '../../figures/labels.js';
import { groupUnpriced, sumUnpriced } from '../../figures/unpriced.js';
import { fileName } from '../../format/csv.js';
import { formatRange } from '../../format/date.js';
import { formatWhole } from '../../format/number.js';
import type { View } from '../../view/view.js';
import { words } from '../../words/words.js';
import { unpricedCsv } from './unpriced-csv.js';
import { UnpricedTable } from './unpriced-table.js';

const w = words.unpriced;

/** How much has no price, and each model id under the reason why. */
export function UnpricedCard({ view, explained, dim }: { view: View; explained: CostsExplained; dim: boolean }) {
  const { sort = '-requests' } = useSearch({ from: '/unpriced' });
  const groups = groupUnpriced(explained.unpriced, sort);
  const ordered = groups.flatMap(({ rows }) => rows);
  const total = sumUnpriced(ordered);
  const saved = () => {
    const head = {
      range: formatRange(view.range, view.timeZone),
      timeZone: view.timeZone,
      filters: view.filter.length > 0 ? view.filter.map(filterInWords).join('; ') : words.costs.csv.none,
      explained,
    };
    const { range, timeZone, filters } = head;
    return {
      what: 'unpriced',
      filters: { range, timeZone, filters },
      rows: ordered.length,
      file: fileName('ledgerline-unpriced', view.range.from, view.range.to),
      lines: unpricedCsv(head, ordered),
    };
  };
  return (
    <section className={`card flush ${dim ? 'dim' : ''}`}>
      <header>
        <Swatch fill="unpriced" />
        <h2>{w.title}</h2>
        <span className="push">
          <CsvButton make={saved} />
        </span>
      </header>
      <div className="px-4 pb-3">
        <span className="big">{formatWhole(total.requests)}</span>
        <span className="unit">
          {words.figures.units.requests}, {w.known(`${formatWhole(total.tokens)} ${words.figures.units.tokens}`)}
        </span>
        <p className="quiet mt-1">{w.lead}</p>
      </div>
      <UnpricedTable groups={groups} total={total} sort={sort} />
      <p className="foot">
        <Prose text={w.foot} />
      </p>
    </section>
  );
}
