import type { ThroughputRow } from '../../api/generated/types.gen.js';
import { Triangle } from '../../components/triangle.js';
import { labelOfValue, nameOfAccount } from '../../figures/labels.js';
import {
  averageOf,
  CLOSE_SHARE,
  closestLimit,
  COUNTS,
  type Counts,
  minuteOf,
  nameOfQuota,
  shareOfLimit,
} from '../../figures/throughput.js';
import { formatDuration, formatMoment } from '../../format/date.js';
import { formatPercent, formatRate, formatWhole } from '../../format/number.js';
import { words } from '../../words/words.js';

const w = words.throughput;
const { notKnown } = words.figures;

interface ThroughputLineProps {
  readonly row: ThroughputRow;
  readonly timeZone: string;
  readonly isOpen: boolean;
  readonly toggle: () => void;
}

/** One quota: a deployment, or a model at one kind of endpoint of a region. */
export function ThroughputLine({ row, timeZone, isOpen, toggle }: ThroughputLineProps) {
  const { p50Ms, p95Ms } = row.latency;
  return (
    <tr className={isOpen ? 'is-open' : ''}>
      <th scope="row">
        <button
          type="button"
          className="flex items-start gap-2 text-left"
          aria-expanded={isOpen}
          title={[...(row.modelId === null ? [] : [row.modelId]), row.accountId].join('\n')}
          onClick={toggle}
        >
          <span className="twist">
            <Triangle to={isOpen ? 'down' : 'right'} />
          </span>
          <span>
            <span className="strong block">
              <span className="sr-only">{isOpen ? w.shut('') : w.open('')}</span>
              {nameOfQuota(row)}
            </span>
            <span className="small quiet">{placeOf(row)}</span>
          </span>
        </button>
      </th>
      <td className="num">
        <Closest row={row} timeZone={timeZone} />
      </td>
      <td className="num">{formatWhole(row.requests)}</td>
      <td className="num">
        {p50Ms === null || p95Ms === null ? (
          <span className="quiet">{notKnown}</span>
        ) : (
          <>
            <span className="block">{formatDuration(p50Ms / 1000)}</span>
            <span className="small quiet">{w.p95(formatDuration(p95Ms / 1000))}</span>
          </>
        )}
      </td>
      {COUNTS.map((counts) => (
        <td key={counts} className="num">
          <Rate row={row} counts={counts} />
        </td>
      ))}
      <td className="num">
        <Throttled row={row} />
      </td>
    </tr>
  );
}

function placeOf({ cloud, accountId, region, model, endpointScope, modelId, modelIds }: ThroughputRow): string {
  const isDeployment = cloud === 'foundry';
  const parts = [
    ...(isDeployment && model !== null && model !== modelId ? [model] : []),
    ...(endpointScope === null ? [] : [labelOfValue('endpointScope', endpointScope)]),
    labelOfValue('cloud', cloud),
    nameOfAccount(accountId),
    region,
    ...(modelIds > 1 ? [w.ids(modelIds)] : []),
  ];
  return parts.join(' · ');
}

/** The busiest minute, and below it the average. */
function Rate({ row, counts }: { row: ThroughputRow; counts: Counts }) {
  const minute = minuteOf(row, counts);
  return (
    <>
      <span className="block">{minute === null ? notKnown : formatRate(minute.value)}</span>
      <span className="small quiet">{w.average(formatRate(averageOf(row, counts)))}</span>
    </>
  );
}

function Closest({ row, timeZone }: { row: ThroughputRow; timeZone: string }) {
  const limit = closestLimit(row);
  const share = limit === null ? null : shareOfLimit(limit);
  if (limit === null || share === null) return <span className="quiet">{w.noLimit}</span>;
  const basis = [
    ...(limit.minuteShare === null ? [w.byHour] : []),
    ...(limit.to === null ? [] : [w.until(formatMoment(limit.to, timeZone))]),
  ];
  return (
    <>
      <span className={`block ${share >= CLOSE_SHARE ? 'strong' : ''}`}>{formatPercent(share)}</span>
      <span className="small quiet">
        {[`${w.limitOf[limit.counts]} ${formatRate(limit.limit)}`, ...basis].join(', ')}
      </span>
    </>
  );
}

function Throttled({ row: { throttled } }: { row: ThroughputRow }) {
  const { byCloud, byGateway, metered } = throttled;
  return (
    <>
      <span className="block">
        {formatWhole(byCloud)} · {formatWhole(byGateway)}
      </span>
      {metered !== null && <span className="small quiet">{w.metered(formatWhole(metered))}</span>}
    </>
  );
}
