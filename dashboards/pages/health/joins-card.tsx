import { useQuery } from '@tanstack/react-query';
import { joinsQuery } from '../../api/collected-queries.js';
import { Answered } from '../../components/answered.js';
import { TableCard } from '../../components/table-card.js';
import type { ColumnOf } from '../../components/table-line.js';
import { joinsByPlace, type JoinsOfPlace } from '../../figures/joins.js';
import { labelOfValue, nameOfAccount } from '../../figures/labels.js';
import { limitsOf } from '../../figures/limits-of.js';
import { formatDay } from '../../format/date.js';
import { formatPercent, formatWhole } from '../../format/number.js';
import type { View } from '../../view/view.js';
import { words } from '../../words/words.js';

const w = words.health.joins;
const MOST = 12;
const COUNTS = ['matched', 'remainderRequests', 'ambiguous', 'notInBase', 'left', 'owedRequests', 'waiting'] as const;

const COLUMNS: readonly ColumnOf<JoinsOfPlace>[] = [
  {
    title: w.place,
    cell: ({ cloud, accountId, region }) => (
      <span title={accountId}>
        <span className="strong">{[nameOfAccount(accountId), region].filter(Boolean).join(' · ')}</span>
        <span className="small faint block">{labelOfValue('cloud', cloud)}</span>
      </span>
    ),
    text: ({ cloud, accountId, region }) => [cloud, accountId, region].filter(Boolean).join(' '),
  },
  ...COUNTS.map((name): ColumnOf<JoinsOfPlace> => ({
    title: w[name],
    isNumber: true,
    cell: (place) => <span className={place[name] === 0 ? 'quiet' : undefined}>{formatWhole(place[name])}</span>,
    text: (place) => String(place[name]),
  })),
  {
    title: w.lowest,
    isNumber: true,
    cell: ({ lowest }) =>
      lowest === null ? (
        <span title={w.notCounted}>{words.figures.none}</span>
      ) : (
        <>
          {formatPercent(lowest.coverage ?? 0)}
          <span className="small faint block">
            {formatDay(lowest.day)}, {lowest.model}
          </span>
        </>
      ),
    text: ({ lowest }) => (lowest === null ? '' : `${String(lowest.coverage)} (${lowest.day}, ${lowest.model})`),
  },
];

/** How calls of which several logs tell were put together: whose caller was found, and whose was not. */
export function JoinsCard({ view }: { view: View }) {
  const joins = useQuery(joinsQuery(view.question));
  return (
    <Answered title={w.title} query={joins} none={({ rows }) => (rows.length === 0 ? w.none : null)}>
      {({ rows }) => {
        const places = joinsByPlace(rows);
        const total = (name: (typeof COUNTS)[number]) =>
          formatWhole(places.reduce((sum, place) => sum + place[name], 0));
        return (
          <TableCard
            title={w.title}
            note={w.note(places.length)}
            lead={w.lead}
            foot={w.foot}
            file="joins"
            limits={limitsOf(view)}
            columns={COLUMNS}
            rows={places}
            keyOf={({ cloud, accountId, region }) => [cloud, accountId, region].join(' ')}
            totals={[{ key: 'total', name: words.figures.total, cells: [...COUNTS.map((name) => total(name)), ''] }]}
            most={MOST}
          />
        );
      }}
    </Answered>
  );
}
