import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { driftQuery } from '../../api/operations-queries.js';
import { answerOf } from '../../api/answer.js';
import { acknowledgeSchemaDrift } from '../../api/generated/sdk.gen.js';
import { type Finding, findingsOf } from '../../figures/drift.js';
import { formatMoment } from '../../format/date.js';
import { useCommonSearch } from '../../view/search.js';
import { useMay } from '../../view/session.js';
import { words } from '../../words/words.js';

const w = words.health.drift;

/** What the logs hold that this version was not written for, until somebody says that it has been seen. */
export function DriftCard({ timeZone }: { timeZone: string }) {
  const { data } = useQuery(driftQuery());
  const findings = findingsOf(data?.rows ?? []);
  if (findings.length === 0) return null;
  return (
    <section className="card flush c12">
      <header>
        <h2>{w.title}</h2>
        <span className="faint small">{w.note(findings.length)}</span>
      </header>
      <p className="px-4 pb-3 quiet">{w.lead}</p>
      <div className="scroll">
        <table className="table min-w-[720px]">
          <caption className="sr-only">{w.title}</caption>
          <thead>
            <tr>
              {[w.name, w.meaning, w.source, w.seen].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
              <th scope="col">
                <span className="sr-only">{w.acknowledge}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {findings.map((finding) => (
              <DriftRow key={finding.key} finding={finding} timeZone={timeZone} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function DriftRow({ finding, timeZone }: { finding: Finding; timeZone: string }) {
  const client = useQueryClient();
  const mayOperate = useMay('operate');
  const carried = useCommonSearch();
  const acknowledge = useMutation({
    mutationFn: () =>
      Promise.all(finding.ids.map((driftId) => answerOf(acknowledgeSchemaDrift({ path: { driftId } })))),
    onSuccess: () => client.invalidateQueries({ queryKey: ['drift'] }),
  });
  return (
    <tr>
      <th scope="row" className="mono">
        {finding.name}
      </th>
      <td>
        {finding.words}
        {finding.exampleEventId !== null && (
          <span className="block">
            <Link to="/requests/$eventId" params={{ eventId: finding.exampleEventId }} search={carried}>
              {w.example}
            </Link>
          </span>
        )}
      </td>
      <td className="quiet">
        {finding.sources.length > 1 && <span className="block">{w.sources(finding.sources.length)}</span>}
        <span className={finding.sources.length > 1 ? 'small' : undefined}>{finding.sources.join(', ')}</span>
      </td>
      <td className="whitespace-nowrap">
        {w.span(formatMoment(finding.firstSeenAt, timeZone), formatMoment(finding.lastSeenAt, timeZone))}
      </td>
      <td className="num">
        {mayOperate && (
          <button
            type="button"
            className="btn sm"
            aria-label={w.acknowledgeOne(finding.name)}
            disabled={acknowledge.isPending}
            onClick={() => {
              acknowledge.mutate();
            }}
          >
            {w.acknowledge}
          </button>
        )}
        {acknowledge.error && (
          <span role="alert" className="small block">{`${w.failed} ${acknowledge.error.message}`}</span>
        )}
      </td>
    </tr>
  );
}
