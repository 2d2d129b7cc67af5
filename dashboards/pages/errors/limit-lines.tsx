import type { ThroughputRow } from '../../api/generated/types.gen.js';
import { shareOfLimit } from '../../figures/throughput.js';
import { formatMoment } from '../../format/date.js';
import { formatPercent, formatRate } from '../../format/number.js';
import { words } from '../../words/words.js';

const w = words.throughput.limits;
const { notKnown } = words.figures;

/** Every limit of a deployment as the cloud names it, with when it was in force; nothing where it tells none. */
export function LimitLines({ row, timeZone }: { row: ThroughputRow; timeZone: string }) {
  if (row.limits.length === 0) return null;
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={w.title}>
      <table className="lines small">
        <caption className="sr-only">{w.title}</caption>
        <thead>
          <tr>
            <th scope="col">{w.key}</th>
            <th scope="col">{w.inForce}</th>
            {[w.most, w.used, w.minute, w.share].map((title) => (
              <th key={title} scope="col" className="num">
                {title}
              </th>
            ))}
            <th scope="col">{w.at}</th>
          </tr>
        </thead>
        <tbody>
          {row.limits.map((limit) => {
            const { key, counts, periodSeconds, from, to, used, usedInMinute, minuteAt } = limit;
            const share = shareOfLimit(limit);
            return (
              <tr key={`${key} ${from}`}>
                <th scope="row">
                  <span className="mono">{key}</span> <span className="quiet">{words.throughput.limitOf[counts]}</span>
                </th>
                <td className="whitespace-nowrap">
                  {to === null
                    ? w.since(formatMoment(from, timeZone))
                    : w.between(formatMoment(from, timeZone), formatMoment(to, timeZone))}
                </td>
                <td className="num">{w.per(formatRate(limit.limit), periodSeconds)}</td>
                <td className="num">{formatRate(used)}</td>
                <td className="num">{usedInMinute === null ? notKnown : formatRate(usedInMinute)}</td>
                <td className="num">{share === null ? notKnown : formatPercent(share)}</td>
                <td className="whitespace-nowrap">{minuteAt === null ? notKnown : formatMoment(minuteAt, timeZone)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
