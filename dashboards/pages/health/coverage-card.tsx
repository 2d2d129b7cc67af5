import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { coverageQuery } from '../../api/queries.js';
import type { CoverageAnswer, CoverageDay } from '../../api/generated/types.gen.js';
import { Icon } from '../../components/icon.js';
import { Skeleton } from '../../components/skeleton.js';
import { Swatch } from '../../components/swatch.js';
import { Trouble } from '../../components/trouble.js';
import { formatDay, formatRange } from '../../format/date.js';
import { formatPercent, formatWhole } from '../../format/number.js';
import { localDateOf, weekdayOf } from '../../format/zone.js';
import type { View } from '../../view/view.js';
import { words } from '../../words/words.js';

const w = words.health.coverage;

/** Which part of each day has been read, for every source: gaps are seen before they are looked for. */
export function CoverageCard({ view }: { view: View }) {
  const [asTable, setAsTable] = useState(false);
  const { from, to } = view.range;
  const coverage = useQuery(coverageQuery({ from, to, timeZone: view.timeZone }));
  const today = localDateOf(view.now, view.timeZone);
  return (
    <section className="card flush c12">
      <header>
        <h2>{w.title}</h2>
        <span className="faint small">{w.note(formatRange(view.range, view.timeZone, false))}</span>
        <span className="push flex-wrap">
          {!asTable && <CoverageLegend />}
          <button
            type="button"
            className="btn sm"
            aria-pressed={asTable}
            onClick={() => {
              setAsTable(!asTable);
            }}
          >
            <Icon name={asTable ? 'calendar' : 'table'} />
            {asTable ? w.asCalendar : w.asTable}
          </button>
        </span>
      </header>
      {coverage.error ? (
        <Trouble error={coverage.error} retry={() => void coverage.refetch()} />
      ) : !coverage.data ? (
        <div className="p-4">
          <Skeleton height={240} />
        </div>
      ) : asTable ? (
        <CoverageTable coverage={coverage.data} />
      ) : (
        <CoverageCalendar coverage={coverage.data} today={today} dim={coverage.isPlaceholderData} />
      )}
      <p className="foot">{w.foot}</p>
    </section>
  );
}

function CoverageLegend() {
  return (
    <ul className="legend">
      <li>
        <span>
          <i className="sw !bg-(--cov-2)" />
          {w.complete}
        </span>
      </li>
      <li>
        <span>
          <i className="sw !bg-(--cov-4)" />
          {w.partial}
        </span>
      </li>
      <li>
        <span>
          <Swatch fill="unread" />
          {w.missing}
        </span>
      </li>
      <li>
        <span>
          <Swatch fill="partial" />
          {w.running}
        </span>
      </li>
    </ul>
  );
}

/** The mean over the days that are over; what lies in the future is no gap. */
function meanOf(days: readonly CoverageDay[], today: string): number | null {
  const past = days.filter((day) => day.day < today);
  return past.length === 0 ? null : past.reduce((sum, day) => sum + day.collected, 0) / past.length;
}

/** The newest days matter most, and on a narrow screen they would lie out of sight. */
function scrollToEnd(box: HTMLElement | null): void {
  if (box) box.scrollLeft = box.scrollWidth;
}

function CoverageCalendar({ coverage, today, dim }: { coverage: CoverageAnswer; today: string; dim: boolean }) {
  const { days, sources } = coverage;
  return (
    <div className={`scroll ${dim ? 'dim' : ''}`} ref={scrollToEnd} tabIndex={0} role="group" aria-label={w.title}>
      <div
        className="calendar"
        style={{
          gridTemplateColumns: `minmax(112px, 208px) repeat(${String(days.length)}, minmax(12px, 1fr)) 64px`,
          minWidth: 176 + days.length * 16,
        }}
      >
        <span className="head" />
        {days.map((day, place) => (
          <span key={day} className="head">
            {place === 0 || weekdayOf(day) === 0 ? formatDay(day) : ''}
          </span>
        ))}
        <span className="head num">{w.days(days.length)}</span>
        {sources.map((source) => (
          <CalendarRow key={source.sourceId} sourceId={source.sourceId} days={source.days} today={today} />
        ))}
      </div>
    </div>
  );
}

function CalendarRow({ sourceId, days, today }: { sourceId: string; days: readonly CoverageDay[]; today: string }) {
  const mean = meanOf(days, today);
  return (
    <>
      <span className="name" title={sourceId}>
        {sourceId}
      </span>
      {days.map((day) => (
        <span
          key={day.day}
          className={`day ${day.state} ${day.day === today ? 'running' : ''}`}
          title={w.cell(
            sourceId,
            formatDay(day.day),
            formatPercent(day.collected),
            words.figures.requests(day.requests),
          )}
        >
          <i style={{ height: `${String(day.collected * 100)}%` }} />
        </span>
      ))}
      <span className={`num ${mean !== null && mean < 0.97 ? 'strong' : 'quiet'}`}>
        {mean === null ? words.figures.none : formatPercent(mean)}
      </span>
    </>
  );
}

function CoverageTable({ coverage }: { coverage: CoverageAnswer }) {
  const days = coverage.days.toReversed();
  return (
    <div className="scroll max-h-120">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{words.figures.dimensions.sourceId}</th>
            {days.map((day) => (
              <th key={day} scope="col" className="num">
                {formatDay(day)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {coverage.sources.map((source) => (
            <tr key={source.sourceId}>
              <th scope="row" className="whitespace-nowrap">
                {source.sourceId}
              </th>
              {source.days.toReversed().map((day) => (
                <td key={day.day} className="num">
                  {day.state === 'future' ? words.figures.none : formatPercent(day.collected)}
                  <span className="small faint block">{formatWhole(day.requests)}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
