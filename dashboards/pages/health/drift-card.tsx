import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { driftQuery } from '../../api/operations-queries.js';
import { answerOf } from '../../api/answer.js';
import { acknowledgeSchemaDrift } from '../../api/generated/sdk.gen.js';
import { Answered } from '../../components/answered.js';
import { TableCard } from '../../components/table-card.js';
import type { ColumnOf } from '../../components/table-line.js';
import { type Finding, findingsOf } from '../../figures/drift.js';
import { formatMoment } from '../../format/date.js';
import { useCommonSearch } from '../../view/search.js';
import { useMay } from '../../view/session.js';
import { words } from '../../words/words.js';

const w = words.health.drift;

function columnsIn(timeZone: string): readonly ColumnOf<Finding>[] {
  const span = ({ firstSeenAt, lastSeenAt }: Finding) =>
    w.span(formatMoment(firstSeenAt, timeZone), formatMoment(lastSeenAt, timeZone));
  return [
    {
      title: w.name,
      cell: ({ name }) => <span className="mono block min-w-32">{name}</span>,
      text: ({ name }) => name,
    },
    { title: w.meaning, cell: (finding) => <Meaning finding={finding} />, text: (finding) => finding.words },
    {
      title: w.source,
      cell: ({ sources }) => (
        <span className="quiet">
          {sources.length > 1 && <span className="block">{w.sources(sources.length)}</span>}
          <span className={sources.length > 1 ? 'small' : undefined}>{sources.join(', ')}</span>
        </span>
      ),
      text: ({ sources }) => sources.join(', '),
    },
    { title: w.seen, cell: span, text: span },
    { title: w.acknowledge, isUntitled: true, isNumber: true, cell: (finding) => <Acknowledge finding={finding} /> },
  ];
}

/** What the logs hold that this version was not written for, until somebody says that it has been seen. */
export function DriftCard({ timeZone }: { timeZone: string }) {
  const drift = useQuery(driftQuery());
  return (
    <Answered title={w.title} query={drift} none={({ rows }) => (rows.length === 0 ? w.none : null)}>
      {({ rows }) => {
        const findings = findingsOf(rows);
        return (
          <TableCard
            title={w.title}
            note={w.note(findings.length)}
            lead={w.lead}
            file="drift"
            limits={{ [words.costs.csv.zone]: timeZone }}
            columns={columnsIn(timeZone)}
            rows={findings}
            keyOf={({ key }) => key}
          />
        );
      }}
    </Answered>
  );
}

function Meaning({ finding: { words: inWords, exampleEventId } }: { finding: Finding }) {
  const carried = useCommonSearch();
  return (
    <>
      {inWords}
      {exampleEventId !== null && (
        <span className="block">
          <Link to="/requests/$eventId" params={{ eventId: exampleEventId }} search={carried}>
            {w.example}
          </Link>
        </span>
      )}
    </>
  );
}

function Acknowledge({ finding: { name, ids } }: { finding: Finding }) {
  const client = useQueryClient();
  const mayOperate = useMay('operate');
  const acknowledge = useMutation({
    mutationFn: () => Promise.all(ids.map((driftId) => answerOf(acknowledgeSchemaDrift({ path: { driftId } })))),
    onSuccess: () => client.invalidateQueries({ queryKey: ['drift'] }),
  });
  return (
    <>
      {mayOperate && (
        <button
          type="button"
          className="btn sm"
          aria-label={w.acknowledgeOne(name)}
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
    </>
  );
}
