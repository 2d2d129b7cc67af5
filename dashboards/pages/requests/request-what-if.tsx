import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { WhatIfAnswer } from '../../api/generated/types.gen.js';
import { requestWhatIfQuery } from '../../api/savings-queries.js';
import { Skeleton } from '../../components/skeleton.js';
import { Trouble } from '../../components/trouble.js';
import { changeInWords, possibleInWords } from '../../figures/what-if.js';
import { formatExact, formatSignedExact } from '../../format/number.js';
import { words } from '../../words/words.js';

const w = words.whatIf;

/** What the call would have cost otherwise; asked for when it is opened. */
export function RequestWhatIf({ eventId }: { eventId: string }) {
  const [isOpen, setOpen] = useState(false);
  const answer = useQuery(requestWhatIfQuery(eventId, isOpen));
  return (
    <section>
      <details
        className="more"
        onToggle={(event) => {
          setOpen(event.currentTarget.open);
        }}
      >
        <summary>
          <h3>{w.request.title}</h3>
        </summary>
        {answer.error ? (
          <Trouble error={answer.error} retry={() => void answer.refetch()} />
        ) : answer.data ? (
          <Alternatives answer={answer.data} />
        ) : (
          <Skeleton height={160} />
        )}
      </details>
    </section>
  );
}

function Alternatives({ answer: { costUsd, alternatives } }: { answer: WhatIfAnswer }) {
  if (costUsd === null || alternatives.length === 0) return <p className="quiet">{w.request.nothing}</p>;
  return (
    <>
      <p className="quiet small">{w.request.lead}</p>
      <table className="lines">
        <thead>
          <tr>
            <th scope="col">{w.columns.change}</th>
            <th scope="col" className="num">
              {w.columns.cost}
            </th>
            <th scope="col" className="num">
              {w.columns.difference}
            </th>
          </tr>
        </thead>
        <tbody>
          <tr className="mark">
            <td>{w.asItWas}</td>
            <td className="num">{formatExact(costUsd)}</td>
            <td />
          </tr>
          {alternatives.map((one) => (
            <tr key={`${one.change} ${one.to ?? ''}`}>
              <td>
                {changeInWords(one.change, one.to)}
                <span className="quiet small block">{possibleInWords(one)}</span>
                {one.caveats.map(({ caveat, words: meaning }) => (
                  <span key={caveat} className="quiet small block">
                    {meaning}
                  </span>
                ))}
              </td>
              <td className="num">{one.costUsd === null ? words.figures.notKnown : formatExact(one.costUsd)}</td>
              <td className="num">
                {one.differenceUsd === null ? words.figures.none : formatSignedExact(one.differenceUsd)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
