import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { verdictQuery } from '../../api/operations-queries.js';
import type { PlaceVerdict, VerdictAnswer } from '../../api/generated/types.gen.js';
import { Skeleton } from '../../components/skeleton.js';
import { StateWord } from '../../components/state-word.js';
import { Triangle } from '../../components/triangle.js';
import { Trouble } from '../../components/trouble.js';
import { keyOfPlace, TONE_OF_KEEPING, worstFirst } from '../../figures/keeping.js';
import { labelOfValue } from '../../figures/labels.js';
import { formatMoment } from '../../format/date.js';
import { useSetSearch } from '../../view/search.js';
import { words } from '../../words/words.js';
import { PlaceDetail } from './place-detail.js';

const w = words.keeping;

/** Are the clouds' own logs kept for as long as they have to be? One line per account and region, the worst first. */
export function KeepingCard({ timeZone }: { timeZone: string }) {
  const verdict = useQuery(verdictQuery());
  if (verdict.data) return <Verdict verdict={verdict.data} timeZone={timeZone} />;
  return (
    <section className="card c12">
      {verdict.error ? (
        <Trouble error={verdict.error} retry={() => void verdict.refetch()} />
      ) : (
        <Skeleton height={160} />
      )}
    </section>
  );
}

function Verdict({ verdict, timeZone }: { verdict: VerdictAnswer; timeZone: string }) {
  const { place: open } = useSearch({ from: '/log-health' });
  const setSearch = useSetSearch();
  const tone = TONE_OF_KEEPING[verdict.state];
  return (
    <section className={`card flush c12 keeping ${tone}`}>
      <header>
        <h2>{w.title(verdict.requiredDays)}</h2>
        <StateWord tone={tone}>{w.states[verdict.state]}</StateWord>
      </header>
      <p className="px-4 pb-3 quiet">{verdict.places.length === 0 ? w.none : verdict.words}</p>
      <ul>
        {worstFirst(verdict.places).map((place) => {
          const key = keyOfPlace(place);
          return (
            <PlaceLine
              key={key}
              place={place}
              timeZone={timeZone}
              isOpen={open === key}
              onOpen={() => {
                setSearch({ place: open === key ? undefined : key }, 'replace');
              }}
            />
          );
        })}
      </ul>
      {verdict.others.length > 0 && (
        <p className="foot">{w.others(verdict.others.map((one) => `${one.accountName} ${one.region}`).join(', '))}</p>
      )}
      <p className="foot">{w.foot}</p>
    </section>
  );
}

interface PlaceLineProps {
  readonly place: PlaceVerdict;
  readonly timeZone: string;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}

function PlaceLine({ place, timeZone, isOpen, onOpen }: PlaceLineProps) {
  return (
    <li className="opens">
      <button type="button" className="opens-line place" aria-expanded={isOpen} onClick={onOpen}>
        <span className="twist">
          <Triangle to={isOpen ? 'down' : 'right'} />
        </span>
        <StateWord tone={TONE_OF_KEEPING[place.state]}>{w.states[place.state]}</StateWord>
        <span>
          <span className="strong block">
            {[place.accountName, ...(place.region === '' ? [] : [place.region])].join(' · ')}
          </span>
          <span className="small quiet">
            {labelOfValue('cloud', place.cloud)}
            {!place.used && ` · ${w.unused}`}
          </span>
        </span>
        <span>
          <span className="block">{place.words}</span>
          {place.oldestVanishesAt !== null && (
            <span className="small quiet">{w.vanishes(formatMoment(place.oldestVanishesAt, timeZone, true))}</span>
          )}
        </span>
      </button>
      {isOpen && <PlaceDetail place={place} timeZone={timeZone} />}
    </li>
  );
}
