import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import type { ThroughputHoursAnswer, ThroughputRow } from '../../api/generated/types.gen.js';
import { throughputHoursQuery } from '../../api/operations-queries.js';
import { CsvButton } from '../../components/csv-button.js';
import { Prose } from '../../components/prose.js';
import { Segments } from '../../components/segments.js';
import { Skeleton } from '../../components/skeleton.js';
import { Trouble } from '../../components/trouble.js';
import { barsOf, closenessOf, closestLimit, COUNTS, type Counts, limitPerMinute } from '../../figures/throughput.js';
import { formatMoment } from '../../format/date.js';
import { formatRate } from '../../format/number.js';
import { useSetSearch } from '../../view/search.js';
import type { View } from '../../view/view.js';
import { words } from '../../words/words.js';
import { LatencyLines } from './latency-lines.js';
import { LimitChart } from './limit-chart.js';
import { LimitLines } from './limit-lines.js';
import { savedHours } from './throughput-csv.js';

const w = words.throughput;

/** The hours of one deployment beside its limit, its limits and its latency. */
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
        {data && <CsvButton className="ml-auto" make={() => savedHours(data.hours, row, view)} />}
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
  const limit = limitPerMinute(answer.limits, counts);
  const bars = barsOf(answer.hours, counts, range.fromMs, Math.min(range.toMs, now));
  return (
    <>
      <LimitChart bars={bars} limit={limit} counts={counts} timeZone={timeZone} />
      <p>
        {limit === null ? unknownLimit(row, answer.limits.length > 0) : closeWords(answer, counts, limit, timeZone)}
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

function closeWords({ hours }: ThroughputHoursAnswer, counts: Counts, limit: number, timeZone: string): string {
  const { close, met, hours: all, firstAt, lastAt } = closenessOf(hours, counts, limit);
  const line = w.limitLine(`${formatRate(limit)} ${w.units[counts]}`);
  const begin = `${line.charAt(0).toUpperCase()}${line.slice(1)}.`;
  if (firstAt === null || lastAt === null) return `${begin} ${w.notClose(all)}`;
  const since = w.close(close, all, formatMoment(firstAt, timeZone), formatMoment(lastAt, timeZone));
  return [begin, since, ...(met > 0 ? [w.met(met)] : [])].join(' ');
}
