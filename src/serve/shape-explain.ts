import type { CostLine } from '../price/cost-lines.js';
import type { PricedInOneWay } from '../store/questions/costs-by-price-basis.js';
import type { ExplainedLine } from './answers/explain.js';
import { costLinesOf, sourceOfLine } from './cost-lines-of.js';

/** Every line of sums that were each priced in one way. */
export function explainBases(priced: readonly PricedInOneWay[]): ExplainedLine[] {
  return priced.flatMap((way) => costLinesOf(way.basis, way.sums).map((line) => explainLine(way, line)));
}

function explainLine({ model, basis, sums }: PricedInOneWay, line: CostLine): ExplainedLine {
  return {
    model,
    entry: basis.entry,
    book: basis.book,
    tier: basis.tier,
    ...line,
    source: sourceOfLine(line, basis),
    requests: sums.requests,
  };
}
