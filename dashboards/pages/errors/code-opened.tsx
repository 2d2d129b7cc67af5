import { Link } from '@tanstack/react-router';
import type { FailedCode, FailedPlace } from '../../api/generated/types.gen.js';
import { useFew } from '../../components/few.js';
import { SourceLink } from '../../components/source-link.js';
import { requestsOf } from '../../figures/errors.js';
import { formatMoment } from '../../format/date.js';
import { formatExactUsd, formatPercent, formatWhole } from '../../format/number.js';
import { useCommonSearch } from '../../view/search.js';
import type { View } from '../../view/view.js';
import { words } from '../../words/words.js';
import { nameOfAccount } from '../../figures/labels.js';

const w = words.errors;
const { columns } = w;

/** Where calls failed with one code, and the way to them. */
export function CodeOpened({ code, view }: { code: FailedCode; view: View }) {
  const carried = useCommonSearch();
  const { timeZone, filter } = view;
  const { shown, showAll } = useFew(code.places);
  // The list of requests begins with another range than this page: the range shown here goes along.
  const ends = view.range.preset ? { range: view.range.preset } : { from: view.range.from, to: view.range.to };
  return (
    <div className="opened">
      <p className="quiet">
        {w.seen(formatMoment(code.firstAt, timeZone), formatMoment(code.lastAt, timeZone))}{' '}
        {code.costUsd !== '0' && w.cost(formatExactUsd(code.costUsd))}
      </p>
      {code.source !== null && (
        <p className="small">
          {w.source}: <SourceLink source={code.source} />
        </p>
      )}
      <p>
        <Link to="/requests" search={{ ...carried, ...ends, ...requestsOf(code, null, filter) }}>
          {w.openAll}
        </Link>
      </p>
      <div className="scroll">
        <table className="lines small">
          <thead>
            <tr>
              <th scope="col">{columns.model}</th>
              <th scope="col">{columns.account}</th>
              <th scope="col">{columns.region}</th>
              <th scope="col" className="num">
                {columns.requests}
              </th>
              <th scope="col" className="num">
                {columns.share}
              </th>
              <th scope="col" className="num">
                {columns.callers}
              </th>
              <th scope="col">{columns.last}</th>
              <th scope="col">{columns.calls}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((place) => (
              <tr key={`${place.modelId} ${place.accountId} ${place.region} ${place.endpointScope}`}>
                <PlaceCells place={place} timeZone={timeZone} />
                <td>
                  <Link to="/requests" search={{ ...carried, ...ends, ...requestsOf(code, place, filter) }}>
                    {w.open}
                    <span className="sr-only"> {w.openPlace(place.model ?? place.modelId, place.region)}</span>
                  </Link>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {showAll && (
        <button type="button" className="btn sm justify-self-start" onClick={showAll}>
          {w.allPlaces(code.places.length)}
        </button>
      )}
    </div>
  );
}

function PlaceCells({ place, timeZone }: { place: FailedPlace; timeZone: string }) {
  return (
    <>
      <td title={place.modelId} className={place.model === null ? '' : 'whitespace-nowrap'}>
        {place.model ?? <span className="mono">{place.modelId}</span>}
      </td>
      <td title={place.accountId}>{nameOfAccount(place.accountId)}</td>
      <td className="whitespace-nowrap">{place.region}</td>
      <td className="num">{formatWhole(place.requests)}</td>
      <td className="num">{place.share === null ? words.figures.notKnown : formatPercent(place.share)}</td>
      <td className="num">{formatWhole(place.callers)}</td>
      <td className="whitespace-nowrap">{formatMoment(place.lastAt, timeZone)}</td>
    </>
  );
}
