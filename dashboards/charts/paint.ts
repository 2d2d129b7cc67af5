import type { SeriesStyle } from '../figures/picture.js';
import { hatch } from './hatch.js';
import type { Paint } from './stacked-bars.js';

/** Reads the tokens of the theme that is seen now. Fills are made once per theme. */
export function readPaint(): Paint {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const fills = new Map<string, string | CanvasPattern>();
  const make = (series: SeriesStyle, partial: boolean) => {
    if (series.kind !== 'entity') return hatch(series.kind, { ink: token('h-ink'), ground: token('h-ground') });
    const colour = token(`c${String(series.colour)}`);
    return partial ? hatch('partial', { ink: colour, ground: token('surface') }) : colour;
  };
  return {
    token,
    fontFamily: getComputedStyle(document.body).fontFamily,
    fill: (series, partial) => {
      const key = `${series.kind === 'entity' ? String(series.colour) : series.kind} ${String(partial)}`;
      const fill = fills.get(key) ?? make(series, partial);
      fills.set(key, fill);
      return fill;
    },
  };
}
