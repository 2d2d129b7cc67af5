import type { PictureSeries } from '../figures/picture.js';
import { words } from '../words/words.js';
import { Swatch } from './swatch.js';

interface LegendProps {
  readonly series: readonly PictureSeries[];
  /** The words of the comparison's ticks, and whether a bucket is hatched. */
  readonly tick: string | null;
  readonly partial: boolean;
  readonly onPick: (series: PictureSeries) => void;
}

/** The names of the series. Choosing one narrows the filters to it. */
export function Legend({ series, tick, partial, onPick }: LegendProps) {
  return (
    <ul className="legend" aria-label={words.costs.legend}>
      {series.map((one) => (
        <li key={`${one.kind} ${one.key ?? ''}`}>
          <button
            type="button"
            title={words.costs.narrowTo(one.label)}
            onClick={() => {
              onPick(one);
            }}
          >
            <Swatch fill={one.style} />
            {one.label}
          </button>
        </li>
      ))}
      {tick !== null && (
        <li>
          <span>
            <Swatch fill="tick" />
            {tick}
          </span>
        </li>
      )}
      {partial && (
        <li>
          <span>
            <Swatch fill="partial" />
            {words.figures.partial}
          </span>
        </li>
      )}
    </ul>
  );
}
