import { Link } from '@tanstack/react-router';
import type { RerateRun } from '../../api/generated/types.gen.js';
import { StateWord } from '../../components/state-word.js';
import { changeLine, rangeInWords, toneOfRun } from '../../figures/corrections.js';
import { formatMoment } from '../../format/date.js';
import { FEMTO_PER_PICO } from '../../format/money.js';
import { formatSignedFemtoUsd, formatWhole } from '../../format/number.js';
import { words } from '../../words/words.js';

const w = words.corrections;

interface HistoryCardProps {
  readonly runs: readonly RerateRun[];
  /** Id of the run whose result stands above. */
  readonly shown: string | undefined;
  readonly timeZone: string;
  readonly onMore: (() => void) | null;
}

/** Every run, the newest first. */
export function HistoryCard({ runs, shown, timeZone, onMore }: HistoryCardProps) {
  const { history } = w;
  return (
    <section className="card flush c12">
      <header>
        <h2>{history.title}</h2>
      </header>
      {runs.length === 0 ? (
        <p className="quiet px-4 pb-4">{history.none}</p>
      ) : (
        <div className="scroll" tabIndex={0} role="region" aria-label={history.title}>
          <table className="table">
            <thead>
              <tr>
                {[history.run, history.state, history.range, history.started, history.by].map((title) => (
                  <th key={title} scope="col">
                    {title}
                  </th>
                ))}
                {[history.calls, history.changed, history.difference].map((title) => (
                  <th key={title} scope="col" className="num">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {runs.map((run) => (
                <tr key={run.id}>
                  <th scope="row" className={`whitespace-nowrap ${run.id === shown ? 'strong' : ''}`}>
                    <Link
                      to="/corrections"
                      search={(before: object) => ({ ...before, run: run.id })}
                      aria-current={run.id === shown ? 'true' : undefined}
                    >
                      {w.run(w.kinds[run.kind], run.id)}
                    </Link>
                  </th>
                  <td>
                    <StateWord tone={toneOfRun(run)}>{w.states[run.state]}</StateWord>
                  </td>
                  <td className="quiet whitespace-nowrap">{rangeInWords(run)}</td>
                  <td className="whitespace-nowrap">{formatMoment(run.startedAt, timeZone, true)}</td>
                  <td className="quiet whitespace-nowrap">{run.startedBy}</td>
                  <td className="num">{formatWhole(run.events)}</td>
                  <td className="num">{formatWhole(run.changed)}</td>
                  <td className="num">
                    {formatSignedFemtoUsd(changeLine(run.totals, '').differenceUsd * FEMTO_PER_PICO)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {onMore && (
        <div className="p-4">
          <button type="button" className="btn sm" onClick={onMore}>
            {history.more}
          </button>
        </div>
      )}
    </section>
  );
}
