import type { CodingSession, CodingSessionsAnswer } from '../../api/generated/types.gen.js';
import type { CodingSort } from '../../api/coding-queries.js';
import { CsvButton } from '../../components/csv-button.js';
import { Segments } from '../../components/segments.js';
import { restOf, sumsOf } from '../../figures/coding.js';
import { filterInWords } from '../../figures/labels.js';
import { fileName } from '../../format/csv.js';
import { formatRange } from '../../format/date.js';
import { formatRoundUsd } from '../../format/number.js';
import { useSetSearch } from '../../view/search.js';
import type { View } from '../../view/view.js';
import { words } from '../../words/words.js';
import { codingCsv } from './coding-csv.js';
import { CodingTable } from './coding-table.js';

const w = words.coding;

interface CodingCardProps {
  readonly view: View;
  readonly answer: CodingSessionsAnswer;
  readonly rows: readonly CodingSession[];
  readonly sort: CodingSort;
  readonly dim: boolean;
  readonly loadMore: (() => void) | null;
}

/** What Claude Code cost, and the sessions that it cost it in. */
export function CodingCard({ view, answer, rows, sort, dim, loadMore }: CodingCardProps) {
  const setSearch = useSetSearch();
  const total = sumsOf(answer.totals);
  const noSession = sumsOf(answer.withoutSession);
  const rest = restOf(total, [noSession, ...rows.map(sumsOf)]);
  const saved = () => {
    const range = formatRange(view.range, view.timeZone);
    const { timeZone } = view;
    const filters = view.filter.length > 0 ? view.filter.map(filterInWords).join('; ') : words.costs.csv.none;
    return {
      what: 'coding-sessions',
      filters: { range, timeZone, filters },
      rows: rows.length,
      file: fileName('ledgerline-claude-code', view.range.from, view.range.to),
      lines: codingCsv({ range, timeZone, filters, answer }, rows),
    };
  };
  return (
    <section className={`card flush ${dim ? 'dim' : ''}`}>
      <header>
        <h2>{w.title}</h2>
        <span className="push flex-wrap">
          <Segments
            label={w.order}
            value={sort}
            segments={[
              { value: 'cost', label: w.sorts.cost },
              { value: 'last', label: w.sorts.last },
            ]}
            onChange={(value) => {
              setSearch({ sort: value }, 'replace');
            }}
          />
          <CsvButton make={saved} />
        </span>
      </header>
      <div className="px-4 pb-3">
        <span className="big">{total.usd === null ? words.figures.notKnown : formatRoundUsd(total.usd)}</span>
        <span className="unit">{w.unit(words.figures.requests(total.requests), w.sessions(answer.sessions))}</span>
        <p className="quiet mt-1 max-w-[800px]">{answer.sessions === 0 ? w.noneWithSession : w.lead}</p>
      </div>
      <CodingTable
        view={view}
        rows={rows}
        total={total}
        noSession={noSession}
        rest={{ ...rest, sessions: answer.sessions - rows.length }}
      />
      {loadMore && (
        <p className="foot">
          <button type="button" className="btn sm" onClick={loadMore}>
            {w.loadMore}
          </button>{' '}
          <span role="status">{w.notShown(answer.sessions - rows.length)}</span>
        </p>
      )}
      <p className="foot">{w.foot}</p>
    </section>
  );
}
