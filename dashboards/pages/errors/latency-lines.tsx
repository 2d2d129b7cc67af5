import type { ThroughputRow } from '../../api/generated/types.gen.js';
import { formatDuration } from '../../format/date.js';
import { formatFine, formatWhole } from '../../format/number.js';
import { words } from '../../words/words.js';

const w = words.throughput.latency;
const { notKnown } = words.figures;

type Metered = ThroughputRow['meteredLatency'][number];

/** Percentiles of logged calls, and beside them what Azure tells, which are none. */
export function LatencyLines({ row: { latency, meteredLatency } }: { row: ThroughputRow }) {
  const { calls, p50Ms, p95Ms } = latency;
  return (
    <div className="grid gap-2">
      <h3 className="strong">{w.title}</h3>
      <p>
        {p50Ms === null || p95Ms === null
          ? w.notLogged
          : w.logged(formatWhole(calls), formatDuration(p50Ms / 1000), formatDuration(p95Ms / 1000))}
      </p>
      {meteredLatency.length > 0 && (
        <>
          <p className="quiet">{w.lead}</p>
          <MeteredTable rows={meteredLatency} />
        </>
      )}
    </div>
  );
}

function MeteredTable({ rows }: { rows: readonly Metered[] }) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={w.title}>
      <table className="lines small">
        <thead>
          <tr>
            <th scope="col">{w.metric}</th>
            {[w.hours, w.lowest, w.highest, w.least, w.most].map((title) => (
              <th key={title} scope="col" className="num">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((one) => (
            <tr key={one.metric}>
              <th scope="row">{w.metrics[one.metric]}</th>
              <td className="num">{formatWhole(one.hours)}</td>
              {[one.lowestAverageMs, one.highestAverageMs, one.leastMs, one.mostMs].map((ms, place) => (
                <td key={[w.lowest, w.highest, w.least, w.most][place]} className="num">
                  {ms === null ? notKnown : told(one.metric, ms)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A time per token is of thousandths of a millisecond. */
function told(metric: Metered['metric'], ms: number): string {
  return metric === 'normalizedTimeToFirstToken' ? w.ms(formatFine(ms)) : formatDuration(ms / 1000);
}
