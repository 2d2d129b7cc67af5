import { type Counts, type LimitBar, limitsInOrder } from '../../figures/throughput.js';
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
  readonly counts: Counts;
  readonly timeZone: string;
}

/**
 * Bars beside the line of the limit that was in force. Where it is far above them it is named and not drawn, so that bars stay
 * bars; where it is not known there is none.
 */
export function LimitChart({ bars, counts, timeZone }: LimitChartProps) {
  const most = Math.max(...bars.map(({ value }) => value), 0);
  const limits = limitsInOrder(bars);
  const drawn = limits.filter((limit) => limit <= most * FAR);
  const isDrawn = drawn.length > 0;
  const top = Math.max(most, ...drawn, 1 / HOUR_MS) * ROOM;
  const y = (value: number) => HEIGHT - (value / top) * HEIGHT;
  const [first] = bars;
  const last = bars.at(-1);
  const hoursABar = first === undefined ? 1 : (first.toMs - first.fromMs) / HOUR_MS;
  const limitWords = limits.length === 0 ? '' : w.limitLine(limits.map(formatRate));
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
        {isDrawn && <path className="limit" d={stepsOf(bars, (limit) => limit <= most * FAR, y)} />}
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

/** The limit as a line of steps, broken where it is not known or not drawn. */
function stepsOf(bars: readonly LimitBar[], isDrawn: (limit: number) => boolean, y: (value: number) => number): string {
  return bars
    .map(({ limit }, place) => {
      if (limit === null || !isDrawn(limit)) return '';
      const before = bars[place - 1]?.limit ?? null;
      const goesOn = before !== null && isDrawn(before);
      return `${goesOn ? 'L' : 'M'}${String(place)} ${String(y(limit))}H${String(place + 1)}`;
    })
    .join('');
}

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
