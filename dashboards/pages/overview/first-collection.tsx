import { Link } from '@tanstack/react-router';
import type { Source } from '../../api/generated/types.gen.js';
import { StateWord } from '../../components/state-word.js';
import { TONE_OF_STATE } from '../../figures/health.js';
import { formatWhole } from '../../format/number.js';
import { useCommonSearch } from '../../view/search.js';
import { words } from '../../words/words.js';

const w = words.setUp.collecting;

/** How far the first reading of history is, source by source, until the first of them is through. */
export function FirstCollection({ sources }: { sources: readonly Source[] }) {
  const carried = useCommonSearch();
  return (
    <section className="card flush c12">
      <header>
        <h2>{w.title}</h2>
      </header>
      <p className="px-4 pb-3 quiet">{w.lead}</p>
      <div className="scroll" tabIndex={0} role="region" aria-label={w.title}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{w.source}</th>
              <th scope="col">{w.state}</th>
              <th scope="col">{w.days}</th>
              <th scope="col" className="num">
                {w.records}
              </th>
              <th scope="col">{w.error}</th>
            </tr>
          </thead>
          <tbody>
            {sources.map(({ sourceId, state, historyDoneDays, historyDays, last24h, lastError }) => (
              <tr key={sourceId}>
                <th scope="row">{sourceId}</th>
                <td className="whitespace-nowrap">
                  <StateWord tone={TONE_OF_STATE[state]}>{words.health.states[state]}</StateWord>
                </td>
                <td className="whitespace-nowrap">
                  <progress
                    className="progress"
                    max={historyDays}
                    value={historyDoneDays}
                    aria-label={w.progress(sourceId)}
                  />{' '}
                  {w.of(Math.floor(historyDoneDays), historyDays)}
                </td>
                <td className="num">{formatWhole(last24h.read)}</td>
                <td className="quiet [overflow-wrap:anywhere]">{lastError ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="foot">
        <Link to="/log-health" search={carried}>
          {w.toHealth}
        </Link>
      </p>
    </section>
  );
}
