import { useQuery } from '@tanstack/react-query';
import type { UnmeteredRow } from '../../api/generated/types.gen.js';
import { unmeteredQuery } from '../../api/collected-queries.js';
import { Answered } from '../../components/answered.js';
import { TableCard } from '../../components/table-card.js';
import type { ColumnOf } from '../../components/table-line.js';
import { limitsOf } from '../../figures/limits-of.js';
import { labelOfCounted, nameOfAccount } from '../../figures/labels.js';
import { formatDay } from '../../format/date.js';
import { formatWhole } from '../../format/number.js';
import type { View } from '../../view/view.js';
import { words } from '../../words/words.js';

const w = words.health.unmetered;
const MOST = 12;

const COLUMNS: readonly ColumnOf<UnmeteredRow>[] = [
  { title: w.day, cell: ({ day }) => formatDay(day, true), text: ({ day }) => day },
  {
    title: w.deployment,
    cell: ({ deployment, accountId }) => (
      <>
        <span className="mono">{deployment}</span>
        <span className="small faint block" title={accountId}>
          {nameOfAccount(accountId)}
        </span>
      </>
    ),
    text: ({ deployment, accountId }) => `${accountId}/${deployment}`,
  },
  { title: w.counted, cell: ({ counted }) => labelOfCounted(counted), text: ({ counted }) => counted },
  counts(w.attributed, ({ attributed }) => attributed),
  counts(w.metered, ({ metered }) => metered),
  counts(w.hours, ({ hours }) => hours),
  counts(w.below, ({ below }) => below),
  counts(w.carried, ({ carried }) => carried),
  counts(w.owed, ({ owed }) => owed),
];

function counts(title: string, of: (row: UnmeteredRow) => number | null): ColumnOf<UnmeteredRow> {
  return {
    title,
    isNumber: true,
    cell: (row) => {
      const count = of(row);
      return count === null ? words.figures.none : formatWhole(count);
    },
    text: (row) => String(of(row) ?? ''),
  };
}

/** Where a gateway told more than was metered: what other hours made good, and what is left. Counts only, never money. */
export function UnmeteredCard({ view }: { view: View }) {
  const unmetered = useQuery(unmeteredQuery(view.question));
  return (
    <Answered title={w.title} query={unmetered} none={({ rows }) => (rows.length === 0 ? w.none : null)}>
      {({ rows, totals }) => (
        <TableCard
          title={w.title}
          note={w.note(new Set(rows.map(({ day }) => day)).size)}
          lead={w.lead}
          foot={w.foot}
          file="unmetered"
          limits={limitsOf(view)}
          columns={COLUMNS}
          rows={rows}
          keyOf={(row) => [row.day, row.accountId, row.deployment, row.model, row.counted].join(' ')}
          totals={totals.map(({ counted, below, carried, owed }) => ({
            key: counted,
            name: words.figures.total,
            cells: ['', labelOfCounted(counted), '', '', '', ...[below, carried, owed].map(formatWhole)],
          }))}
          most={MOST}
        />
      )}
    </Answered>
  );
}
