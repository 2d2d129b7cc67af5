import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { Fragment } from 'react';
import type { ThroughputAnswer } from '../../api/generated/types.gen.js';
import { throughputQuery } from '../../api/operations-queries.js';
import { CsvButton } from '../../components/csv-button.js';
import { useFew } from '../../components/few.js';
import { COUNTS, keyOfRow } from '../../figures/throughput.js';
import { formatMoment } from '../../format/date.js';
import { useSetSearch } from '../../view/search.js';
import type { View } from '../../view/view.js';
import { words } from '../../words/words.js';
import { savedThroughput } from './throughput-csv.js';
import { ThroughputOpened } from './throughput-opened.js';
import { ThroughputLine } from './throughput-line.js';

const w = words.throughput;
const COLUMN_COUNT = COUNTS.length + 5;

/** What went through beside the limits, and how long answers took; there only when calls were answered. */
export function ThroughputCard({ view }: { view: View }) {
  const { data, isPlaceholderData } = useQuery(throughputQuery(view.question));
  const { row: open } = useSearch({ from: '/errors' });
  const setSearch = useSetSearch();
  const rows = data?.rows ?? [];
  const { shown, showAll } = useFew(rows);
  if (!data || rows.length === 0) return null;
  // What the address opens is shown, wherever it stands.
  const opened = rows.filter((row) => keyOfRow(row) === open && !shown.includes(row));
  return (
    <section className={`card flush c12 ${isPlaceholderData ? 'dim' : ''}`}>
      <header>
        <h2>{w.title}</h2>
        <span className="push">
          <CsvButton make={() => savedThroughput(rows, view)} />
        </span>
      </header>
      <p className="px-4 pb-3 quiet max-w-[900px]">{w.lead}</p>
      <div className="scroll" tabIndex={0} role="region" aria-label={w.title}>
        <table className="table throughput">
          <caption className="sr-only">{w.title}</caption>
          <Head />
          <tbody>
            {[...shown, ...opened].map((row) => {
              const key = keyOfRow(row);
              const isOpen = key === open;
              return (
                <Fragment key={key}>
                  <ThroughputLine
                    row={row}
                    timeZone={view.timeZone}
                    isOpen={isOpen}
                    toggle={() => {
                      setSearch({ row: isOpen ? undefined : key, counts: undefined }, 'replace');
                    }}
                  />
                  {isOpen && (
                    <tr className="opened-row">
                      <td colSpan={COLUMN_COUNT}>
                        <ThroughputOpened row={row} view={view} />
                      </td>
                    </tr>
                  )}
                </Fragment>
              );
            })}
          </tbody>
        </table>
      </div>
      <p className="foot">
        {showAll && (
          <button type="button" className="btn sm mb-2 block" onClick={showAll}>
            {w.all(rows.length)}
          </button>
        )}
        {[w.foot, ...minutesRead(data, view.timeZone)].join(' ')}
      </p>
    </section>
  );
}

function Head() {
  const { columns } = w;
  return (
    <thead>
      <tr>
        <th scope="col">{columns.name}</th>
        <th scope="col" className="num">
          {columns.limit}
        </th>
        <th scope="col" className="num">
          {columns.requests}
        </th>
        <th scope="col" className="num">
          {columns.latency}
        </th>
        {COUNTS.map((counts) => (
          <th key={counts} scope="col" className="num">
            {columns.counts[counts]}
          </th>
        ))}
        <th scope="col" className="num">
          {columns.throttled}
        </th>
      </tr>
    </thead>
  );
}

/** From when until when minutes are known of all accounts, and what is wrong. */
function minutesRead({ minutesRead: accounts }: ThroughputAnswer, timeZone: string): string[] {
  const wrong = accounts.flatMap(({ words: detail }) => (detail === null ? [] : [detail]));
  const spans = accounts.flatMap(({ readFrom, readTo }) => (readFrom && readTo ? [{ readFrom, readTo }] : []));
  if (spans.length === 0) return wrong;
  const from = Math.max(...spans.map(({ readFrom }) => Date.parse(readFrom)));
  const to = Math.min(...spans.map(({ readTo }) => Date.parse(readTo)));
  return [w.footMinutes(formatMoment(from, timeZone), formatMoment(to, timeZone)), ...wrong];
}
