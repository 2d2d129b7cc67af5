import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import type { PlaceVerdict } from '../../api/generated/types.gen.js';
import { verdictQuery } from '../../api/operations-queries.js';
import { Answered } from '../../components/answered.js';
import { StateWord } from '../../components/state-word.js';
import { Triangle } from '../../components/triangle.js';
import { bySentence, keyOfPlace, TONE_OF_KEEPING } from '../../figures/keeping.js';
import { labelOfValue } from '../../figures/labels.js';
import { formatMoment } from '../../format/date.js';
import { useSetSearch } from '../../view/search.js';
import { words } from '../../words/words.js';
import { PlaceDetail } from './place-detail.js';

const w = words.keeping;

/** Every account and region under the sentence that is true of it; each opens into its reasons and its days. */
export function PlacesCard({ timeZone }: { timeZone: string }) {
  const verdict = useQuery(verdictQuery());
  return (
    <Answered title={w.places} query={verdict} none={({ places }) => (places.length === 0 ? w.none : null)}>
      {({ places, others }) => (
        <section className="card flush c12">
          <header>
            <h2>{w.places}</h2>
            <span className="faint small">{w.placesCount(places.length)}</span>
          </header>
          {bySentence(places).map(({ state, words: sentence, places: alike }) => (
            <div key={`${state} ${sentence}`} className="sentence">
              <p className="px-4 py-2 flex flex-wrap items-baseline gap-x-4">
                <StateWord tone={TONE_OF_KEEPING[state]}>{w.states[state]}</StateWord>
                <span className="min-w-0">{sentence}</span>
              </p>
              <ul>
                {alike.map((place) => (
                  <PlaceLine key={keyOfPlace(place)} place={place} timeZone={timeZone} />
                ))}
              </ul>
            </div>
          ))}
          {others.length > 0 && (
            <p className="foot">{w.others(others.map((one) => `${one.accountName} ${one.region}`).join(', '))}</p>
          )}
          <p className="foot">{w.foot}</p>
        </section>
      )}
    </Answered>
  );
}

function PlaceLine({ place, timeZone }: { place: PlaceVerdict; timeZone: string }) {
  const { place: open } = useSearch({ from: '/log-health' });
  const setSearch = useSetSearch();
  const key = keyOfPlace(place);
  const isOpen = open === key;
  return (
    <li className="opens">
      <button
        type="button"
        className="opens-line place"
        aria-expanded={isOpen}
        onClick={() => {
          setSearch({ tab: 'retention', place: isOpen ? undefined : key }, 'replace');
        }}
      >
        <span className="twist">
          <Triangle to={isOpen ? 'down' : 'right'} />
        </span>
        <span className="strong" title={place.accountId}>
          {[place.accountName, place.region].filter(Boolean).join(' · ')}
        </span>
        <span className="quiet">
          {labelOfValue('cloud', place.cloud)}
          {!place.used && ` · ${w.unused}`}
        </span>
        <span className="quiet">
          {place.oldestVanishesAt !== null && w.vanishes(formatMoment(place.oldestVanishesAt, timeZone, true))}
        </span>
      </button>
      {isOpen && <PlaceDetail place={place} timeZone={timeZone} />}
    </li>
  );
}
