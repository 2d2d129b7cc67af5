import { CsvButton } from '../../components/csv-button.js';
import { Triangle } from '../../components/triangle.js';
import { Link, useSearch } from '@tanstack/react-router';
import { Fragment } from 'react';
import type { Source } from '../../api/generated/types.gen.js';
import { StateWord } from '../../components/state-word.js';
import { TONE_OF_STATE } from '../../figures/health.js';
import { labelOfState } from '../../figures/labels.js';
import { fileName } from '../../format/csv.js';
import { formatDay, formatDuration, formatTime } from '../../format/date.js';
import { formatWhole } from '../../format/number.js';
import { localDateOf } from '../../format/zone.js';
import { useCommonSearch, useSetSearch } from '../../view/search.js';
import { words } from '../../words/words.js';
import { SourceRuns } from './source-runs.js';
import { sourcesCsv } from './sources-csv.js';

const w = words.health.sources;
const COUNTS = ['read', 'new', 'duplicate', 'ignored', 'rejected'] as const;

interface SourcesCardProps {
  readonly sources: readonly Source[];
  readonly now: number;
  readonly timeZone: string;
}

/** Every source: its state, its runs, how far it is behind and what it brought. */
export function SourcesCard({ sources, now, timeZone }: SourcesCardProps) {
  const { source: open } = useSearch({ from: '/log-health' });
  const setSearch = useSetSearch();
  const carried = useCommonSearch();
  const total = (name: (typeof COUNTS)[number]) =>
    formatWhole(sources.reduce((sum, source) => sum + source.last24h[name], 0));
  return (
    <section className="card flush c12">
      <header>
        <h2>{w.title}</h2>
        <span className="faint small">{w.note(sources.length)}</span>
        <span className="push">
          <Link className="btn sm" to="/set-up" search={carried}>
            {words.setUp.add}
          </Link>
          <CsvButton
            make={() => ({
              what: 'sources',
              filters: { timeZone },
              rows: sources.length,
              file: fileName('ledgerline-sources', localDateOf(now, timeZone)),
              lines: sourcesCsv(sources, timeZone),
            })}
          />
        </span>
      </header>
      <div className="scroll">
        <table className="table">
          <caption className="sr-only">{w.title}</caption>
          <thead>
            <tr>
              <th scope="col">{w.source}</th>
              <th scope="col">{w.state}</th>
              <th scope="col">{w.readFrom}</th>
              <th scope="col" className="num">
                {w.lag}
              </th>
              <th scope="col" className="num">
                {w.lastRun}
              </th>
              <th scope="col" className="num">
                {w.nextRun}
              </th>
              {COUNTS.map((name) => (
                <th key={name} scope="col" className="num">
                  {w[name]}
                </th>
              ))}
            </tr>
            <tr className="total">
              <th scope="row" colSpan={6}>
                {words.figures.total}
              </th>
              {COUNTS.map((name) => (
                <td key={name} className="num">
                  {total(name)}
                </td>
              ))}
            </tr>
          </thead>
          <tbody>
            {sources.map((source) => {
              const isOpen = open === source.sourceId;
              return (
                <Fragment key={source.sourceId}>
                  <SourceLine
                    source={source}
                    now={now}
                    timeZone={timeZone}
                    isOpen={isOpen}
                    onOpen={() => {
                      setSearch({ source: isOpen ? undefined : source.sourceId }, 'replace');
                    }}
                  />
                  {isOpen && (
                    <tr>
                      <td colSpan={6 + COUNTS.length} className="bg-sunken">
                        <SourceRuns source={source} timeZone={timeZone} />
                      </td>
                    </tr>
                  )}
                </Fragment>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

interface SourceLineProps {
  readonly source: Source;
  readonly now: number;
  readonly timeZone: string;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}

function SourceLine({ source, now, timeZone, isOpen, onOpen }: SourceLineProps) {
  const { lastRun } = source;
  return (
    <tr>
      <th scope="row">
        <span className="cell">
          <button
            type="button"
            className="twist"
            aria-expanded={isOpen}
            aria-label={w.open(source.sourceId)}
            onClick={onOpen}
          >
            <Triangle to={isOpen ? 'down' : 'right'} />
          </button>
          <span className="strong">{source.sourceId}</span>
        </span>
      </th>
      <td title={source.words}>
        <StateWord tone={TONE_OF_STATE[source.state]}>{words.health.states[source.state]}</StateWord>
      </td>
      <td
        className="quiet whitespace-nowrap"
        title={[source.accountId, source.region, source.logGroup].filter(Boolean).join(', ')}
      >
        {labelOfState(w.kinds, source.kind)}
      </td>
      <td className="num quiet">
        {source.lagSeconds === null ? words.figures.notKnown : formatDuration(source.lagSeconds)}
      </td>
      <td className="num">
        {lastRun === null
          ? w.never
          : lastRun.finishedAt === null
            ? w.running
            : moment(lastRun.finishedAt, now, timeZone)}
      </td>
      <td className="num quiet">
        {source.nextRunAt === null ? words.figures.none : moment(source.nextRunAt, now, timeZone)}
      </td>
      {COUNTS.map((name) => (
        <td key={name} className={`num ${name === 'read' || name === 'new' ? '' : 'quiet'}`}>
          {formatWhole(source.last24h[name])}
        </td>
      ))}
    </tr>
  );
}

/** The time alone for today, with the day otherwise. */
function moment(at: string, now: number, timeZone: string): string {
  const day = localDateOf(Date.parse(at), timeZone);
  const time = formatTime(at, timeZone);
  return day === localDateOf(now, timeZone) ? time : `${formatDay(day)}, ${time}`;
}
