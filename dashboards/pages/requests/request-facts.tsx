import type { ReactNode } from 'react';
import type { RequestDetail } from '../../api/generated/types.gen.js';
import { CopyButton } from '../../components/copy-button.js';
import { labelOfValue } from '../../figures/labels.js';
import { formatMoment } from '../../format/date.js';
import { words } from '../../words/words.js';

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

/** What is known about the call, and where each fact was read. */
export function RequestFacts({ detail, timeZone }: { detail: RequestDetail; timeZone: string }) {
  const { event, provenance } = detail;
  const from = (fact: string) => provenance.find((one) => one.fact === fact)?.words ?? '';
  const told = new Set(['team', 'person', 'principal', 'model', 'region', 'endpointScope', 'time', 'tokens', 'cacheTtl', 'source', 'identity']);
  const metadata = Object.entries(event.requestMetadata);
  const lines: [string, ReactNode, string][] = [
    [w.team, event.team ?? w.unattributed, from('team')],
    [w.person, event.person ?? w.unattributed, from('person')],
    [w.principal, event.principal === null ? w.none : <Code text={event.principal} what={w.principal} />, from('principal') || from('identity')],
    [w.model, <Code key="model" text={event.modelId} what={w.model} />, from('model')],
    [
      w.where,
      [labelOfValue('cloud', event.cloud), event.accountId, event.region].join(', ') +
        (event.inferenceRegion && event.inferenceRegion !== event.region ? ` · ${w.ranIn(event.inferenceRegion)}` : ''),
      from('region'),
    ],
    [w.scope, event.endpointScope, from('endpointScope')],
    [w.operation, `${event.operation}, ${event.streamed ? w.streamed : w.notStreamed}`, from('operation')],
    ...(event.serviceTier ? [[w.tier, event.serviceTier, from('serviceTier')] satisfies [string, ReactNode, string]] : []),
    [w.ids, <Code key="id" text={event.requestId} what={w.ids} />, ''],
    ...(event.messageId ? [[w.message, <Code key="message" text={event.messageId} what={w.message} />, ''] satisfies [string, ReactNode, string]] : []),
    [w.eventId, <Code key="event" text={event.eventId} what={w.eventId} />, ''],
    ...(event.tools.length > 0 ? [[w.tools, event.tools.join(', '), ''] satisfies [string, ReactNode, string]] : []),
    ...(metadata.length > 0
      ? [[w.metadata, metadata.map(([key, value]) => <span key={key} className="block">{key}: {value}</span>), ''] satisfies [string, ReactNode, string]]
      : []),
    ...provenance.filter(({ fact }) => !told.has(fact) || fact === 'tokens' || fact === 'cacheTtl' || fact === 'time').map((one): [string, ReactNode, string] => [labelOfFact(one.fact), one.from, one.words]),
    [w.source, event.sourceId, w.collected(formatMoment(event.collectedAt, timeZone))],
  ];
  return (
    <section>
      <h3>{w.title}</h3>
      <table className="facts">
        <tbody>
          {lines.map(([name, value, source], place) => (
            <tr key={place}>
              <th scope="row">{name}</th>
              <td>{value}</td>
              <td>{source}</td>
            </tr>
          ))}
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
