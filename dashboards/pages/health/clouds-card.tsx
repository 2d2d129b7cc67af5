import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { verdictQuery } from '../../api/operations-queries.js';
import { Answered } from '../../components/answered.js';
import { StateWord } from '../../components/state-word.js';
import { byCloud, keyOfPlace, TONE_OF_KEEPING, type CloudVerdict } from '../../figures/keeping.js';
import { labelOfValue } from '../../figures/labels.js';
import { useCommonSearch } from '../../view/search.js';
import { words } from '../../words/words.js';

const w = words.keeping;

/** Are the clouds' own logs kept for as long as they have to be? The clouds side by side, the worst first. */
export function CloudsCard() {
  const verdict = useQuery(verdictQuery());
  return (
    <Answered title={w.ask} query={verdict} none={({ places }) => (places.length === 0 ? w.none : null)}>
      {({ requiredDays, state, places }) => {
        const tone = TONE_OF_KEEPING[state];
        return (
          <section className={`card flush c12 keeping ${tone}`}>
            <header>
              <h2>{w.title(requiredDays)}</h2>
              <StateWord tone={tone}>{w.states[state]}</StateWord>
            </header>
            <ul className="clouds">
              {byCloud(places).map((cloud) => (
                <CloudCell key={cloud.cloud} verdict={cloud} />
              ))}
            </ul>
          </section>
        );
      }}
    </Answered>
  );
}

function CloudCell({ verdict: { cloud, state, worst, action, places, alike } }: { verdict: CloudVerdict }) {
  const carried = useCommonSearch();
  const isKept = state === 'kept';
  return (
    <li>
      <div className="flex items-baseline justify-between gap-2">
        <h3>{labelOfValue('cloud', cloud)}</h3>
        <StateWord tone={TONE_OF_KEEPING[state]}>{w.states[state]}</StateWord>
      </div>
      {!isKept && <p>{worst.words}</p>}
      {action !== null && <p className="quiet">{action.words}</p>}
      <p>
        <Link
          to="/log-health"
          search={{ ...carried, tab: 'retention', ...(!isKept && { place: keyOfPlace(worst) }) }}
          resetScroll={false}
        >
          {isKept ? w.placesKept(places) : w.placesOf(alike, places)}
        </Link>
      </p>
    </li>
  );
}
