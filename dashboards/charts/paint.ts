import type { SeriesStyle } from '../figures/picture.js';
import { hatch } from './hatch.js';
import type { Paint } from './stacked-bars.js';

const paints = new Map<string, Paint>();

/** The paint of the theme that is seen now; its fills are made once. */
export function paintOf(theme: 'light' | 'dark'): Paint {
  const paint = paints.get(theme) ?? readPaint();
  paints.set(theme, paint);
  return paint;
}

function readPaint(): Paint {
  const style = getComputedStyle(document.documentElement);
  const read = new Map<string, string>();
  const token = (name: string) => {
    const value = read.get(name) ?? style.getPropertyValue(`--${name}`).trim();
    read.set(name, value);
    return value;
  };
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
