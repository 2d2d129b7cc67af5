import type { Figures } from '../figures/measures.js';
import { formatCompact, formatUsd, formatWhole } from '../format/number.js';
import type { Measure } from '../search-params.js';
import { words } from '../words/words.js';

/** A figure of the chosen measure in words; money that is not known says so. */
export function wordsOfSize(figures: Figures, measure: Measure): string {
  if (measure === 'cost') return figures.costUsd === null ? words.figures.notKnown : formatUsd(figures.costUsd);
  if (measure === 'tokens') return formatCompact(figures.tokens);
  return figures.requests === null ? words.figures.none : formatWhole(figures.requests);
}

export function unitOf(measure: Measure): string {
  return measure === 'cost' ? words.figures.units.usd : words.figures.units[measure];
}
