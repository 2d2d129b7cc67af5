import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { RequestDetail } from '../../api/generated/types.gen.js';
import { CopyButton } from '../../components/copy-button.js';
import { Masked } from '../../components/masked.js';
import { labelOfState, labelOfValue, nameOfAccount } from '../../figures/labels.js';
import { formatMoment } from '../../format/date.js';
import { useCommonSearch } from '../../view/search.js';
import { words } from '../../words/words.js';
import { DeploymentLink } from './deployment-link.js';

const w = words.requests.detail.facts;

/** A long value in full, in the type of identifiers, with a button that copies it. */
function Code({ text, what }: { text: string; what: string }) {
  return (
    <span className="flex items-start gap-1">
      <span className="mono py-0.5">{text}</span>
      <CopyButton text={text} what={what} />
    </span>
  );
}

/** One fact: its name, what it is, and where it was read. */
function Fact({ name, source = '', children }: { name: string; source?: string; children: ReactNode }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{children}</td>
      <td>{source}</td>
    </tr>
  );
}

/** What is known about the call, and where each fact was read. */
export function RequestFacts({ detail, timeZone }: { detail: RequestDetail; timeZone: string }) {
  const { event, provenance, visible } = detail;
  const carried = useCommonSearch();
  const isMasked = (fact: string) => visible.masked.includes(fact);
  const from = (fact: string) => provenance.find((one) => one.fact === fact)?.words ?? '';
  const notJoined = event.principal === null ? event.joinDueAt : null;
  const nobody = notJoined === null ? w.none : w.notJoined;
  const ranElsewhere = event.inferenceRegion !== null && event.inferenceRegion !== event.region;
  return (
    <section>
      <h3>{w.title}</h3>
      <table className="facts">
        <tbody>
          <Fact name={w.team}>{event.team ?? w.unattributed}</Fact>
          <Fact name={w.person}>{isMasked('person') ? <Masked /> : (event.person ?? w.unattributed)}</Fact>
          <Fact
            name={w.principal}
            source={notJoined === null ? (event.identity?.kind ?? '') : w.joinsFrom(formatMoment(notJoined, timeZone))}
          >
            {isMasked('principal') ? (
              <Masked />
            ) : event.principal === null ? (
              nobody
            ) : (
              <Code text={event.principal} what={w.principal} />
            )}
          </Fact>
          <Fact name={w.model} source={from('model')}>
            {event.model}
            <Code text={event.modelId} what={w.model} />
            {event.cloud === 'foundry' && <DeploymentLink event={event} />}
          </Fact>
          <Fact name={w.where}>
            <span title={event.accountId}>
              {[labelOfValue('cloud', event.cloud), nameOfAccount(event.accountId), event.region].join(', ')}
            </span>
            {ranElsewhere && ` · ${w.ranIn(event.inferenceRegion ?? '')}`}
          </Fact>
          <Fact name={w.scope}>{event.endpointScope}</Fact>
          <Fact name={w.operation}>
            {event.operation}, {event.streamed ? w.streamed : w.notStreamed}
          </Fact>
          {event.serviceTier !== null && <Fact name={w.tier}>{event.serviceTier}</Fact>}
          {provenance
            .filter(({ fact }) => fact !== 'model')
            .map((one) => (
              <Fact key={one.fact} name={labelOfFact(one.fact)} source={one.words}>
                {labelOfState(w.places, one.from)}
              </Fact>
            ))}
          {event.tools.length > 0 && <Fact name={w.tools}>{event.tools.join(', ')}</Fact>}
          {isMasked('requestMetadata') && (
            <Fact name={w.allMetadata}>
              <Masked />
            </Fact>
          )}
          {Object.entries(event.requestMetadata ?? {}).map(([key, value]) => (
            <Fact key={`metadata ${key}`} name={w.metadata(key)}>
              {key === 'session' ? (
                <Link to="/requests" search={{ ...carried, session: value }} title={w.wholeSession}>
                  {value}
                </Link>
              ) : (
                value
              )}
            </Fact>
          ))}
          <Fact name={w.ids}>
            <Code text={event.requestId} what={w.ids} />
          </Fact>
          {event.messageId !== null && (
            <Fact name={w.message}>
              <Code text={event.messageId} what={w.message} />
            </Fact>
          )}
          <Fact name={w.eventId}>
            <Code text={event.eventId} what={w.eventId} />
          </Fact>
          <Fact name={w.source} source={w.collected(formatMoment(event.collectedAt, timeZone))}>
            {event.sourceId}
          </Fact>
        </tbody>
      </table>
    </section>
  );
}

function labelOfFact(fact: string): string {
  if (fact === 'tokens') return w.tokens;
  if (fact === 'cacheTtl') return w.cacheTtl;
  return fact === 'time' ? w.time : fact;
}
