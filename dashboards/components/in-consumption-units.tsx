import type { Figures } from '../figures/measures.js';
import { formatUnits } from '../format/number.js';
import { words } from '../words/words.js';

/** What of a cost is billed in Claude Consumption Units, where a cloud that bills in them has any. */
export function InConsumptionUnits({ figures: { inUnits } }: { figures: Figures }) {
  if (inUnits === null) return null;
  return (
    <span className="quiet" title={words.costs.table.footUnits}>
      <b className="strong">{formatUnits(inUnits)}</b> {words.figures.unitsOfFoundry}
    </span>
  );
}
