import type { SeriesStyle } from '../figures/picture.js';

/** The fill of a series, as a small square. Its name always stands beside it. */
export function Swatch({ style }: { style: SeriesStyle | 'partial' | 'tick' | 'unpriced' | 'unread' }) {
  const name = typeof style === 'string' ? style : style.kind === 'entity' ? `c${String(style.colour)}` : style.kind;
  return <i className={`sw ${name}`} aria-hidden="true" />;
}
