import { useQuery } from '@tanstack/react-query';
import { quarantineQuery } from '../../api/queries.js';
import type { QuarantineAnswer } from '../../api/generated/types.gen.js';
import { Answered } from '../../components/answered.js';
import { TableCard } from '../../components/table-card.js';
import type { ColumnOf } from '../../components/table-line.js';
import { formatMoment } from '../../format/date.js';
import { formatBytes, formatWhole } from '../../format/number.js';
import { words } from '../../words/words.js';
import { ReplayButton } from './replay-button.js';

const w = words.health.quarantine;
const SHOWN = 5;

type Reason = QuarantineAnswer['byReason'][number];
type Record = QuarantineAnswer['rows'][number];

const REASONS: readonly ColumnOf<Reason>[] = [
  { title: w.reason, cell: ({ reason }) => reason, text: ({ reason }) => reason },
  {
    title: w.source,
    cell: ({ sourceId }) => <span className="quiet">{sourceId}</span>,
    text: ({ sourceId }) => sourceId,
  },
  { title: w.count, isNumber: true, cell: ({ count }) => formatWhole(count), text: ({ count }) => String(count) },
];

function recordsIn(timeZone: string): readonly ColumnOf<Record>[] {
  return [
    {
      title: w.seen,
      cell: ({ firstSeenAt }) => <span className="whitespace-nowrap">{formatMoment(firstSeenAt, timeZone)}</span>,
      text: ({ firstSeenAt }) => firstSeenAt,
    },
    {
      title: w.detail,
      cell: ({ detail }) => <span className="quiet [overflow-wrap:anywhere]">{detail}</span>,
      text: ({ detail }) => detail,
    },
    { title: w.size, isNumber: true, cell: ({ bytes }) => formatBytes(bytes), text: ({ bytes }) => String(bytes) },
  ];
}

/** What could not be read: how much and why, never what it says. */
export function QuarantineCard({ timeZone }: { timeZone: string }) {
  const quarantine = useQuery(quarantineQuery(SHOWN));
  const limits = { [words.costs.csv.zone]: timeZone };
  return (
    <Answered title={w.title} query={quarantine} none={({ total }) => (total === 0 ? w.none : null)}>
      {({ total, byReason, rows }) => (
        <>
          <TableCard
            title={w.title}
            note={`${formatWhole(total)} ${w.unit}`}
            lead={w.lead}
            actions={<ReplayButton />}
            file="quarantine"
            limits={limits}
            columns={REASONS}
            rows={byReason}
            keyOf={({ reason, sourceId }) => `${reason} ${sourceId}`}
            totals={[{ key: 'total', name: words.figures.total, cells: ['', formatWhole(total)] }]}
          />
          <TableCard
            title={w.latest}
            note={w.latestOf(rows.length, total)}
            file="quarantine-latest"
            limits={limits}
            columns={recordsIn(timeZone)}
            rows={rows}
            keyOf={({ id }) => id}
          />
        </>
      )}
    </Answered>
  );
}
