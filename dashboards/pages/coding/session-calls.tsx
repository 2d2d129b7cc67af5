import { Link } from '@tanstack/react-router';
import type { RequestRow } from '../../api/generated/types.gen.js';
import { StateWord } from '../../components/state-word.js';
import { labelOfValue } from '../../figures/labels.js';
import { formatMoment, formatTime } from '../../format/date.js';
import { formatFineUsd, formatWhole } from '../../format/number.js';
import { useCommonSearch } from '../../view/search.js';
import { useMay } from '../../view/session.js';
import type { View } from '../../view/view.js';
import { words } from '../../words/words.js';

const w = words.coding;

/** The calls of a session, the first one first; each leads to what is known of it. */
export function SessionCalls({ calls, view, session }: { calls: readonly RequestRow[]; view: View; session: string }) {
  const carried = useCommonSearch();
  const seesCallers = useMay('identities');
  const ends = view.range.preset ? { range: view.range.preset } : { from: view.range.from, to: view.range.to };
  const { columns } = w;
  return (
    <div className="scroll">
      <table className="lines small">
        <caption className="strong text-left pb-1">{w.calls}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.time}</th>
            <th scope="col">{columns.model}</th>
            <th scope="col">{columns.places}</th>
            <th scope="col">{columns.outcome}</th>
            <th scope="col" className="num">
              {columns.tokens}
            </th>
            <th scope="col" className="num">
              {words.requests.columns.cost}
            </th>
          </tr>
        </thead>
        <tbody>
          {calls.map((call) => (
            <tr key={call.eventId}>
              <td className="whitespace-nowrap">
                <Link
                  to="/requests/$eventId"
                  params={{ eventId: call.eventId }}
                  search={{ ...carried, ...ends, ...(seesCallers && { session }) }}
                  title={call.occurredAt}
                >
                  {formatMoment(call.occurredAt, view.timeZone).split(', ')[0]},{' '}
                  {formatTime(call.occurredAt, view.timeZone, true)}
                </Link>
              </td>
              <td title={call.modelId}>{call.model ?? call.modelId}</td>
              <td>{call.region}</td>
              <td title={call.errorCode ?? call.stopReason ?? undefined}>
                {call.outcome === 'ok' ? (
                  <span className="quiet">{labelOfValue('outcome', call.outcome)}</span>
                ) : (
                  <StateWord tone="warn">{labelOfValue('outcome', call.outcome)}</StateWord>
                )}
              </td>
              <td className="num">
                {call.tokensTotal === null ? (
                  <span className="quiet">{words.figures.notKnown}</span>
                ) : (
                  formatWhole(call.tokensTotal)
                )}
              </td>
              <td className="num">
                {call.costUsd === null ? (
                  <span className="quiet" title={labelOfValue('unpricedReason', call.unpricedReason)}>
                    {words.figures.notKnown}
                  </span>
                ) : (
                  formatFineUsd(call.costUsd)
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
