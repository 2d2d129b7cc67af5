import { isDiscounted, type Figures } from '../figures/measures.js';
import { formatFemtoUsd } from '../format/number.js';
import { words } from '../words/words.js';

/** What is paid by the customer's own terms, beside the list price, where the two are not the same. */
export function AfterDiscounts({ figures }: { figures: Figures }) {
  if (figures.effectiveUsd === null || !isDiscounted(figures)) return null;
  return (
    <span className="quiet">
      <b className="strong">{formatFemtoUsd(figures.effectiveUsd)}</b> {words.figures.afterDiscounts}
    </span>
  );
}
