import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import type { ThroughputHoursAnswer, ThroughputRow } from '../../api/generated/types.gen.js';
import { throughputHoursQuery } from '../../api/operations-queries.js';
import { CsvButton } from '../../components/csv-button.js';
import { Prose } from '../../components/prose.js';
import { Segments } from '../../components/segments.js';
import { Skeleton } from '../../components/skeleton.js';
import { Trouble } from '../../components/trouble.js';
import {
  barsOf,
  type Closeness,
  closenessOf,
  closestLimit,
  COUNTS,
  type Counts,
  limitsInOrder,
} from '../../figures/throughput.js';
import { formatMoment } from '../../format/date.js';
import { formatRate } from '../../format/number.js';
import { useSetSearch } from '../../view/search.js';
import type { View } from '../../view/view.js';
import { words } from '../../words/words.js';
import { CalledAsLines } from './called-as-lines.js';
import { LatencyLines } from './latency-lines.js';
import { LimitChart } from './limit-chart.js';
import { LimitLines } from './limit-lines.js';
import { savedHours } from './throughput-csv.js';

const w = words.throughput;

/** The hours of one quota beside its limit, its limits, its latency, and what it was called by. */
export function ThroughputOpened({ row, view }: { row: ThroughputRow; view: View }) {
  const hours = useQuery(throughputHoursQuery(view.question, row));
  const { counts: chosen } = useSearch({ from: '/errors' });
  const setSearch = useSetSearch();
  const counts = chosen ?? closestLimit(row)?.counts ?? 'input';
  const { data } = hours;
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <Segments
          label={w.measure}
          value={counts}
          segments={COUNTS.map((value) => ({ value, label: w.segments[value] }))}
          onChange={(value) => {
            setSearch({ counts: value }, 'replace');
          }}
        />
        {data && <CsvButton className="ml-auto" make={() => savedHours(data, row, view)} />}
      </div>
      {hours.error ? (
        <Trouble error={hours.error} retry={() => void hours.refetch()} />
      ) : data ? (
        <BesideLimit answer={data} row={row} counts={counts} view={view} />
      ) : (
        <Skeleton height={220} />
      )}
      <LimitLines row={row} timeZone={view.timeZone} />
      <LatencyLines row={row} />
      {data && <CalledAsLines called={data.calledAs} row={row} view={view} />}
    </div>
  );
}

interface BesideLimitProps {
  readonly answer: ThroughputHoursAnswer;
  readonly row: ThroughputRow;
  readonly counts: Counts;
  readonly view: View;
}

function BesideLimit({ answer, row, counts, view: { range, timeZone, now } }: BesideLimitProps) {
  const bars = barsOf(answer, counts, { fromMs: range.fromMs, toMs: Math.min(range.toMs, now) });
  const limits = limitsInOrder(bars);
  return (
    <>
      <LimitChart bars={bars} counts={counts} timeZone={timeZone} />
      <p>
        {limits.length === 0
          ? unknownLimit(row, answer.limits.length > 0)
          : closeWords(closenessOf(answer, counts), limits, counts, timeZone)}
      </p>
      {bars.some(({ value, isMinute }) => value > 0 && !isMinute) && (
        <p className="quiet">
          <Prose text={answer.basis === null ? w.unknownMinutes.foundry : w.unknownMinutes.some} />
        </p>
      )}
    </>
  );
}

function unknownLimit({ cloud }: ThroughputRow, hasOthers: boolean) {
  if (hasOthers) return w.unknownLimit.without;
  return <Prose text={cloud === 'foundry' ? w.unknownLimit.foundry : w.unknownLimit.other} />;
}

function closeWords(
  { close, met, hours, unknown, firstAt, lastAt }: Closeness,
  limits: readonly number[],
  counts: Counts,
  timeZone: string,
): string {
  const line = `${w.limitLine(limits.map(formatRate))} ${w.units[counts]}`;
  const begin = `${line.charAt(0).toUpperCase()}${line.slice(1)}.`;
  const since =
    firstAt === null || lastAt === null
      ? [w.notClose(hours)]
      : [
          w.close(close, hours, formatMoment(firstAt, timeZone), formatMoment(lastAt, timeZone)),
          ...(met > 0 ? [w.met(met)] : []),
        ];
  return [begin, ...since, ...(unknown > 0 ? [w.unknownBefore(unknown)] : [])].join(' ');
}
