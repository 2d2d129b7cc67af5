import type { Figures } from '../figures/measures.js';
import { words } from '../words/words.js';
import { Swatch } from './swatch.js';

/** What a chart of costs cannot show, said beside it. */
export function UnpricedNote({ figures }: { figures: Figures }) {
  if (figures.unpricedRequests === 0) return null;
  return (
    <p className="small quiet mt-2 flex items-center gap-2">
      <Swatch fill="unpriced" />
      {words.costs.notPricedYet(words.figures.requests(figures.unpricedRequests))}
    </p>
  );
}
