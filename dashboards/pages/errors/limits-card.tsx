import { useQuery } from '@tanstack/react-query';
import { meteredQuery } from '../../api/operations-queries.js';
import { useFew } from '../../components/few.js';
import { throttledModels } from '../../figures/errors.js';
import { formatWhole } from '../../format/number.js';
import type { View } from '../../view/view.js';
import { words } from '../../words/words.js';

const w = words.errors.limits;

/** What the clouds turned away at a quota, by their own count; there only when meters were read and counted any. */
export function LimitsCard({ view }: { view: View }) {
  const { data, isPlaceholderData } = useQuery(meteredQuery(view.question));
  const models = data ? throttledModels(data.rows) : [];
  const { shown, showAll } = useFew(models);
  if (!data || models.length === 0) return null;
  return (
    <section className={`card flush c12 ${isPlaceholderData ? 'dim' : ''}`}>
      <header>
        <h2>{w.title}</h2>
      </header>
      <p className="px-4 pb-3 quiet">{w.lead}</p>
      <div className="scroll">
        <table className="table">
          <caption className="sr-only">{w.title}</caption>
          <thead>
            <tr>
              <th scope="col">{w.model}</th>
              <th scope="col" className="num">
                {w.throttles}
              </th>
              <th scope="col" className="num">
                {w.requests}
              </th>
            </tr>
            <tr className="total">
              <th scope="row">{words.figures.total}</th>
              <td className="num">{formatWhole(models.reduce((sum, { throttles }) => sum + throttles, 0))}</td>
              <td />
            </tr>
          </thead>
          <tbody>
            {shown.map(({ modelId, throttles, requests }) => (
              <tr key={modelId}>
                <th scope="row" className="mono">
                  {modelId ?? w.unnamed}
                </th>
                <td className="num">{formatWhole(throttles)}</td>
                <td className="num">{requests === null ? words.figures.notKnown : formatWhole(requests)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {showAll && (
        <p className="foot">
          <button type="button" className="btn sm" onClick={showAll}>
            {w.all(models.length)}
          </button>
        </p>
      )}
    </section>
  );
}
