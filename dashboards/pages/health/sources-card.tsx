import { Link, useSearch } from '@tanstack/react-router';
import type { Source } from '../../api/generated/types.gen.js';
import { StateWord } from '../../components/state-word.js';
import { TableCard } from '../../components/table-card.js';
import type { ColumnOf, Opening } from '../../components/table-line.js';
import { TONE_OF_STATE, worstSourcesFirst } from '../../figures/health.js';
import { labelOfState } from '../../figures/labels.js';
import { formatDay, formatDuration, formatTime } from '../../format/date.js';
import { formatWhole } from '../../format/number.js';
import { localDateOf } from '../../format/zone.js';
import { useCommonSearch, useSetSearch } from '../../view/search.js';
import { words } from '../../words/words.js';
import { SourceRuns } from './source-runs.js';

const w = words.health.sources;
const COUNTS = ['read', 'new', 'duplicate', 'ignored', 'rejected'] as const;
const LOUD: ReadonlySet<string> = new Set(['read', 'new']);

function columnsAt(now: number, timeZone: string): readonly ColumnOf<Source>[] {
  return [
    {
      title: w.source,
      cell: ({ sourceId }) => <span className="strong">{sourceId}</span>,
      text: ({ sourceId }) => sourceId,
    },
    {
      title: w.state,
      cell: ({ state, words: inWords }) => (
        <span title={inWords}>
          <StateWord tone={TONE_OF_STATE[state]}>{words.health.states[state]}</StateWord>
        </span>
      ),
      text: ({ state }) => words.health.states[state],
    },
    {
      title: w.readFrom,
      cell: ({ kind, accountId, region, logGroup }) => (
        <span className="quiet whitespace-nowrap" title={[accountId, region, logGroup].filter(Boolean).join(', ')}>
          {labelOfState(w.kinds, kind)}
        </span>
      ),
      text: ({ kind }) => kind,
    },
    { title: words.figures.dimensions.accountId, text: ({ accountId }) => accountId ?? '' },
    { title: words.figures.dimensions.region, text: ({ region }) => region ?? '' },
    {
      title: words.health.progress.title,
      isNumber: true,
      cell: ({ historyDoneDays, historyDays }) =>
        words.health.progress.of(doneDays(historyDoneDays, historyDays), historyDays),
      text: ({ historyDoneDays, historyDays }) =>
        words.health.progress.of(doneDays(historyDoneDays, historyDays), historyDays),
    },
    {
      title: w.lag,
      isNumber: true,
      cell: ({ lagSeconds }) => (lagSeconds === null ? words.figures.notKnown : formatDuration(lagSeconds)),
      text: ({ lagSeconds }) => String(lagSeconds ?? ''),
    },
    {
      title: w.lastRun,
      isNumber: true,
      cell: ({ lastRun }) => endOf(lastRun, now, timeZone),
      text: ({ lastRun }) => lastRun?.finishedAt ?? '',
    },
    { title: w.nextRun, text: ({ nextRunAt }) => nextRunAt ?? '' },
    ...COUNTS.map((name): ColumnOf<Source> => ({
      title: w[name],
      isNumber: true,
      cell: ({ last24h }) => <span className={LOUD.has(name) ? '' : 'quiet'}>{formatWhole(last24h[name])}</span>,
      text: ({ last24h }) => String(last24h[name]),
    })),
  ];
}

interface SourcesCardProps {
  readonly sources: readonly Source[];
  readonly now: number;
  readonly timeZone: string;
}

/** Every source, the worst first: its state, its runs, how far it is behind and what it brought. */
export function SourcesCard({ sources, now, timeZone }: SourcesCardProps) {
  const { source: open } = useSearch({ from: '/log-health' });
  const setSearch = useSetSearch();
  const carried = useCommonSearch();
  const total = (name: (typeof COUNTS)[number]) =>
    formatWhole(sources.reduce((sum, source) => sum + source.last24h[name], 0));
  return (
    <TableCard
      title={w.title}
      note={w.note(sources.length)}
      actions={
        <Link className="btn sm" to="/set-up" search={carried}>
          {words.setUp.add}
        </Link>
      }
      file="sources"
      limits={{ [words.costs.csv.range]: localDateOf(now, timeZone), [words.costs.csv.zone]: timeZone }}
      columns={columnsAt(now, timeZone)}
      rows={worstSourcesFirst(sources)}
      keyOf={({ sourceId }) => sourceId}
      totals={[
        {
          key: 'total',
          name: words.figures.total,
          cells: ['', '', '', '', '', ...COUNTS.map((name) => total(name))],
        },
      ]}
      opening={openingOf(open, timeZone, (source) => {
        setSearch({ tab: 'sources', source }, 'replace');
      })}
    />
  );
}

function openingOf(
  open: string | undefined,
  timeZone: string,
  onOpen: (source: string | undefined) => void,
): Opening<Source> {
  return {
    open,
    onOpen,
    label: ({ sourceId }) => w.open(sourceId),
    content: (source) => <SourceRuns source={source} timeZone={timeZone} />,
  };
}

function doneDays(done: number, all: number): number {
  return Math.floor(Math.min(done, all));
}

function endOf(run: Source['lastRun'], now: number, timeZone: string): string {
  if (run === null) return w.never;
  return run.finishedAt === null ? w.running : moment(run.finishedAt, now, timeZone);
}

/** The time alone for today, with the day otherwise. */
function moment(at: string, now: number, timeZone: string): string {
  const day = localDateOf(Date.parse(at), timeZone);
  const time = formatTime(at, timeZone);
  return day === localDateOf(now, timeZone) ? time : `${formatDay(day)}, ${time}`;
}
