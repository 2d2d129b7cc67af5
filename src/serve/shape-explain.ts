import type { CostLine } from '../price/cost-lines.js';
import type { PriceBook } from '../price/rates.js';
import type { PricedInOneWay } from '../store/questions/costs-by-price-basis.js';
import type { PaidInOneWay } from '../store/questions/costs-by-terms.js';
import { formatFemtoUsd, formatUsd } from '../usage/money.js';
import type { EffectiveRow, ExplainedLine } from './answers/explain.js';
import { costLinesOf, sourceOfLine } from './cost-lines-of.js';

/** Every line of sums that were each priced in one way. */
export function explainBases(priced: readonly PricedInOneWay[], book: PriceBook): ExplainedLine[] {
  return priced.flatMap((way) => costLinesOf(way.basis, way.sums).map((line) => explainLine(way, line, book)));
}

function explainLine({ model, basis, sums }: PricedInOneWay, line: CostLine, book: PriceBook): ExplainedLine {
  return {
    model,
    entry: basis.entry,
    book: basis.book,
    tier: basis.tier,
    ...line,
    source: sourceOfLine(line, basis, book),
    requests: sums.requests,
  };
}

/** What was really paid for sums that were each priced and termed in one way. */
export function explainEffective({
  model,
  basis,
  terms,
  requests,
  costPico,
  effectiveFemto,
}: PaidInOneWay): EffectiveRow {
  return {
    model,
    entry: basis?.entry ?? null,
    book: basis?.book ?? null,
    tier: basis?.tier ?? null,
    rules: [...(basis?.rules ?? [])],
    terms: [...terms],
    requests,
    listUsd: basis === null ? null : formatUsd(costPico),
    effectiveUsd: formatFemtoUsd(effectiveFemto),
  };
}
