import { type Counts, type LimitBar } from '../../figures/throughput.js';
import { formatMoment } from '../../format/date.js';
import { formatRate } from '../../format/number.js';
import { words } from '../../words/words.js';

const w = words.throughput;
const HOUR_MS = 3_600_000;
/** A height in units of the drawing; its width is one unit a bar. */
const HEIGHT = 100;
const ROOM = 1.08;

interface LimitChartProps {
  readonly bars: readonly LimitBar[];
  readonly limit: number | null;
  readonly counts: Counts;
  readonly timeZone: string;
}

/** Bars beside the line of a limit. Where the limit is far above them it is named and not drawn, so that bars stay bars. */
export function LimitChart({ bars, limit, counts, timeZone }: LimitChartProps) {
  const most = Math.max(...bars.map(({ value }) => value), 0);
  const isDrawn = limit !== null && limit <= most * FAR;
  const top = Math.max(most, isDrawn ? limit : 0, 1 / HOUR_MS) * ROOM;
  const y = (value: number) => HEIGHT - (value / top) * HEIGHT;
  const [first] = bars;
  const last = bars.at(-1);
  const hoursABar = first === undefined ? 1 : (first.toMs - first.fromMs) / HOUR_MS;
  const limitWords = limit === null ? '' : w.limitLine(formatRate(limit));
  return (
    <figure className="limit-chart">
      <figcaption className="small quiet">
        {[w.chart[counts], hoursABar === 1 ? w.bars.hour : w.bars.hours(hoursABar), w.most(formatRate(most))].join(
          ', ',
        )}
      </figcaption>
      <svg
        viewBox={`0 0 ${String(bars.length)} ${String(HEIGHT)}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={w.chartLabel(w.chart[counts], formatRate(most), limitWords)}
      >
        <line className="most" x1="0" x2={bars.length} y1={y(most)} y2={y(most)} />
        {bars.map((bar, place) => (
          <g key={bar.fromMs}>
            <title>{barWords(bar, timeZone)}</title>
            <rect className="hit" x={place} y="0" width="1" height={HEIGHT} />
            <rect
              className={bar.isMinute ? 'minute' : 'hour'}
              x={place + 0.1}
              y={y(bar.value)}
              width="0.8"
              height={HEIGHT - y(bar.value)}
            />
            {bar.throttled > 0 && <rect className="throttled" x={place} y={HEIGHT - 3} width="1" height="3" />}
          </g>
        ))}
        {isDrawn && <line className="limit" x1="0" x2={bars.length} y1={y(limit)} y2={y(limit)} />}
      </svg>
      <div className="small quiet ends">
        <span>{first && formatMoment(first.fromMs, timeZone)}</span>
        <span>{last && formatMoment(last.toMs, timeZone)}</span>
      </div>
      <ul className="legend limit-legend">
        {bars.some(({ isMinute }) => isMinute) && <Key of="minute" name={w.minute} />}
        {bars.some(({ value, isMinute }) => value > 0 && !isMinute) && <Key of="hour" name={w.hour} />}
        {bars.some(({ throttled }) => throttled > 0) && <Key of="throttled" name={w.beyond} />}
        {isDrawn && <Key of="limit" name={limitWords} />}
      </ul>
    </figure>
  );
}

/** A limit more than this many times above the highest bar would flatten all of them. */
const FAR = 5;

function Key({ of, name }: { of: 'minute' | 'hour' | 'throttled' | 'limit'; name: string }) {
  return (
    <li>
      <span>
        <i className={`key ${of}`} aria-hidden="true" />
        {name}
      </span>
    </li>
  );
}

function barWords({ fromMs, value, isMinute, throttled }: LimitBar, timeZone: string): string {
  const beyond = throttled > 0 ? w.barThrottled(throttled) : '';
  return `${w.bar(formatMoment(fromMs, timeZone), formatRate(value), isMinute)}${beyond}`;
}
