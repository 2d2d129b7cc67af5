import { useQuery } from '@tanstack/react-query';
import { unloggedQuery } from '../../api/operations-queries.js';
import type { UnloggedRow } from '../../api/generated/types.gen.js';
import { Answered } from '../../components/answered.js';
import { TableCard } from '../../components/table-card.js';
import type { ColumnOf } from '../../components/table-line.js';
import { limitsOf } from '../../figures/limits-of.js';
import { nameOfAccount } from '../../figures/labels.js';
import { parseUsd } from '../../format/money.js';
import { formatCompact, formatPercent, formatUsd } from '../../format/number.js';
import { useMay } from '../../view/session.js';
import type { View } from '../../view/view.js';
import { words } from '../../words/words.js';

const w = words.health.unlogged;
const MOST = 5;

/** What is not known of a price is no price of nothing. */
const isUnpriced = ({ unpricedTokens, costUsd }: UnloggedRow) => unpricedTokens > 0 && costUsd === '0';

const COLUMNS: readonly ColumnOf<UnloggedRow>[] = [
  {
    title: w.place,
    cell: ({ region, accountId }) => (
      <>
        {region}
        <span className="small faint block" title={accountId}>
          {nameOfAccount(accountId)}
        </span>
      </>
    ),
    text: ({ region, accountId }) => `${accountId} ${region}`,
  },
  { title: w.model, cell: ({ model }) => <span className="mono">{model}</span>, text: ({ model }) => model },
  {
    title: w.cause,
    text: ({ cause }) => w.causes[cause],
  },
  {
    title: w.evidence,
    cell: ({ evidence }) => <Evidence words={evidence} />,
    text: ({ evidence }) => evidence.join(' '),
  },
  {
    title: w.logged,
    isNumber: true,
    cell: ({ observedRate }) =>
      observedRate === null ? <span title={w.nothingMetered}>{words.figures.none}</span> : formatPercent(observedRate),
    text: ({ observedRate }) => String(observedRate ?? ''),
  },
  {
    title: w.configured,
    isNumber: true,
    cell: ({ configuredRate }) =>
      configuredRate === null ? (
        <span title={w.configuredUnknown}>{words.figures.none}</span>
      ) : (
        formatPercent(configuredRate)
      ),
    text: ({ configuredRate }) => String(configuredRate ?? ''),
  },
  {
    title: w.tokens,
    isNumber: true,
    cell: ({ tokens }) => formatCompact(tokens.total),
    text: ({ tokens }) => String(tokens.total),
  },
  {
    title: w.cost,
    isNumber: true,
    cell: (row) => (isUnpriced(row) ? w.notKnown : formatUsd(parseUsd(row.costUsd))),
    text: (row) => (isUnpriced(row) ? '' : row.costUsd),
  },
];

/** The cause and what it means stand once over the places of which they are true. */
function groupOf({ cause, words: sentence }: UnloggedRow) {
  return {
    key: `${cause} ${sentence}`,
    heading: (
      <>
        <span className="strong">{w.causes[cause]}</span> <span className="quiet">{sentence}</span>
      </>
    ),
  };
}

/** What the clouds metered and no log tells of, priced, with its likely cause: beside the figures, not in them. */
export function UnloggedCard({ view }: { view: View }) {
  const maySee = useMay('wholeFigures');
  const unlogged = useQuery({ ...unloggedQuery(view.question), enabled: maySee });
  if (!maySee) return null;
  return (
    <Answered title={w.title} query={unlogged} none={({ rows }) => (rows.length === 0 ? w.none : null)}>
      {({ rows, totals }) => (
        <TableCard
          title={w.title}
          note={w.note(formatUsd(parseUsd(totals.costUsd)), formatCompact(totals.tokens.total))}
          lead={w.lead}
          foot={w.foot}
          file="unlogged"
          limits={limitsOf(view)}
          columns={COLUMNS}
          rows={rows}
          keyOf={(row) => [row.cloud, row.accountId, row.region, row.model, row.cause, row.configuredRate].join(' ')}
          groupOf={groupOf}
          most={MOST}
        />
      )}
    </Answered>
  );
}

/** What the cause was concluded from: settings as they were seen, and when. */
function Evidence({ words: found }: { words: readonly string[] }) {
  if (found.length === 0) return null;
  return (
    <details className="small quiet">
      <summary>{w.looks(found.length)}</summary>
      {found.map((words) => (
        <p key={words}>{words}</p>
      ))}
    </details>
  );
}
