import type { SeriesStyle } from '../figures/picture.js';

/** The fill of a series, as a small square. Its name always stands beside it. */
export function Swatch({ fill }: { fill: SeriesStyle | 'partial' | 'tick' | 'unpriced' | 'unread' }) {
  const name = typeof fill === 'string' ? fill : fill.kind === 'entity' ? `c${String(fill.colour)}` : fill.kind;
  return <i className={`sw ${name}`} aria-hidden="true" />;
}
